"""The tenant's approvals, papers, links and recorded documents in the database."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.links import ApprovalLink, Presentation
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.ports import Paper
from saas_core.engagements.estimates.values import RecordedDocumentId
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, LinkId, PaperId, UserId
from saas_sql.engagements.tables import (
    approval_links,
    approvals,
    estimate_presentations,
    papers,
    recorded_documents,
)
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session

_APPROVAL = Mapped(Approval, approvals, {"approval_id": "id", "rate": {"minor": "rate_minor", "currency": "currency"}})
_LINK = Mapped(ApprovalLink, approval_links)
_PRESENTATION = Mapped(Presentation, estimate_presentations)
_DOCUMENT = Mapped(RecordedDocument, recorded_documents)
_PAPER = Mapped(Paper, papers)
OF_ENGAGEMENT = Prepared(
    sa.select(approvals)
    .where(approvals.c.tenant_id == sa.bindparam("own"), approvals.c.engagement_id == sa.bindparam("engagement"))
    .order_by(approvals.c.position)
)


class SqlApprovals:
    """The tenant's approvals."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, approval_id: ApprovalId) -> Approval | None:
        """Return an approval."""
        return self._session.find(_APPROVAL, self._session.select(approvals, approvals.c.id == approval_id))

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Approval, ...]:
        """Return the approvals of an engagement in the order in which they were given."""
        return self._session.loaded(_APPROVAL, OF_ENGAGEMENT, engagement=engagement_id)

    def of_estimate(self, estimate_id: EstimateId) -> Approval | None:
        """Return the approval of an estimate, of which there is at most one."""
        return self._session.find(_APPROVAL, self._session.select(approvals, approvals.c.estimate_id == estimate_id))

    def last(self) -> Approval | None:
        """Return the tenant's last approval, which the next one is chained to."""
        return self._session.find(
            _APPROVAL, self._session.select(approvals).order_by(approvals.c.position.desc()).limit(1)
        )

    def add(self, approval: Approval) -> None:
        """Store an approval for good."""
        self._session.insert(approvals, _APPROVAL.dump(approval))

    def page(self, after: int, limit: int) -> tuple[Approval, ...]:
        """Return approvals by their position in the chain, those after the given one."""
        query = self._session.select(approvals, approvals.c.position > after).order_by(approvals.c.position)
        return self._session.models(_APPROVAL, query.limit(limit))


class SqlPapers:
    """The tenant's documents."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, paper_id: PaperId) -> Paper | None:
        """Return a document with its bytes."""
        return self._session.find(_PAPER, self._session.select(papers, papers.c.id == paper_id))

    def of(self, kind: str, of: str) -> tuple[PaperId, ...]:
        """Return the ids of the documents of a kind about a thing, in the order in which they were added."""
        query = self._session.select(papers, papers.c.kind == kind, papers.c.of == of).order_by(papers.c.id)
        return tuple(PaperId(row["id"]) for row in self._session.rows(query.with_only_columns(papers.c.id)))

    def page(self, after: PaperId | None, limit: int) -> tuple[Paper, ...]:
        """Return documents with their bytes by id, those after the given one."""
        beyond = () if after is None else (papers.c.id > after,)
        query = self._session.select(papers, *beyond).order_by(papers.c.id).limit(limit)
        return self._session.models(_PAPER, query)

    def put(self, paper: Paper) -> None:
        """Store a document for good, in the unit of work that decided it."""
        self._session.insert(papers, _PAPER.dump(paper))


class SqlApprovalLinks:
    """Links by which approvers open issued revisions, and what was shown to whom."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, link_id: LinkId) -> ApprovalLink | None:
        """Return a link."""
        return self._session.find(_LINK, self._session.select(approval_links, approval_links.c.id == link_id))

    def by_token_hash(self, token_hash: str) -> ApprovalLink | None:
        """Return the link whose token has this hash."""
        query = self._session.select(approval_links, approval_links.c.token_hash == token_hash)
        return self._session.find(_LINK, query)

    def of(self, estimate_id: EstimateId, revision: int) -> tuple[ApprovalLink, ...]:
        """Return the links to a revision, by id."""
        table = approval_links.c
        query = self._session.select(approval_links, table.estimate_id == estimate_id, table.revision == revision)
        return self._session.models(_LINK, query.order_by(table.id))

    def save(self, link: ApprovalLink) -> None:
        """Store a link, new or changed."""
        self._session.keep(approval_links, _LINK.dump(link))

    def presented(self, estimate_id: EstimateId, revision: int, approver_id: UserId) -> Presentation | None:
        """Return when a revision was shown to a person in full."""
        table = estimate_presentations.c
        query = self._session.select(
            estimate_presentations,
            table.estimate_id == estimate_id,
            table.revision == revision,
            table.approver_id == approver_id,
        )
        return self._session.find(_PRESENTATION, query)

    def present(self, presentation: Presentation) -> None:
        """Store for good that a revision was shown to a person in full."""
        self._session.insert(estimate_presentations, _PRESENTATION.dump(presentation))


class SqlRecordedDocuments:
    """Signed documents that staff recorded."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, document_id: RecordedDocumentId) -> RecordedDocument | None:
        """Return a recorded document."""
        query = self._session.select(recorded_documents, recorded_documents.c.id == document_id)
        return self._session.find(_DOCUMENT, query)

    def of(self, estimate_id: EstimateId) -> tuple[RecordedDocument, ...]:
        """Return the documents recorded on an estimate, in the order in which they were recorded."""
        table = recorded_documents.c
        query = self._session.select(recorded_documents, table.estimate_id == estimate_id)
        return self._session.models(_DOCUMENT, query.order_by(table.recorded_at, table.id))

    def save(self, document: RecordedDocument) -> None:
        """Store a document, new or checked."""
        self._session.keep(recorded_documents, _DOCUMENT.dump(document))
