"""Views of attachments."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from saas_core.attachments.model import Attachment
from saas_core.kernel.ids import AttachmentId, TicketId


@frozen(kw_only=True)
class AttachmentView:
    """An attachment: its `kind` as sniffed, its size in bytes, its SHA-256, and why it was refused, if it was."""

    id: AttachmentId
    ticket_id: TicketId
    name: str
    kind: str
    size: int
    sha256: str
    refused: str
    added_by: str
    added_at: str
    removed_at: str


@frozen(kw_only=True)
class OpenedAttachment:
    """An attachment with its bytes in pieces, and the media type under which it may be served."""

    view: AttachmentView
    served: str
    pieces: Iterator[bytes] = field(repr=False)


def attachment_view(each: Attachment) -> AttachmentView:
    """Return the view of an attachment."""
    return AttachmentView(
        id=each.id,
        ticket_id=each.ticket_id,
        name=each.name,
        kind="" if each.kind is None else each.kind.value,
        size=each.size,
        sha256=each.sha256,
        refused=each.refused,
        added_by=each.added_by,
        added_at=each.added_at.isoformat(),
        removed_at="" if each.removed_at is None else each.removed_at.isoformat(),
    )
