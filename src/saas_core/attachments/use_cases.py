"""Attachments: adding, listing, opening and redacting the files of tickets."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, Final

from attrs import frozen

from saas_core.attachments.errors import AttachmentUnknown, TooManyAttachments
from saas_core.attachments.model import Attachment
from saas_core.attachments.ports import AttachmentsWork, NameCleaner, Tickets, TypeSniffer
from saas_core.attachments.queries import AttachmentView, OpenedAttachment, attachment_view
from saas_core.attachments.values import LARGEST, MOST_OF_A_TICKET, Kind
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AttachmentId, Ids, TenantId, TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.storage import ContentMissing, Measured, Storage, StoredId, measured
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Act, Acts
from saas_core.policy.ports import Judge

UNUSED: Final = "attachments.unused"
"""Tasks of this kind remove bytes that no attachment uses."""
LEFT_AFTER: Final = timedelta(hours=1)
"""The time after which bytes without an attachment are taken for those of an upload that broke off."""


@frozen
class _Looked:
    """A file that was looked at: its size and digest, and its type or why it is not accepted."""

    measured: Measured
    kind: Kind | None
    refused: str = ""


@checked
class Attachments:
    """The files of tickets; whoever may see a ticket may open its files."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AttachmentsWork],
        storage: Storage,
        sniffer: TypeSniffer,
        names: NameCleaner,
        tickets: Tickets,
        clock: Clock,
        ids: Ids,
        judge: Judge,
    ) -> None:
        """Take the ports."""
        self._storage = storage
        self._sniffer = sniffer
        self._names = names
        self._tickets = tickets
        self._ids = ids
        self._acts = Acts(transactions, clock, ids, judge)

    def add(  # noqa: PLR0913 - who, where, what, how
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        name: str,
        content: IO[bytes],
        idempotency_key: str | None = None,
    ) -> AttachmentView:
        """Add a file to a ticket, its type sniffed and its name cleaned; returns it.

        Raises InvalidValue for a file that is too large or of a type that is not accepted, TooManyAttachments, the
        ticket's error for an unknown one, Refused, StoreFault, ProviderFault.
        """
        return self._added(by, tenant_id, ticket_id, name, content, idempotency_key, self._looked(content, name))

    def add_or_note(  # noqa: PLR0913 - who, where, what, how
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        name: str,
        content: IO[bytes],
        mail: bool = False,
        idempotency_key: str | None = None,
    ) -> AttachmentView:
        """Add a file as `add` does; one that is not accepted is noted with the reason, and without its bytes.

        `mail` marks a mail as it came, which is accepted as it is. Raises the rest of what `add` raises.
        """
        try:
            looked = _Looked(measured(content, LARGEST), Kind.MAIL) if mail else self._looked(content, name)
        except InvalidValue as fault:
            looked = _Looked(Measured(0, ""), None, fault.message)
        return self._added(by, tenant_id, ticket_id, name, content, idempotency_key, looked)

    def list_of_ticket(self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> tuple[AttachmentView, ...]:
        """Return the files of a ticket, oldest first; raises the ticket's error for an unknown one, Refused."""
        with self._acts.read(tenant_id, by) as act:
            self._tickets.require_reading(act, ticket_id)
            return tuple(attachment_view(each) for each in act.work.attachments.of_ticket(ticket_id))

    def open(self, *, by: Actor, tenant_id: TenantId, attachment_id: AttachmentId) -> OpenedAttachment:
        """Return a file with its bytes; raises AttachmentUnknown, also for one of a ticket that is not to be seen.

        Raises Refused, StoreFault, ProviderFault.
        """
        with self._acts.read(tenant_id, by) as act:
            found = self._found(act, attachment_id)
        if found.stored is None or found.kind is None or not found.there:
            raise AttachmentUnknown.alone()
        try:
            pieces = self._storage.open(tenant_id, found.stored)
        except ContentMissing:
            raise AttachmentUnknown.alone() from None
        return OpenedAttachment(view=attachment_view(found), served=found.kind.served, pieces=pieces)

    def redact(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        attachment_id: AttachmentId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> AttachmentView:
        """Remove a file for good; who did it, when and why stays, with its digest. For staff.

        Raises AttachmentUnknown, InvalidValue for an empty reason, Refused.
        """
        content = {"attachment": str(attachment_id), "reason": reason}
        request = Request("attachments.redact", content, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            act.staff("is not a member of staff.")
            found = self._found(act, attachment_id)
            return act.once(request, AttachmentView, lambda: _redacted(act, found, reason))

    def _looked(self, content: IO[bytes], name: str) -> _Looked:
        size = measured(content, LARGEST)
        kind = self._sniffer.kind(content, name)
        content.seek(0)
        return _Looked(size, kind)

    def _added(  # noqa: PLR0913, PLR0917 - who, where, what, how
        self,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        name: str,
        content: IO[bytes],
        key: str | None,
        looked: _Looked,
    ) -> AttachmentView:
        fields = {"ticket": str(ticket_id), "name": self._names(name), "sha256": looked.measured.sha256}
        request = Request("attachments.add", fields, key)
        stored = StoredId(self._ids.new()) if looked.kind is not None else None
        with self._acts.begin(tenant_id, by) as act:
            self._tickets.require_writing(act, ticket_id)
            first = act.answered(request, AttachmentView)
            if first is not None:
                return first
            _require_room(act, ticket_id)
            if stored is not None:
                # Should anything break off from here on, these bytes are removed.
                act.work.tasks.want(UNUSED, f"stored:{stored}", act.at + LEFT_AFTER)
        if stored is not None:
            self._storage.put(tenant_id, stored, content)
        with self._acts.begin(tenant_id, by) as act:
            self._tickets.require_writing(act, ticket_id)
            attachment = Attachment(
                id=AttachmentId(self._ids.new()),
                ticket_id=ticket_id,
                name=fields["name"],
                kind=looked.kind,
                size=looked.measured.size,
                sha256=looked.measured.sha256,
                stored=stored,
                refused=looked.refused,
                added_by=actor_name(act.by),
                added_at=act.at,
            )
            return act.once(request, AttachmentView, lambda: _kept(act, attachment))

    def _found(self, act: Act[AttachmentsWork], attachment_id: AttachmentId) -> Attachment:
        found = act.work.attachments.get(attachment_id)
        if found is None:
            raise AttachmentUnknown.alone()
        self._tickets.require_reading(act, found.ticket_id)
        return found


def _require_room(act: Act[AttachmentsWork], ticket_id: TicketId) -> None:
    if len(act.work.attachments.of_ticket(ticket_id)) >= MOST_OF_A_TICKET:
        message = f"has {MOST_OF_A_TICKET} attachments, which is all it may have."
        raise TooManyAttachments(message, field="ticket_id", remedy="Send the files in a zip, or in another ticket.")


def _kept(act: Act[AttachmentsWork], attachment: Attachment) -> AttachmentView:
    _require_room(act, attachment.ticket_id)
    act.work.attachments.save(attachment)
    details = {"attachment": str(attachment.id), "size": attachment.size, "sha256": attachment.sha256}
    act.note("attachments.add", f"ticket:{attachment.ticket_id}", details)
    return attachment_view(attachment)


def _redacted(act: Act[AttachmentsWork], found: Attachment, reason: str) -> AttachmentView:
    words = " ".join(reason.split())[:200]
    if not words:
        message = "is empty."
        raise InvalidValue(message, field="reason", remedy="Say why it is removed.")
    if found.removed_at is not None:
        return attachment_view(found)
    removed = found.removed(act.at, actor_name(act.by), words)
    act.work.attachments.save(removed)
    if found.stored is not None:
        act.want(UNUSED, f"stored:{found.stored}")
    details = {"attachment": str(found.id), "sha256": found.sha256}
    act.note("attachments.redact", f"ticket:{found.ticket_id}", details)
    return attachment_view(removed)
