"""`saas mail`: letters to clients, the delivery status of mails, and suppressed addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from saas_cli.arguments import Limit
from saas_cli.asking import confirm
from saas_cli.files import write_file
from saas_cli.options import READING, RISKY, Common, Risky
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue
from saas_core.mail.mailings import MailState

if TYPE_CHECKING:
    from saas_core.kernel.letters import LetterKind

app = branch(
    "mail",
    "The letters that are mailed to clients, how far mails came, and addresses that get none.",
    "saas mail list",
    "saas mail preview invoice_due",
    "saas mail sent --state unknown",
    "saas mail suppressed olivia@harbor.example",
)


@app.command(name="list", help_epilogue=examples("saas mail list", "saas mail list --json"))
def list_(*, common: Common = READING) -> None:
    """List the kinds of letters, when each is sent, and the facts it contains."""
    kinds = _kinds().values()
    letters = [{"kind": kind.name, "written_when": kind.occasion, "facts": kind.needed} for kind in kinds]
    rows = [(kind.name, kind.occasion, kind.needed) for kind in kinds]
    screen(as_json=common.as_json).table(letters, ("KIND", "WRITTEN WHEN", "FACTS"), rows, empty="There are none.")


@app.command(
    help_epilogue=examples(
        "saas mail preview",
        "saas mail preview license_lapsed",
        "saas mail preview invoice_due --html letter.html",
        "saas mail preview invitation --eml letter.eml --json",
    )
)
def preview(
    kind: Annotated[str | None, Parameter(help="The kind of letter; default: all.")] = None,
    /,
    *,
    html: Annotated[Path | None, Parameter(help="Write the letter as HTML to this file.")] = None,
    eml: Annotated[Path | None, Parameter(help="Write it as a mail that any mail program can open.")] = None,
    common: Common = READING,
) -> None:
    """Preview letters about a fictional client, as they would be mailed; no home folder is needed."""
    from saas_app.letters import preview as composed
    from saas_app.letters import preview_file

    if kind is None and (html or eml):
        message = "is missing; a file holds one letter."
        raise InvalidValue(message, field="kind", remedy="Name one, as `saas mail list` shows them.")
    kinds = tuple(_kinds().values()) if kind is None else (_kind(kind),)
    letters = [(each, composed(each)) for each in kinds]
    lines = []
    for each, letter in letters:
        lines += [f"── {each.name} ──", f"Subject: {letter.subject}", "", letter.text]
    for each, letter in letters:
        if html:
            write_file(html, letter.html.encode())
            lines.append("The page is written.")
        if eml:
            write_file(eml, preview_file(each))
            lines.append("The mail is written.")
    written = [
        {"kind": each.name, "subject": letter.subject, "text": letter.text, "html": letter.html}
        for each, letter in letters
    ]
    screen(as_json=common.as_json).answer(written, *lines)


@app.command(help_epilogue=examples("saas mail sent", "saas mail sent --state unknown", "saas mail sent --json"))
def sent(
    *,
    state: Annotated[MailState | None, Parameter(help="Only mails with this status.", show_default=False)] = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List mails by id with their delivery status: sent, delivered, bounced, or unknown."""
    with desk(common) as at:
        found = at.app.mail.list_mailings(by=at.by, state=state, limit=limit)
        rows = [(each.id, each.state, each.changed_at) for each in found]
        at.screen.table(found, ("MAIL", "STATE", "SINCE"), rows, empty="There are none.")


@app.command(help_epilogue=examples("saas mail suppressed", "saas mail suppressed olivia@harbor.example"))
def suppressed(
    address: Annotated[str | None, Parameter(help="One address to look up; default: all.")] = None,
    /,
    *,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List suppressed addresses, as keyed digests, or look up one address."""
    with desk(common) as at:
        if address is None:
            found = at.app.mail.list_suppressed(by=at.by, limit=limit)
            rows = [(each.address, each.why, each.since) for each in found]
            at.screen.table(found, ("ADDRESS (DIGEST)", "WHY", "SINCE"), rows, empty="Every address gets mail.")
            return
        view = at.app.mail.look_up(by=at.by, address=address)
        line = f"{address} gets no mail since {view.since}: {view.why}." if view.suppressed else f"{address} gets mail."
        at.screen.answer(view, line)


@app.command(help_epilogue=examples("saas mail lift olivia@harbor.example --yes"))
def lift(
    address: Annotated[str, Parameter(help="The address that was mailed to.")], /, *, common: Risky = RISKY
) -> None:
    """Lift the suppression of an address, at its owner's request."""
    confirm(f"{address} will get mail again.", yes=common.yes)
    with desk(common) as at:
        view = at.app.mail.lift(by=at.by, address=address, idempotency_key=common.idempotency_key)
        at.screen.answer(view, f"{address} gets mail again.")


def _kinds() -> Mapping[str, LetterKind]:
    from saas_core.kernel.gathered import Parts, parts_of

    parts: Parts[Any] = parts_of()
    return parts.letters


def _kind(word: str) -> LetterKind:
    """Return the kind named, such as `invoice_due` or `invoice-due`; raises InvalidValue naming all kinds."""
    kinds = _kinds()
    kind = kinds.get(word.replace("-", "_"))
    if kind is None:
        message = f"{word[:60]!r} is not a kind of letter."
        raise InvalidValue(message, field="kind", remedy=f"Kinds are {', '.join(kinds)}.")
    return kind
