"""`saas mail`: letters to clients, the delivery status of mails, and suppressed addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from saas_cli.arguments import Limit
from saas_cli.asking import confirm
from saas_cli.files import write_file
from saas_cli.lookup import ident
from saas_cli.options import READING, RISKY, Common, Risky
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.session import desk, opened
from saas_core.incoming.values import State
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import IncomingId
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
    "saas mail take-in /var/mail/support",
    "saas mail received --state parked",
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


@app.command(
    help_epilogue=examples("saas mail take-in /var/mail/support", "saas mail take-in /var/mail/support --json")
)
def take_in(folder: Path, /, *, common: Common = READING) -> None:
    """Take in the mails in a folder, an .eml file each, and have a worker read them.

    Each file is moved into the folder `taken` in it once its mail is stored.
    The same content again is the same mail. A file that cannot be read is
    reported, and the others are taken in. Needs no key; run it as often as
    mails should be read, such as every minute.
    """
    with opened(common) as application:
        found, new, failed = application.take_mail_in(folder)
    sentence = f"{found} {'mail' if found == 1 else 'mails'} found, {new} new, {len(failed)} failed."
    counted = {"found": found, "new": new, "failed": failed}
    screen(as_json=common.as_json).answer(counted, sentence, *failed)


@app.command(help_epilogue=examples("saas mail received", "saas mail received --state parked --limit 20"))
def received(
    *,
    state: Annotated[State | None, Parameter(help="Only mails of which this became.", show_default=False)] = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List mails that came in, the last ones first: added to a ticket, or why not."""
    with desk(common) as at:
        found = at.app.incoming.list_incoming(by=at.by, state=state, limit=limit)
        rows = [(each.id, each.received_at, each.state, each.reason, each.ticket_id or "") for each in found]
        at.screen.table(found, ("MAIL", "RECEIVED", "STATE", "REASON", "TICKET"), rows, empty="No mail came in.")


@app.command(help_epilogue=examples("saas mail save 01938c5e-7a10-7000-8000-000000000001 mail.eml"))
def save(mail: str, file: Path, /, *, common: Common = READING) -> None:
    """Save a mail that was no answer, as it came, into a file; it is kept for 30 days."""
    with desk(common) as at:
        content = b"".join(at.app.incoming.open_incoming(by=at.by, incoming_id=IncomingId(ident(mail, "mail"))))
        write_file(file, content)
        at.screen.answer({"file": str(file), "size": len(content)}, f"Saved to {file}.")


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
