"""What is removed from tickets: a text, a file, and all that a person wrote; it does not come back."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant, User
from saas_cli.asking import confirm
from saas_cli.commands.support.showing import print_ticket
from saas_cli.commands.support.subjects import Ticket, Why, about
from saas_cli.lookup import ident, tenant_of, user_of
from saas_cli.options import RISKY, Risky
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue


def redact(
    tenant: Tenant,
    ticket: Ticket,
    /,
    *,
    reason: Why,
    message: Annotated[str | None, Parameter(help="The message, by its id: its text and all its files.")] = None,
    note: Annotated[str | None, Parameter(help="The note, by its id.")] = None,
    file: Annotated[str | None, Parameter(help="One file, by its id; its message stays.")] = None,
    common: Risky = RISKY,
) -> None:
    """Remove a text or a file from a ticket for good; who did it, when, why and a keyed digest stay."""
    from saas_core.kernel.ids import AttachmentId
    from saas_core.support.values import MessageId, NoteId

    if sum(each is not None for each in (message, note, file)) != 1:
        said = "must be one thing."
        raise InvalidValue(said, field="message", remedy="Give one of --message, --note and --file.")
    what = "The message and its files" if message is not None else "The note" if note is not None else "The file"
    confirm(f"{what} will be removed from this ticket of {tenant}, and cannot be brought back.", yes=common.yes)
    with desk(common) as at:
        arranging = at.app.support.arranging
        asked = {**about(at, tenant, ticket), "reason": reason, "idempotency_key": common.idempotency_key}
        if message is not None:
            view = arranging.redact(**asked, message_id=MessageId(ident(message, "message")))
        elif note is not None:
            view = arranging.redact_note(**asked, note_id=NoteId(ident(note, "note")))
        else:
            view = arranging.redact_file(**asked, attachment_id=AttachmentId(ident(str(file), "file")))
        print_ticket(at.screen, view, "Removed it from")


def erase(tenant: Tenant, user: User, /, *, reason: Why, common: Risky = RISKY) -> None:
    """Remove all texts and files of a person from tickets, questions and requests; verdicts and digests stay.

    It takes the rights to handle tickets and appeals. Up to 1,000 messages go
    at once; the answer says whether there are more.
    """
    confirm(
        f"All that {user} of {tenant} wrote on tickets will be removed, and cannot be brought back.", yes=common.yes
    )
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.support.arranging.erase_person(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_of(at, tenant_id, user),
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        more = ["There are more: repeat it, with another key if you gave one."] if view.more else []
        at.screen.answer(view, f"Removed {view.messages} messages.", *more)
