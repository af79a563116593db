"""A signed document that staff recorded: it authorizes nothing until a second member of staff checked it (4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.estimates.errors import DocumentChecked
from saas_core.engagements.estimates.values import CheckState, RecordedDocumentId
from saas_core.kernel.ids import EstimateId, PaperId, StaffId, UserId


@frozen(kw_only=True)
class RecordedDocument:
    """A document signed by a person of the client on a revision, its bytes as a paper, and the outcome of its check."""

    id: RecordedDocumentId
    estimate_id: EstimateId
    revision: int
    content_hash: str
    signer_id: UserId
    typed_name: str
    signed_at: datetime
    paper_id: PaperId
    paper_hash: str
    recorded_by: StaffId
    recorded_at: datetime
    state: CheckState = CheckState.PENDING
    checked_by: StaffId | None = None
    checked_at: datetime | None = None
    reason: str | None = None

    def checked(self, by: StaffId, at: datetime, *, agrees: bool, reason: str = "") -> RecordedDocument:
        """Return the document with the outcome of its check; raises DocumentChecked."""
        if self.state is not CheckState.PENDING:
            raise DocumentChecked
        state = CheckState.AGREED if agrees else CheckState.REFUSED
        return evolve(self, state=state, checked_by=by, checked_at=at, reason=reason or None)

    def overtaken(self) -> RecordedDocument:
        """Return the document as one whose revision ended before its check: nobody agreed, and nobody refused it."""
        return evolve(self, state=CheckState.OVERTAKEN)


_BEGINS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


def document_type(content: bytes) -> str | None:
    """Return the media type of a signed document by its first bytes; None for what shows no signature."""
    return next((kind for begin, kind in _BEGINS.items() if content.startswith(begin)), None)
