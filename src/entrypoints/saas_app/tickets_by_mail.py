"""Tickets by mail: answers that came by mail are added to tickets, and mails are shown with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from attrs import frozen

from saas_app.answers import whole
from saas_core.access.values import UserState
from saas_core.incoming.ports import Answer, Standing
from saas_core.incoming.values import Reason
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import Conflict, InvalidValue, KeyReused, NotFound, SaasError
from saas_core.kernel.ids import PROVIDER, AttachmentId, TenantId, TicketId, UserId
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.decision import Refused
from saas_core.support.errors import ReopenWindowOver, TooManyFiles
from saas_core.support.policies.routing import Destination, destination, last_of_chain
from saas_core.support.policies.times import reopen_window
from saas_core.support.values import LONGEST_MESSAGE, MOST_ATTACHMENTS, ShownMail

if TYPE_CHECKING:
    from saas_core.incoming.message import Attached, Cleaner, MailParser
    from saas_core.incoming.reply_addresses import ReplyAddresses
    from saas_core.support.ports import SupportWork
    from saas_core.support.use_cases.files import Files
    from saas_core.support.use_cases.tickets import Tickets

_CUT: Final = "\n\n[The rest of this mail is in its file.]"
_HANDLE: Final = frozenset({"staff.support", "staff.admin"})
_REASONS: Final[tuple[tuple[type[SaasError], Reason], ...]] = (
    (ReopenWindowOver, Reason.REOPEN_WINDOW_OVER),
    (TooManyFiles, Reason.TOO_MANY_FILES),
    (InvalidValue, Reason.UNREADABLE),
    (Refused, Reason.NOT_PERMITTED),
    (NotFound, Reason.NOT_PERMITTED),
    (Conflict, Reason.TICKET_CLOSED),
)
"""Why an answer is refused, by its fault; the first that fits counts."""
_ROOM: Final = 2_000
"""In characters: what is said at the end of a message about files that were not taken, and about its rest."""


@frozen(kw_only=True)
class TicketsByMail:
    """Adds answers by mail to tickets, in the name of the person who was given the address."""

    transactions: Transactions[Work]
    tickets: Callable[[], Tickets]
    files: Callable[[], Files]

    def address(self, tenant_id: TenantId, user_id: UserId) -> str | None:
        """Return the address of a user who is not deactivated; None for anybody else."""
        with self.transactions.read(tenant_id) as work:
            user = whole(work).users.get(user_id)
        return None if user is None or user.state is UserState.DEACTIVATED else user.email

    def standing(self, tenant_id: TenantId, user_id: UserId, ticket_id: TicketId, at: datetime) -> Standing:  # noqa: ARG002 - who may write is asked when writing
        """Return how the ticket that carries this one on takes an answer at an instant."""
        with self.transactions.read(tenant_id) as work:
            support = cast("SupportWork", work)
            tickets = support.tickets
            ticket = tickets.get(ticket_id)
            if ticket is None:
                return Standing.UNKNOWN
            last = last_of_chain(ticket, tickets.get)
            window = reopen_window(support.terms, last)
        match destination(last, at, window):
            case Destination.APPENDED:
                return Standing.TAKES
            case Destination.REOPENED:
                return Standing.REOPENS
            case Destination.FOLLOW_UP:
                return Standing.WINDOW_OVER

    def answer(self, tenant_id: TenantId, answer: Answer) -> TicketId | Reason | None:
        """Add an answer once, with its files and the mail as it came; return the ticket, or why it was refused.

        None says that another copy of the same message was added.
        """
        by = ClientUser(tenant_id, answer.user_id)
        try:
            sent, refused = self._files(by, tenant_id, answer)
            mail = self.files().send_mail(
                by=by, tenant_id=tenant_id, content=[answer.raw], idempotency_key=f"{answer.key}:raw"
            )
            written = self.tickets().write(
                by=by,
                tenant_id=tenant_id,
                ticket_id=answer.ticket_id,
                text=_message(answer.text, refused),
                attachments=(*sent, mail.attachment_id),
                by_mail=True,
                idempotency_key=answer.key,
            )
        except KeyReused:
            # A copy of the same message, at the address of another ticket.
            return None
        except (InvalidValue, Refused, NotFound, Conflict) as fault:
            return next(reason for kind, reason in _REASONS if isinstance(fault, kind))
        return written.ticket_id

    def _files(self, by: ClientUser, tenant_id: TenantId, answer: Answer) -> tuple[list[AttachmentId], list[str]]:
        """Return the files that were taken, and why the others were not."""
        sent: list[AttachmentId] = []
        refused: list[str] = []
        # One place is for the mail itself, which has all of them.
        for place, each in enumerate(answer.files[: MOST_ATTACHMENTS - 1]):
            try:
                view = self.files().send(
                    by=by,
                    tenant_id=tenant_id,
                    name=each.name[:200] or "file",
                    content=_pieces(each),
                    idempotency_key=f"{answer.key}:{place}",
                )
                sent.append(view.attachment_id)
            except InvalidValue as fault:
                refused.append(fault.message)
        if len(answer.files) >= MOST_ATTACHMENTS:
            refused.append(f"only {MOST_ATTACHMENTS - 1} files are taken.")
        return sent, refused


def _pieces(each: Attached) -> Iterator[bytes]:
    yield each.content


def _message(text: str, refused: list[str]) -> str:
    """Return the text of a message, cut where it is too long, with what is to be said about its files."""
    said = "".join(f"\n[A file was not taken: {each}]" for each in refused)[:_ROOM]
    stripped = text.strip()
    longest = LONGEST_MESSAGE - len(said) - len(_CUT) - 2
    cut = stripped if len(stripped) <= longest else f"{stripped[:longest]}{_CUT}"
    return f"{cut}\n{said}".strip() or "[This mail has no text.]"


@frozen(kw_only=True)
class ReplyAddressesOfMailIn:
    """Gives support's letters the addresses to which their readers answer."""

    addresses: Callable[[], ReplyAddresses]

    def address(self, tenant_id: TenantId, ticket_id: TicketId, user_id: UserId, at: datetime) -> str:  # noqa: ARG002 - the addresses have a clock of their own
        """Return the address for one person and one ticket; "" where no mail is taken in."""
        return self.addresses().give(tenant_id, ticket_id, user_id)


@frozen(kw_only=True)
class ShownMails:
    """Shows mails that are files of tickets."""

    parser: MailParser
    cleaner: Cleaner

    def __call__(self, raw: bytes) -> ShownMail:
        """Return a mail as far as it can be shown."""
        read = self.parser.read(raw)
        return ShownMail(
            subject=read.subject,
            text=read.text,
            folded_at=self.cleaner.fold(read.text),
            html=self.cleaner.html(read.html) if read.html else "",
            faults=read.faults,
        )


@frozen(kw_only=True)
class SupportStaff:
    """Knows the staff that handles tickets."""

    transactions: Transactions[Work]

    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Return names and addresses of the active members who may handle tickets."""
        with self.transactions.read(PROVIDER) as work:
            members = whole(work).staff.all()
        return tuple((each.name, each.email) for each in members if each.active and _HANDLE & each.permissions)
