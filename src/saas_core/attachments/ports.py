"""Ports of attachments."""

from __future__ import annotations

from typing import IO, Protocol

from saas_core.attachments.model import Attachment
from saas_core.attachments.values import Kind
from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.kernel.storage import StoredId
from saas_core.kernel.work import Work
from saas_core.policy.acting import Act


class AttachmentRows(Protocol):
    """Attachments of the current tenant."""

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return an attachment."""
        ...

    def of_ticket(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the attachments of a ticket, oldest first."""
        ...

    def save(self, attachment: Attachment) -> None:
        """Keep an attachment, or its tombstone."""
        ...

    def uses(self, stored: StoredId) -> int:
        """Return the number of attachments whose bytes these are and that are not removed."""
        ...


class AttachmentsWork(Work, Protocol):
    """A unit of work with the attachments of its tenant."""

    @property
    def attachments(self) -> AttachmentRows:
        """The tenant's attachments."""
        ...


class TypeSniffer(Protocol):
    """Tells the type of a file by its bytes."""

    def kind(self, content: IO[bytes], name: str) -> Kind:
        """Return the type; raises InvalidValue for a file that is not accepted, with the reason."""
        ...


class NameCleaner(Protocol):
    """Makes names of files fit to be shown."""

    def __call__(self, given: str) -> str:
        """Return a name without paths, control characters and signs of markup; never empty."""
        ...


class Tickets(Protocol):
    """The tickets that attachments belong to, asked in the same unit of work."""

    def require_reading(self, act: Act[AttachmentsWork], ticket_id: TicketId) -> None:
        """Require that the actor may see the ticket; raises the error of an unknown one for anybody else."""
        ...

    def require_writing(self, act: Act[AttachmentsWork], ticket_id: TicketId) -> None:
        """Require that the actor may add to the ticket as it stands; raises NotFound, Refused, Conflict."""
        ...
