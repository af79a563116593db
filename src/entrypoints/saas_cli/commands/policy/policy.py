"""`saas policy`: what stands in the policy, who signed it, how often it decides, and what it would say (9.1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit
from saas_cli.commands.policy import page
from saas_cli.commands.policy.changes import change_lines, checked_line, signature_line
from saas_cli.commands.policy.invented import EXAMPLES, what_if
from saas_cli.files import read_file, write_file
from saas_cli.lookup import ident, member, member_of, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import note, screen
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from datetime import date

    from saas_core.policy.book import Book
    from saas_core.signing.values import Role

app = branch(
    "policy",
    "What stands in the policy: page, show, sign, comment, reject, questions, signatures, check, counts, what-if.",
    "saas policy show clause:0.1",
    "saas policy sign clause:0.1 --as legal --digest 3f9a…",
    "saas policy check policy-signatures.json",
)

app.command(what_if, name="what-if", help_epilogue=examples(*EXAMPLES))
app.command(page.page, help_epilogue=examples(*page.EXAMPLES))
SUSPECT = 1
Scope = Annotated[str, Parameter(name="SCOPE", help="clause:0.1 or 0.1, reading:grace-days, or whole.")]
As = Annotated[str, Parameter(name="--as", help="The role in which you sign: legal or product.")]
Digest = Annotated[str, Parameter(help="The digest that `saas policy show` gave with what you read.")]
Version = Annotated[
    str | None, Parameter(name="--terms", help="A published version of the terms; default: the one offered.")
]


@app.command(help_epilogue=examples("saas policy show clause:0.1", "saas policy show reading:grace-days --json"))
def show(scope: Scope, /, *, terms: Version = None, common: Common = READING) -> None:
    """Show exactly what stands in a scope, its digest, who signed it and what is open."""
    with desk(common) as at:
        view = at.app.signing.show(by=at.by, scope=scope, version=terms)
        paint = at.screen.paint
        lines = [paint(f"{view.scope} under the terms {view.terms_version}", "bold"), f"  digest  {view.digest}", ""]
        for each in view.pieces:
            lines += [paint(f"{each.kind} {each.name}", "bold"), *(f"  {line}" for line in each.text.splitlines()), ""]
        lines += map(signature_line, view.signatures)
        lines += [
            f"open for {each.role.value}, {each.age_days} days: {each.why or each.about}" for each in view.questions
        ]
        at.screen.answer(view, *lines)


@app.command(help_epilogue=examples("saas policy sign clause:0.1 --as legal --digest 3f9a…"))
def sign(scope: Scope, /, *, as_: As, digest: Digest, terms: Version = None, common: Change = CHANGING) -> None:
    """Agree to exactly what stands in a scope; the digest says what you read."""
    _signed(scope, as_, digest, terms, common)


@app.command(help_epilogue=examples("saas policy comment clause:0.1 'Say what grace is.' --as legal --digest 3f9a…"))
def comment(
    scope: Scope,
    text: Annotated[str, Parameter(name="TEXT", help="The comment.")],
    /,
    *,
    as_: As,
    digest: Digest,
    terms: Version = None,
    common: Change = CHANGING,
) -> None:
    """Agree to what stands in a scope, with a comment."""
    _signed(scope, as_, digest, terms, common, comment=text)


@app.command(help_epilogue=examples("saas policy reject clause:0.1 'Grace must be a week.' --as legal --digest 3f9a…"))
def reject(
    scope: Scope,
    why: Annotated[str, Parameter(name="WHY", help="The reason.")],
    /,
    *,
    as_: As,
    digest: Digest,
    terms: Version = None,
    common: Change = CHANGING,
) -> None:
    """Reject what stands in a scope, for a reason; it opens a question."""
    _signed(scope, as_, digest, terms, common, why=why)


def _signed(
    scope: str, role: str, digest: str, version: str | None, common: Change, *, comment: str = "", why: str = ""
) -> None:
    from saas_core.policy.scopes import Scope as Parsed

    with desk(common) as at:
        signing, parsed, held = at.app.signing, str(Parsed.parse(scope)), _role(role)
        key = common.idempotency_key
        if why:
            view = signing.reject(
                by=at.by, scope=parsed, role=held, digest=digest, why=why, version=version, idempotency_key=key
            )
        elif comment:
            view = signing.comment(
                by=at.by, scope=parsed, role=held, digest=digest, comment=comment, version=version, idempotency_key=key
            )
        else:
            view = signing.sign(by=at.by, scope=parsed, role=held, digest=digest, version=version, idempotency_key=key)
        pairs = (("role", view.role), ("by", view.name), ("terms", view.terms_version), ("digest", view.digest))
        at.screen.card(view, f"{view.scope}: {view.verdict.value.replace('_', ' ')}.", (*pairs, ("state", view.state)))


@app.command(help_epilogue=examples("saas policy questions", "saas policy questions --json"))
def questions(*, common: Common = READING) -> None:
    """List the open questions about the policy, each with its owner and its age."""
    with desk(common) as at:
        rows = at.app.signing.questions(by=at.by)
        cells = [
            (
                each.scope,
                each.role,
                each.owner_name,
                "new" if each.opened_at is None else each.age_days,
                each.why or each.about,
            )
            for each in rows
        ]
        heads = ("SCOPE", "FOR", "OWNER", "DAYS", "ABOUT")
        at.screen.table(rows, heads, cells, empty="Nothing is open.")


@app.command(help_epilogue=examples("saas policy assign reading:grace-days ana@provider.example --as legal"))
def assign(
    scope: Scope,
    owner: Annotated[str, Parameter(name="OWNER", help="The member of staff: e-mail address or id.")],
    /,
    *,
    as_: Annotated[str, Parameter(name="--as", help="Whose question it is: legal or product.")] = "legal",
    common: Change = CHANGING,
) -> None:
    """Give an open question an owner."""
    with desk(common) as at:
        view = at.app.signing.assign_question(
            by=at.by,
            scope=scope,
            role=_role(as_),
            owner=member_of(at, owner),
            idempotency_key=common.idempotency_key,
        )
        at.screen.card(view, f"{view.scope} belongs to {view.owner_name}.", (("about", view.about),))


@app.command(
    help_epilogue=examples(
        "saas policy signatures --limit 20", "saas policy signatures --export policy-signatures.json"
    )
)
def signatures(
    *,
    export: Annotated[
        Path | None, Parameter(help="Write them into this file, to be checked in for `saas policy check`.")
    ] = None,
    after: After = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List who signed what, the last ones first, and what of it is suspect, with what changed word by word."""
    with desk(common) as at:
        if export is not None:
            from saas_core.signing.queries.files import written

            found = at.app.signing.export(by=at.by)
            write_file(export, written(found).encode())
            note(f"{len(found.signatures)} signatures are in {export}.")
        from saas_core.signing.values import SignatureId

        last = None if after is None else SignatureId(ident(after, "after"))
        rows = at.app.signing.signatures(by=at.by, after=last, limit=limit)
        if len(rows) >= limit:
            note(f"Earlier ones: --after {rows[-1].id}.")
        lines = []
        for each in rows:
            lines.append(signature_line(each))
            lines += change_lines(each.changes, at.screen)
        at.screen.answer(rows, *(lines or ["Nobody has signed anything yet."]))


