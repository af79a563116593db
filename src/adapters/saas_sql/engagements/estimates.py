"""The tenant's estimates and their revisions in the database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from saas_core.engagements.estimates.model.estimate import Estimate, IssuedContent, Revision
from saas_core.engagements.estimates.values import RevisionState
from saas_core.kernel.ids import EngagementId, EstimateId
from saas_sql.engagements.tables import estimate_contents, estimate_revisions, estimates
from saas_sql.mapping import Mapped
from saas_sql.session import Session

_ESTIMATE = Mapped(Estimate, estimates)
_REVISION = Mapped(Revision, estimate_revisions, {"rate": {"minor": "rate_minor", "currency": "currency"}})
_CONTENT = Mapped(IssuedContent, estimate_contents)
_END = ("state", "ended_by", "ended_at", "reason", "changed_at")


class SqlEstimates:
    """The tenant's estimates, by their numbers."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, estimate_id: EstimateId) -> Estimate | None:
        """Return an estimate."""
        return self._session.find(_ESTIMATE, self._session.select(estimates, estimates.c.id == estimate_id))

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Estimate, ...]:
        """Return the estimates of an engagement by number."""
        query = self._session.select(estimates, estimates.c.engagement_id == engagement_id)
        return self._session.models(_ESTIMATE, query.order_by(estimates.c.number))

    def last_number(self) -> int:
        """Return the highest number given so far, 0 before the first."""
        query = self._session.select(estimates).order_by(estimates.c.number.desc())
        found = self._session.find(_ESTIMATE, query)
        return 0 if found is None else found.number

    def add(self, estimate: Estimate) -> None:
        """Store a new estimate; raises StoreFault for a number that is taken."""
        self._session.insert(estimates, _ESTIMATE.dump(estimate))

    def page(self, after: int, limit: int) -> tuple[Estimate, ...]:
        """Return estimates by number, those after the given one."""
        query = self._session.select(estimates, estimates.c.number > after).order_by(estimates.c.number).limit(limit)
        return self._session.models(_ESTIMATE, query)


class SqlRevisions:
    """The revisions of the tenant's estimates."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, estimate_id: EstimateId, number: int) -> Revision | None:
        """Return a revision."""
        table = estimate_revisions.c
        query = self._session.select(estimate_revisions, table.estimate_id == estimate_id, table.number == number)
        return self._session.find(_REVISION, query)

    def of(self, estimate_id: EstimateId) -> tuple[Revision, ...]:
        """Return the revisions of an estimate by number."""
        table = estimate_revisions.c
        query = self._session.select(estimate_revisions, table.estimate_id == estimate_id).order_by(table.number)
        return self._session.models(_REVISION, query)

    def issued(self, before: Revision | None, limit: int) -> tuple[Revision, ...]:
        """Return revisions that are issued, those issued last first, after the given one in this order."""
        table = estimate_revisions.c
        # As it is worded in the index of what is issued, so that it is used: what ended is never looked at.
        query = self._session.select(estimate_revisions, table.state == sa.literal_column("'issued'"))
        if before is not None:
            same = sa.and_(table.issued_at == before.issued_at, table.estimate_id < before.estimate_id)
            query = query.where(sa.or_(table.issued_at < before.issued_at, same))
        query = query.order_by(table.issued_at.desc(), table.estimate_id.desc()).limit(limit)
        return self._session.models(_REVISION, query)

    def save(self, revision: Revision) -> None:
        """Store a draft, new or changed, discarded or issued; raises StoreFault for a second draft or issued one."""
        self._session.keep(estimate_revisions, _REVISION.dump(revision))

    def end(self, revision: Revision, content_hash: str, until: datetime | None) -> bool:
        """Store the end of an issued revision in one conditional write; return whether it was still as expected."""
        table = estimate_revisions.c
        row = _REVISION.dump(revision)
        conditions: list[sa.ColumnElement[bool]] = [
            table.estimate_id == revision.estimate_id,
            table.number == revision.number,
            table.state == RevisionState.ISSUED,
            table.content_hash == content_hash,
        ]
        if until is not None:
            conditions.append(table.expires_at > until)
        changed = self._session.update(estimate_revisions, *conditions, **{name: row[name] for name in _END})
        return changed == 1

    def content(self, estimate_id: EstimateId, number: int) -> IssuedContent | None:
        """Return the content of an issued revision as it was frozen."""
        table = estimate_contents.c
        query = self._session.select(estimate_contents, table.estimate_id == estimate_id, table.revision == number)
        return self._session.find(_CONTENT, query)

    def freeze(self, content: IssuedContent) -> None:
        """Store the content of a revision for good."""
        self._session.insert(estimate_contents, _CONTENT.dump(content))
