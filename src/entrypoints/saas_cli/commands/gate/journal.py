"""`saas journal`: the audit trail, chained by hashes (9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.lookup import ident, scope_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.progress import moving
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import EntryId

if TYPE_CHECKING:
    from saas_core.kernel.journal import JournalEntry

app = branch(
    "journal",
    "The audit trail of a client, or of the provider itself: show, decision, verify, checkpoint.",
    "saas journal show harbor",
    "saas journal verify harbor",
)

BROKEN = 1

Scope = Annotated[
    str | None, Parameter(name="TENANT", help="Short name or id of the client; default: the provider's own.")
]


@app.command(
    help_epilogue=examples("saas journal show harbor", "saas journal show harbor --after 100 --limit 50 --json")
)
def show(
    tenant: Scope = None,
    /,
    *,
    after: Annotated[int, Parameter(help="Start after this position.")] = 0,
    limit: Annotated[int, Parameter(help="The most entries to show, up to 1000.")] = 100,
    common: Common = READING,
) -> None:
    """Show entries, oldest first: actor, action and time."""
    with desk(common) as at:
        entries = at.app.oversight.audit.entries(by=at.by, tenant_id=scope_of(at, tenant), after=after, limit=limit)
        at.screen.table(
            entries,
            ("POSITION", "AT", "KIND", "ACTION", "SUBJECT", "BY"),
            [_row(each) for each in entries],
            empty="No entries.",
        )


@app.command(help_epilogue=examples("saas journal decision 01975a2e-0000-7000-8000-000000000001 harbor"))
def decision(
    decision: Annotated[str, Parameter(help="The id that a refusal gives as its decision.")],
    tenant: Scope = None,
    /,
    *,
    common: Common = READING,
) -> None:
    """Show a recorded decision: the question, and the answer with its clauses."""
    with desk(common) as at:
        found = at.app.oversight.audit.decision(
            by=at.by, tenant_id=scope_of(at, tenant), decision_id=EntryId(ident(decision, "decision"))
        )
        pairs = (
            ("by", found.by),
            ("at", found.at),
            ("reasons", found.reasons),
            ("clauses", found.clauses),
            ("overruled", found.overruled),
            ("terms", found.terms_version),
            ("entry", found.position),
        )
        at.screen.card(found, f"{found.verdict}  {found.action}", pairs)


@app.command(help_epilogue=examples("saas journal verify harbor", "saas journal verify"))
def verify(tenant: Scope = None, /, *, common: Common = READING) -> int:
    """Verify the chain, the license's facts and the journal's guards; exit code 1 if something differs."""
    with desk(common) as at, moving("Reading the journal") as move:
        report = at.app.oversight.audit.verify(by=at.by, tenant_id=scope_of(at, tenant), progress=move)
    faults = (*(() if report.broken is None else (f"Broken: {report.broken.sentence}",)), *report.faults)
    text = f"{report.entries} entries and {report.checkpoints} checkpoints: the chain is whole."
    if report.facts:
        text += f" It vouches for the license and {report.facts - 1} facts."
    at.screen.answer(report, *([at.screen.paint(each, "red") for each in faults] or [text]))
    return 0 if report.whole else BROKEN


@app.command(help_epilogue=examples("saas journal checkpoint harbor"))
def checkpoint(tenant: Scope = None, /, *, common: Change = CHANGING) -> None:
    """Save the chain's current end, signed, outside the database."""
    with desk(common) as at:
        mark = at.app.oversight.audit.checkpoint(
            by=at.by, tenant_id=scope_of(at, tenant), idempotency_key=common.idempotency_key
        )
        at.screen.answer(mark, f"Entry {mark.position} is marked ({mark.hash[:16]}…).")


def _row(entry: JournalEntry) -> tuple[object, ...]:
    return entry.position, entry.at, entry.kind, entry.action, entry.subject, entry.by
