"""`saas journal`: the audit trail, chained by hashes (9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.lookup import ident, member_of, moment, scope_of, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import named
from saas_cli.progress import moving
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import PROVIDER, EntryId

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.gate.trail import EntryView
    from saas_core.kernel.ids import TenantId

app = branch(
    "journal",
    "The audit trail of a client, or of the provider itself: show, decision, verify, checkpoint, keys, rotate-key.",
    "saas journal show harbor",
    "saas journal verify harbor",
)

BROKEN = 1

Scope = Annotated[
    str | None, Parameter(name="TENANT", help="Short name or id of the client; default: the provider's own.")
]


@app.command(
    help_epilogue=examples(
        "saas journal show harbor",
        "saas journal show harbor --actor olivia@harbor.example --since 2026-11-01T00:00:00Z",
        "saas journal show harbor --action roles.edit --subject role:01975a2e-0000-7000-8000-000000000001",
        "saas journal show harbor --before 100 --limit 50 --json",
    )
)
def show(
    tenant: Scope = None,
    /,
    *,
    actor: Annotated[
        str | None,
        Parameter(help="Only of this actor: e-mail address, or as shown, such as user:ID/key:ID."),
    ] = None,
    action: Annotated[str | None, Parameter(help="Only this action, as shown.")] = None,
    subject: Annotated[
        str | None, Parameter(help="Only about this subject: a user's e-mail address, or as shown, such as role:ID.")
    ] = None,
    since: Annotated[str | None, Parameter(help="The earliest instant, such as 2026-11-01T00:00:00Z.")] = None,
    until: Annotated[str | None, Parameter(help="The first instant not shown any more.")] = None,
    before: Annotated[int, Parameter(help="Start before this position, as the last shown; default: the end.")] = 0,
    limit: Annotated[int, Parameter(help="The most entries to show, up to 500.")] = 100,
    common: Common = READING,
) -> None:
    """Show entries, newest first: who did what to which thing, and when.

    Names are shown where you may read them elsewhere too; ids stand for the
    others.
    """
    with desk(common) as at:
        scope = scope_of(at, tenant)
        entries = at.app.oversight.trail.newest(
            by=at.by,
            tenant_id=scope,
            before=before,
            limit=limit,
            actor=_reference(at, scope, actor),
            action=action or "",
            subject=_reference(at, scope, subject),
            since=moment(since, "since"),
            until=moment(until, "until"),
        )
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
    if report.signed:
        text += f" {report.signed} of the checkpoints bear a signature that others can check."
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
        signed = f", signed by key {mark.signed_by}" if mark.signed_by else ""
        at.screen.answer(mark, f"Entry {mark.position} is marked ({mark.hash[:16]}…){signed}.")


@app.command(help_epilogue=examples("saas journal keys", "saas journal keys --json"))
def keys(*, common: Common = READING) -> None:
    """Show the public keys that check the signatures of checkpoints, the oldest first."""
    with desk(common) as at:
        found = at.app.oversight.audit.keys()
        at.screen.table(
            found,
            ("KEY", "ALGORITHM", "PUBLIC KEY", "SIGNS NOW"),
            [(each.key_id, each.algorithm, each.public_key, "yes" if each.current else "no") for each in found],
            empty="No keys; run saas init.",
        )


@app.command(name="rotate-key", help_epilogue=examples("saas journal rotate-key"))
def rotate_key(*, common: Change = CHANGING) -> None:
    """Sign later checkpoints by a new key; earlier ones are still verified by theirs."""
    with desk(common) as at:
        made = at.app.oversight.audit.rotate_key(by=at.by, idempotency_key=common.idempotency_key)
        at.screen.answer(made, f"Checkpoints are signed by key {made.key_id} from now on.", f"  {made.public_key}")


def _row(entry: EntryView) -> tuple[object, ...]:
    subject, by = named(entry.subject, entry.subject_name), named(entry.by, entry.by_name)
    return entry.position, entry.at, entry.kind, entry.action, subject, by


def _reference(at: Desk, scope: TenantId, text: str | None) -> str:
    """Return a reference as entries show it, for one or for the e-mail address of a user or a member of staff."""
    if text is None or "@" not in text:
        return text or ""
    return f"staff:{member_of(at, text)}" if scope == PROVIDER else f"user:{user_of(at, scope, text)}"
