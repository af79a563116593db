"""An attachment: a file of a ticket, as it is known beside its bytes."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from saas_core.attachments.values import Kind
from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.kernel.storage import StoredId


@frozen(kw_only=True)
class Attachment:
    """A file of a ticket.

    `name` is fit to be shown; `stored` names its bytes, which several tickets share after a split. One that was not
    accepted has no bytes, and says why in `refused`. `removed_at`, `removed_by` and `removed_for` are the tombstone of
    one that was redacted; its digest stays.
    """

    id: AttachmentId
    ticket_id: TicketId
    name: str = field(repr=False)
    kind: Kind | None
    size: int
    sha256: str
    stored: StoredId | None
    refused: str
    added_by: str
    added_at: datetime
    removed_at: datetime | None = None
    removed_by: str = ""
    removed_for: str = ""

    @property
    def there(self) -> bool:
        """Whether its bytes can be had."""
        return self.stored is not None and self.removed_at is None

    def removed(self, at: datetime, by: str, reason: str) -> Attachment:
        """Return it redacted: without its name, with its digest."""
        return evolve(self, name="", removed_at=at, removed_by=by, removed_for=reason)
