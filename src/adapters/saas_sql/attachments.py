"""Attachments in the database; their bytes lie elsewhere."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import sqlalchemy as sa

from saas_core.attachments.model import Attachment
from saas_core.attachments.values import Kind
from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.kernel.storage import StoredId
from saas_sql.column_types import Instant, choice
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

attachments = TABLES.add(
    "attachments",
    ident(),
    column("ticket_id", sa.Uuid),
    column("name", sa.Text),
    column("kind", choice(Kind, "attachmentkind", length=120), null=True),
    column("size", sa.BigInteger),
    column("sha256", sa.Text),
    column("stored", sa.Uuid, null=True),
    column("refused", sa.Text),
    column("added_by", sa.Text),
    column("added_at", Instant),
    column("removed_at", Instant, null=True),
    column("removed_by", sa.Text),
    column("removed_for", sa.Text),
    index("ix_attachments_ticket_id", "tenant_id", "ticket_id", "added_at"),
    index("ix_attachments_stored", "tenant_id", "stored"),
    changes=("name", "removed_at", "removed_by", "removed_for"),
)
_ATTACHMENT = Mapped(Attachment, attachments)
_C: Final = attachments.c


class Ports(SqlWork):
    """Attachments of the tenant."""

    @cached_property
    def attachments(self) -> SqlAttachments:
        """The tenant's attachments."""
        return SqlAttachments(self.session)


class SqlAttachments:
    """Attachments of the tenant."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return an attachment."""
        return self._session.find(_ATTACHMENT, self._session.select(attachments, _C.id == attachment_id))

    def of_ticket(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the attachments of a ticket, oldest first."""
        query = self._session.select(attachments, _C.ticket_id == ticket_id).order_by(_C.added_at, _C.id)
        return self._session.models(_ATTACHMENT, query)

    def save(self, attachment: Attachment) -> None:
        """Keep an attachment, or its tombstone."""
        self._session.keep(attachments, _ATTACHMENT.dump(attachment))

    def uses(self, stored: StoredId) -> int:
        """Return the number of attachments whose bytes these are and that are not removed."""
        query = self._session.select(attachments, _C.stored == stored, _C.removed_at.is_(None))
        return len(self._session.rows(query.with_only_columns(_C.id)))