@app.command(
    help_epilogue=examples(
        "saas policy check policy-signatures.json",
        "saas policy check policy-signatures.json --terms terms-2027.toml --report",
        "saas policy check policy-signatures.json --key 5vT1…",
    )
)
def check(
    file: Annotated[Path, Parameter(name="FILE", help="What `saas policy signatures --export` wrote.")],
    /,
    *,
    terms: Annotated[Path | None, Parameter(help="A document of terms; default: the shipped one.")] = None,
    tree: Annotated[
        Path | None, Parameter(help="A folder with features/ and docs/policy-readings.md; default: the shipped ones.")
    ] = None,
    key: Annotated[
        tuple[str, ...],
        Parameter(name="--key", negative="", help="A public key of the provider, in base64, as it publishes them."),
    ] = (),
    report: Annotated[
        bool | None,
        Parameter(
            negative="--fail", show_default=False, help="Only report, or fail, whatever the setting policy_check says."
        ),
    ] = None,
    common: Common = READING,
) -> int:
    """List which signatures of a file are suspect or rejected, without a database.

    The file must be as it was exported: one of the provider's keys signed it.
    These are the keys of the home folder if it has any; elsewhere, such as in
    CI, give them with --key, as saas journal keys shows them.

    The setting `policy_check` decides whether that fails: `fail` (the default)
    or `report`. Exit code 1 if it fails, 0 otherwise.
    """
    import os

    from saas_app.settings import read_settings
    from saas_app.signing import read_signatures
    from saas_core.policy.document import read_terms
    from saas_core.policy.shipped import shipped_document
    from saas_core.signing.queries.files import check as checked

    document = shipped_document() if terms is None else read_file(terms)
    signed = read_signatures(read_file(file), read_settings(common.home, os.environ), known=key)
    found = checked(signed, read_terms(document), _book(tree))
    output = screen(as_json=common.as_json)
    lines = []
    for each in found.signatures:
        lines.append(checked_line(each))
        if each.verdict == "rejected":
            lines.append(f"    {each.comment}")
        lines += change_lines(each.changes, output)
    lines.append(f"Checked against the terms {found.terms_version}.")
    if found.ahead:
        lines.append(f"Signatures of later terms were not checked: {', '.join(found.ahead)}. Name these with --terms.")
    lines.append(f"Clauses and readings that nobody has signed as they stand: {len(found.unsigned)}.")
    output.answer(found, *lines)
    reports = _reports(common) if report is None else report
    return 0 if found.sound or reports else SUSPECT


