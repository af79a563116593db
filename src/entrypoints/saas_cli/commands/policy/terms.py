"""`saas terms`: versions of the terms (9.4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.commands.policy.comparing import DIFFS, Days, Replay, days_back, diff, difference_lines, read_document
from saas_cli.commands.policy.legal import EXAMPLES, Legal, Mapping, checked, finding_lines, tie
from saas_cli.commands.policy.replaying import replay_lines, replayed
from saas_cli.files import read_file
from saas_cli.lookup import moment, tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.present import note, screen
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_cli.session import Desk

app = branch(
    "terms",
    "Versions of the terms: show, list, check, tie, diff, publish, accept.",
    "saas terms show",
    "saas terms check terms-2027.toml",
    "saas terms diff 2026-01 terms-2027.toml",
)

FOUND = 1
File = Annotated[Path, Parameter(help="A document of terms, as TOML.")]


@app.command(
    help_epilogue=examples(
        "saas terms show",
        "saas terms show 2026-01 --json",
        "saas terms show 2026-01 --document > terms.toml",
        "saas terms show --at 2026-06-01T00:00:00Z",
    )
)
def show(
    version: Annotated[str | None, Parameter(help="The version; default: the one offered.")] = None,
    /,
    *,
    at: Annotated[str | None, Parameter(help="The version offered at this instant.")] = None,
    document: Annotated[
        bool, Parameter(negative="", show_default=False, help="Write the exact document to be accepted.")
    ] = False,
    common: Common = READING,
) -> None:
    """Show a version of the terms: heading, settings and clauses."""
    with desk(common) as seat:
        policy = seat.app.policy
        view = policy.show_terms(version=version) if version else policy.offered_terms(at=moment(at, "at"))
        if document and not common.as_json:
            seat.screen.out.write(view.document)
            return
        seat.screen.card(
            view,
            f"Terms {view.version}",
            (
                ("effective from", view.effective_from),
                ("hourly rate", view.hourly_rate),
                ("served", view.eligible),
                ("never in a role", tuple(f"{each}.*" for each in view.reserved)),
                ("digest", view.digest),
                *((f"setting {each.name}", each.value) for each in view.settings),
                *((each.number, each.text) for each in view.clauses),
            ),
        )


@app.command(name="list", help_epilogue=examples("saas terms list", "saas terms list --json"))
def list_(*, common: Common = READING) -> None:
    """List all versions, by the instant they are offered from."""
    with desk(common) as seat:
        rows = seat.app.policy.versions()
        cells = [(each.version, each.effective_from, each.digest) for each in rows]
        seat.screen.table(rows, ("VERSION", "EFFECTIVE FROM", "DIGEST"), cells, empty="No version has been published.")


@app.command(
    help_epilogue=examples(
        "saas terms check terms-2027.toml",
        "saas terms check terms-2027.toml --json",
        "saas terms check terms-2027.toml --legal license.md --mapping license-map.toml",
    )
)
def check(file: File, /, *, legal: Legal = None, mapping: Mapping = None, common: Common = READING) -> int:
    """Check a document of terms without publishing it; errors name the line and key.

    With your legal text and its mapping it also finds sentences without a
    clause, clauses without a sentence, ties that an edit has undone, and
    figures or kinds that contradict the settings. Exit code 1 if it finds any.
    """
    terms = read_document(read_file(file))
    text, found = checked(terms, legal, mapping)
    value = {"version": terms.version, "clauses": len(terms.clauses), "digest": terms.digest, "valid": True}
    if text is not None:
        value["findings"] = [
            {
                "kind": each.kind.value,
                "line": each.line,
                "about": each.about,
                "says": each.sentence,
                "remedy": each.remedy,
            }
            for each in found
        ]
        value["not_compared"] = [
            {"sentence": each.name, "words": row.words, "because": row.because}
            for each in text.ties
            if each not in text.lost
            for row in each.otherwise
        ]
    lines = [] if text is None or legal is None else finding_lines(text, found, legal, mapping)
    screen(as_json=common.as_json).answer(
        value,
        f"{file.name}: version {terms.version} is in order, {len(terms.clauses)} clauses.",
        f"  Its digest is {terms.digest}.",
        *lines,
    )
    return FOUND if found else 0


app.command(tie, help_epilogue=examples(*EXAMPLES))


app.command(diff, help_epilogue=examples(*DIFFS))


@app.command(
    help_epilogue=examples(
        "saas terms publish terms-2027.toml --yes",
        "saas terms publish --shipped",
        "saas terms publish --shipped --from 2027-01-01T00:00:00Z",
    )
)
def publish(
    file: Annotated[Path | None, Parameter(help="A document of terms, as TOML.")] = None,
    /,
    *,
    shipped: Annotated[
        bool, Parameter(negative="", show_default=False, help="Publish the version shipped with this software.")
    ] = False,
    since: Annotated[
        str | None, Parameter(name="--from", help="With --shipped: offer it from this instant; default: tomorrow, UTC.")
    ] = None,
    replay: Replay = False,
    days: Days = None,
    common: Risky = RISKY,
) -> None:
    """Publish a version; it binds a license only once its holder accepts it (clause 9.4).

    Before that it is compared with the version offered now; with --replay by
    the decisions that would have come out differently, too. With --json only
    the answer is written, and --replay is refused; use `saas terms diff --json`
    before.
    """
    back = days_back(days, replay=replay)
    if replay and common.as_json:
        message = "is for people, who read it before they confirm; with --json nothing is told before."
        remedy = "Leave out --replay, and compare with `saas terms diff --replay --json` first."
        raise InvalidValue(message, field="replay", remedy=remedy)
    if shipped == (file is not None) or (since is not None and not shipped):
        message = "name a file, or --shipped and optionally --from."
        raise InvalidValue(message, field="file", remedy="Publish a document of your own, or the shipped one.")
    what = "The shipped version of the terms" if file is None else f"The terms in {file.name}"
    with desk(common) as seat:
        policy = seat.app.policy
        document = read_file(file) if file else policy.shipped_terms(since=moment(since, "from")).document.encode()
        if not common.as_json:
            _tell_before(seat, document, back if replay else None)
        confirm(f"{what} will be published, and can never be changed or withdrawn.", yes=common.yes)
        view = policy.publish_terms(by=seat.by, document=document, idempotency_key=common.idempotency_key)
        pairs = (("effective from", view.effective_from), ("digest", view.digest))
        seat.screen.card(view, f"Published {view.version}.", pairs)


@app.command(help_epilogue=examples("saas terms accept acme --digest 3f9a…"))
def accept(
    tenant: Tenant,
    /,
    *,
    digest: Annotated[str, Parameter(help="The SHA-256 of the document you read, as in `saas terms show`.")],
    common: Change = CHANGING,
) -> None:
    """Accept the version currently offered, as a manager of the client's account; it binds at once (clause 9.4)."""
    with desk(common) as seat:
        view = seat.app.licensing.accept_offered_terms(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            digest=digest,
            idempotency_key=common.idempotency_key,
        )
        seat.screen.card(view, f"Accepted {view.terms_version}.", (("binds from", view.at),))


def _tell_before(seat: Desk, document: bytes, days: int | None) -> None:
    """Say on stderr in what a document differs from the version offered now, and what it would have decided."""
    from saas_core.policy.queries import comparison_view

    offered = read_document(seat.app.policy.offered_terms().document.encode(), published=True)
    new = read_document(
        document, published=any(each.digest == _digest(document) for each in seat.app.policy.versions())
    )
    for each in difference_lines(comparison_view(offered, new)):
        note(each)
    if days is not None:
        for each in replay_lines(replayed(seat, offered, new, days)):
            note(each)


def _digest(document: bytes) -> str:
    import hashlib

    return hashlib.sha256(document).hexdigest()
