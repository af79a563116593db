"""Ports of estimates: what is stored of them; what is asked of others is in `asking`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Estimate, IssuedContent, Revision
from saas_core.engagements.estimates.model.links import ApprovalLink, Presentation
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.values import RecordedDocumentId
from saas_core.engagements.ports import EngagementsWork
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, LinkId, PaperId, UserId
from saas_core.kernel.work import Work
from saas_core.policy.ports import TermsLibrary


class Approvals(Protocol):
    """The tenant's approvals; they are only ever added."""

    def get(self, approval_id: ApprovalId) -> Approval | None:
        """Return an approval."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Approval, ...]:
        """Return the approvals of an engagement in the order in which they were given."""
        ...

    def of_estimate(self, estimate_id: EstimateId) -> Approval | None:
        """Return the approval of an estimate, of which there is at most one."""
        ...

    def last(self) -> Approval | None:
        """Return the tenant's last approval, which the next one is chained to."""
        ...

    def add(self, approval: Approval) -> None:
        """Store an approval for good."""
        ...

    def page(self, after: int, limit: int) -> tuple[Approval, ...]:
        """Return approvals by their position in the chain, those after the given one."""
        ...


@frozen(kw_only=True)
class Paper:
    """A document kept for good: `kind` is `estimate`, `invoice`, `credit_note`, `evidence` or `signed`, `of` its thing.

    `sha256` is the hash of its bytes, `sha256:` and 64 hexadecimal digits.
    """

    id: PaperId
    kind: str
    of: str
    sha256: str
    media_type: str
    content: bytes


class Papers(Protocol):
    """The tenant's documents; they are only ever added."""

    def get(self, paper_id: PaperId) -> Paper | None:
        """Return a document with its bytes."""
        ...

    def of(self, kind: str, of: str) -> tuple[PaperId, ...]:
        """Return the ids of the documents of a kind about a thing, in the order in which they were added."""
        ...

    def page(self, after: PaperId | None, limit: int) -> tuple[Paper, ...]:
        """Return documents with their bytes by id, those after the given one."""
        ...

    def put(self, paper: Paper) -> None:
        """Store a document for good, in the unit of work that decided it."""
        ...


class Estimates(Protocol):
    """The tenant's estimates, by their numbers."""

    def get(self, estimate_id: EstimateId) -> Estimate | None:
        """Return an estimate."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Estimate, ...]:
        """Return the estimates of an engagement by number: the base first, then its change orders."""
        ...

    def last_number(self) -> int:
        """Return the highest number given so far, 0 before the first."""
        ...

    def add(self, estimate: Estimate) -> None:
        """Store a new estimate; raises StoreFault for a number that is taken."""
        ...

    def page(self, after: int, limit: int) -> tuple[Estimate, ...]:
        """Return estimates by number, those after the given one."""
        ...


class Revisions(Protocol):
    """The revisions of the tenant's estimates: at most one draft and one issued revision of each."""

    def get(self, estimate_id: EstimateId, number: int) -> Revision | None:
        """Return a revision."""
        ...

    def of(self, estimate_id: EstimateId) -> tuple[Revision, ...]:
        """Return the revisions of an estimate by number."""
        ...

    def issued(self, before: Revision | None, limit: int) -> tuple[Revision, ...]:
        """Return revisions that are issued, those issued last first, after the given one in this order."""
        ...

    def save(self, revision: Revision) -> None:
        """Store a draft, new or changed, discarded or issued; raises StoreFault for a second draft or issued one."""
        ...

    def end(self, revision: Revision, content_hash: str, until: datetime | None) -> bool:
        """Store the end of an issued revision in one conditional write; return whether it was still as expected.

        It is still issued, with this very content, and with `until` it has not expired by that instant.
        """
        ...

    def content(self, estimate_id: EstimateId, number: int) -> IssuedContent | None:
        """Return the content of an issued revision as it was frozen."""
        ...

    def freeze(self, content: IssuedContent) -> None:
        """Store the content of a revision for good."""
        ...


class ApprovalLinks(Protocol):
    """Links by which approvers open issued revisions, and what was shown to whom."""

    def get(self, link_id: LinkId) -> ApprovalLink | None:
        """Return a link."""
        ...

    def by_token_hash(self, token_hash: str) -> ApprovalLink | None:
        """Return the link whose token has this hash."""
        ...

    def of(self, estimate_id: EstimateId, revision: int) -> tuple[ApprovalLink, ...]:
        """Return the links to a revision, by id."""
        ...

    def save(self, link: ApprovalLink) -> None:
        """Store a link, new or changed."""
        ...

    def presented(self, estimate_id: EstimateId, revision: int, approver_id: UserId) -> Presentation | None:
        """Return when a revision was shown to a person in full."""
        ...

    def present(self, presentation: Presentation) -> None:
        """Store for good that a revision was shown to a person in full."""
        ...


class RecordedDocuments(Protocol):
    """Signed documents that staff recorded."""

    def get(self, document_id: RecordedDocumentId) -> RecordedDocument | None:
        """Return a recorded document."""
        ...

    def of(self, estimate_id: EstimateId) -> tuple[RecordedDocument, ...]:
        """Return the documents recorded on an estimate, in the order in which they were recorded."""
        ...

    def save(self, document: RecordedDocument) -> None:
        """Store a document, new or checked."""
        ...


class EstimatesWork(EngagementsWork, Protocol):
    """A unit of work with the estimates of a client, their approvals and papers."""

    @property
    def estimates(self) -> Estimates:
        """The tenant's estimates."""
        ...

    @property
    def revisions(self) -> Revisions:
        """Their revisions."""
        ...

    @property
    def approvals(self) -> Approvals:
        """The tenant's approvals."""
        ...

    @property
    def approval_links(self) -> ApprovalLinks:
        """Links by which approvers open issued revisions."""
        ...

    @property
    def recorded_documents(self) -> RecordedDocuments:
        """Signed documents that staff recorded."""
        ...

    @property
    def papers(self) -> Papers:
        """The tenant's documents."""
        ...

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...


class Whole(Protocol):
    """Gives a unit of work that another context opened with its full type."""

    def __call__(self, work: Work, /) -> EstimatesWork:
        """Return the same unit of work."""
        ...
