"""Attachments in process; their bytes lie elsewhere."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from saas_core.attachments.model import Attachment
from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.kernel.storage import StoredId
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Attachments of the tenant."""

    @cached_property
    def attachments(self) -> MemoryAttachments:
        """The tenant's attachments."""
        return MemoryAttachments(self.own)


class MemoryAttachments:
    """Attachments of the tenant."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[AttachmentId, Attachment] = Rows(view, "attachments")
        self._of_tickets: Rows[tuple[UUID, UUID], AttachmentId] = Rows(view, "attachments_by_ticket")

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return an attachment."""
        return self._rows.get(attachment_id)

    def of_ticket(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the attachments of a ticket, oldest first."""
        ids = self._of_tickets.scan(prefix=(ticket_id,))
        found = [row for each in ids if (row := self._rows.get(each)) is not None]
        return tuple(sorted(found, key=lambda each: (each.added_at, each.id)))

    def save(self, attachment: Attachment) -> None:
        """Keep an attachment, or its tombstone."""
        self._rows.put(attachment.id, attachment)
        self._of_tickets.put((attachment.ticket_id, attachment.id), attachment.id)

    def uses(self, stored: StoredId) -> int:
        """Return the number of attachments whose bytes these are and that are not removed."""
        return sum(each.stored == stored and each.removed_at is None for each in self._rows.scan())
