"""Estimates, their revisions, links and recorded documents in process."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from saas_core.engagements.estimates.model.estimate import Estimate, IssuedContent, Revision
from saas_core.engagements.estimates.model.links import ApprovalLink, Presentation
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.values import FINAL, RecordedDocumentId, RevisionState
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import EngagementId, EstimateId, LinkId, UserId
from saas_memory.space import Rows, View

_ONE_OF = frozenset({RevisionState.DRAFT, RevisionState.ISSUED})


class MemoryEstimates:
    """The tenant's estimates, by their numbers."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[int, Estimate] = Rows(view, "estimates")

    def get(self, estimate_id: EstimateId) -> Estimate | None:
        """Return an estimate."""
        return next((each for each in self._rows.scan() if each.id == estimate_id), None)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Estimate, ...]:
        """Return the estimates of an engagement by number."""
        return tuple(each for each in self._rows.scan() if each.engagement_id == engagement_id)

    def last_number(self) -> int:
        """Return the highest number given so far, 0 before the first."""
        return max((each.number for each in self._rows.scan()), default=0)

    def add(self, estimate: Estimate) -> None:
        """Store a new estimate; raises StoreFault for a number that is taken."""
        if self._rows.get(estimate.number) is not None:
            raise _taken()
        self._rows.put(estimate.number, estimate)

    def page(self, after: int, limit: int) -> tuple[Estimate, ...]:
        """Return estimates by number, those after the given one."""
        return tuple(self._rows.scan(after=after, limit=limit))


class MemoryRevisions:
    """The revisions of the tenant's estimates."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[tuple[EstimateId, int], Revision] = Rows(view, "estimate_revisions")
        self._contents: Rows[tuple[EstimateId, int], IssuedContent] = Rows(view, "estimate_contents")

    def get(self, estimate_id: EstimateId, number: int) -> Revision | None:
        """Return a revision."""
        return self._rows.get((estimate_id, number))

    def of(self, estimate_id: EstimateId) -> tuple[Revision, ...]:
        """Return the revisions of an estimate by number."""
        return tuple(self._rows.scan(prefix=(estimate_id,)))

    def issued(self, before: Revision | None, limit: int) -> tuple[Revision, ...]:
        """Return revisions that are issued, those issued last first, after the given one in this order."""
        found = sorted((each for each in self._rows.scan() if each.state is RevisionState.ISSUED), key=_issue)
        older = (each for each in reversed(found) if before is None or _issue(each) < _issue(before))
        return tuple(islice(older, limit))

    def save(self, revision: Revision) -> None:
        """Store a draft, new or changed, discarded or issued; raises StoreFault for a second draft or issued one."""
        former = self.get(revision.estimate_id, revision.number)
        if former is not None and former.state in FINAL:
            raise _taken()
        others = (each for each in self.of(revision.estimate_id) if each.number != revision.number)
        if revision.state in _ONE_OF and any(each.state is revision.state for each in others):
            raise _taken()
        self._rows.put((revision.estimate_id, revision.number), revision)

    def end(self, revision: Revision, content_hash: str, until: datetime | None) -> bool:
        """Store the end of an issued revision in one conditional write; return whether it was still as expected."""
        former = self.get(revision.estimate_id, revision.number)
        if former is None or former.state is not RevisionState.ISSUED or former.content_hash != content_hash:
            return False
        if until is not None and (former.expires_at is None or until >= former.expires_at):
            return False
        self._rows.put((revision.estimate_id, revision.number), revision)
        return True

    def content(self, estimate_id: EstimateId, number: int) -> IssuedContent | None:
        """Return the content of an issued revision as it was frozen."""
        return self._contents.get((estimate_id, number))

    def freeze(self, content: IssuedContent) -> None:
        """Store the content of a revision for good."""
        if self.content(content.estimate_id, content.revision) is not None:
            raise _taken()
        self._contents.put((content.estimate_id, content.revision), content)


class MemoryApprovalLinks:
    """Links by which approvers open issued revisions, and what was shown to whom."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[LinkId, ApprovalLink] = Rows(view, "approval_links")
        self._shown: Rows[tuple[EstimateId, int, UserId], Presentation] = Rows(view, "estimate_presentations")

    def get(self, link_id: LinkId) -> ApprovalLink | None:
        """Return a link."""
        return self._rows.get(link_id)

    def by_token_hash(self, token_hash: str) -> ApprovalLink | None:
        """Return the link whose token has this hash."""
        return next((each for each in self._rows.scan() if each.token_hash == token_hash), None)

    def of(self, estimate_id: EstimateId, revision: int) -> tuple[ApprovalLink, ...]:
        """Return the links to a revision, by id."""
        wanted = estimate_id, revision
        return tuple(each for each in self._rows.scan() if (each.estimate_id, each.revision) == wanted)

    def save(self, link: ApprovalLink) -> None:
        """Store a link, new or changed."""
        self._rows.put(link.id, link)

    def presented(self, estimate_id: EstimateId, revision: int, approver_id: UserId) -> Presentation | None:
        """Return when a revision was shown to a person in full."""
        return self._shown.get((estimate_id, revision, approver_id))

    def present(self, presentation: Presentation) -> None:
        """Store for good that a revision was shown to a person in full."""
        key = presentation.estimate_id, presentation.revision, presentation.approver_id
        if self._shown.get(key) is not None:
            raise _taken()
        self._shown.put(key, presentation)


class MemoryRecordedDocuments:
    """Signed documents that staff recorded."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[RecordedDocumentId, RecordedDocument] = Rows(view, "recorded_documents")

    def get(self, document_id: RecordedDocumentId) -> RecordedDocument | None:
        """Return a recorded document."""
        return self._rows.get(document_id)

    def of(self, estimate_id: EstimateId) -> tuple[RecordedDocument, ...]:
        """Return the documents recorded on an estimate, in the order in which they were recorded."""
        found = (each for each in self._rows.scan() if each.estimate_id == estimate_id)
        return tuple(sorted(found, key=lambda each: (each.recorded_at, each.id)))

    def save(self, document: RecordedDocument) -> None:
        """Store a document, new or checked."""
        self._rows.put(document.id, document)


def _issue(revision: Revision) -> tuple[datetime, EstimateId]:
    return revision.issued_at or revision.made_at, revision.estimate_id


def _taken() -> StoreFault:
    return StoreFault("A row that may not change is there already.", remedy="Report this; nothing was changed.")