def _reports(common: Common) -> bool:
    """Return whether the setting says that what is suspect is only reported."""
    import os

    from saas_app.settings import read_settings

    return read_settings(common.home, os.environ).policy_check == "report"


def _book(tree: Path | None) -> Book:
    from saas_core.policy.shipped_book import book_in, shipped_book

    return shipped_book() if tree is None else book_in(tree)


def _role(text: str) -> Role:
    from saas_core.signing.values import Role

    return member(Role, text, "as")


@app.command(
    help_epilogue=examples(
        "saas policy counts",
        "saas policy counts --since 2026-11-01 --until 2026-12-01",
        "saas policy counts --client acme",
    )
)
def counts(
    *,
    since: Annotated[str | None, Parameter(help="The first day; default: the first of this month (UTC).")] = None,
    until: Annotated[str | None, Parameter(help="The day after the last one; default: tomorrow.")] = None,
    client: Annotated[
        str | None, Parameter(help="Only decisions in this client's journal, by its short name or id.")
    ] = None,
    common: Common = READING,
) -> None:
    """Show how often each clause decided, refused and was overruled, and what never came up.

    Answers are counted in memory and written by the minute; a crash loses at
    most what was counted since. The counts name nobody and no client.
    """
    with desk(common) as at:
        period = {"since": _day(since, "since"), "until": _day(until, "until")}
        counting = at.app.oversight.counting
        if client is None:
            view = counting.show(by=at.by, **period)
        else:
            view = counting.of_client(by=at.by, tenant_id=tenant_of(at, client), **period)
        rows = [
            (each.clause, each.decided, each.allowed, each.refused, each.chargeable, each.needs_person, each.overruled)
            for each in view.clauses
            if each.decided or each.overruled
        ]
        heads = ("CLAUSE", "DECIDED", "ALLOWED", "REFUSED", "CHARGEABLE", "A PERSON", "OVERRULED")
        at.screen.table(view, heads, rows, empty=f"Nothing was decided from {view.since} to {view.until}.")
        if not at.screen.as_json:
            at.screen.line(f"{view.answers} answers from {view.since} to {view.until}, the last day not included.")
            at.screen.line(f"Never decided: {', '.join(view.idle_clauses) or 'none'}.")
            at.screen.line(f"Never given: {', '.join(view.idle_reasons) or 'none'}.")


def _day(text: str | None, field: str) -> date | None:
    from datetime import date

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as fault:
        message = f"{text!r} is not a day."
        raise InvalidValue(message, field=field, remedy="Write it as in 2026-12-31.") from fault
