"""What was issued: read again as it was frozen, and listed as long as it waits for somebody's decision (4.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from saas_core.engagements.estimates.errors import EstimateUnknown
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.queries import PaperView
from saas_core.engagements.estimates.queries.deciding import IssuedText, WaitingEstimateView
from saas_core.engagements.estimates.use_cases.act import Act, Desk, approvers, approving, engagement_in, estimate_in
from saas_core.engagements.estimates.values import number_text
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import DepartmentId, EstimateId
from saas_core.kernel.money import Money
from saas_core.kernel.pages import LARGEST_PAGE, all_of, page_size


def issued_in(act: Act, estimate_id: EstimateId, number: int | None) -> Revision:
    """Return a revision that was issued, the last one where none is named; raises EstimateUnknown."""
    issued = [each for each in act.work.revisions.of(estimate_id) if each.issued_at is not None]
    found = [each for each in issued if number in {None, each.number}]
    if not found:
        raise EstimateUnknown
    return found[-1]


def issued_text(act: Act, estimate: Estimate, revision: Revision) -> IssuedText:
    """Return what a revision says in full, as it was frozen; raises EstimateUnknown for one that never was."""
    found = act.work.revisions.content(estimate.id, revision.number)
    if found is None or revision.issued_at is None:
        raise EstimateUnknown
    return IssuedText(
        estimate_id=estimate.id,
        engagement_id=estimate.engagement_id,
        number=number_text(estimate.number),
        revision=revision.number,
        kind=estimate.kind.value,
        state=revision.state.value,
        issued_at=revision.issued_at,
        content=json.loads(found.content),
        content_hash=found.content_hash,
        document_hash=revision.document_hash or "",
    )


def issued_paper(act: Act, revision: Revision) -> PaperView:
    """Return the document of a revision as it was rendered once; raises EstimateUnknown for one that has none."""
    paper = None if revision.paper_id is None else act.work.papers.get(revision.paper_id)
    if paper is None:
        raise EstimateUnknown
    return PaperView(
        paper_id=paper.id, kind=paper.kind, media_type=paper.media_type, sha256=paper.sha256, content=paper.content
    )


def deciders(act: Act, desk: Desk, maximum: Money, department_id: DepartmentId | None) -> tuple[str, ...]:
    """Return the names of those who may approve an amount now."""
    persons = (desk.people.person(act.work, each) for each in approvers(act, desk, maximum, department_id))
    return tuple(each.name for each in persons if each is not None)


def awaiting(act: Act, after: EstimateId | None, limit: int) -> tuple[WaitingEstimateView, ...]:
    """Return what waits for a decision that the acting person may take, what was issued last first.

    Of estimates and change orders alike, of all engagements; `after` is the estimate that a page before ended with.
    """
    last = None if after is None else issued_in(act, after, None)
    return tuple(islice((_view(act, *each) for each in _decidable(act, last)), page_size(limit)))


def _decidable(act: Act, last: Revision | None) -> Iterator[tuple[Estimate, Revision]]:
    # Many estimates are of few amounts and fewer departments: each is judged once.
    judged: dict[tuple[DepartmentId | None, Money | None], bool] = {}

    def may(department_id: DepartmentId | None, maximum: Money | None) -> bool:
        if (department_id, maximum) not in judged:
            question = approving(act.work.tenant_id, act.by, maximum, department_id)
            judged[department_id, maximum] = act.answer(question).allowed
        return judged[department_id, maximum]

    if not isinstance(act.by, ClientUser):
        return
    for revision in all_of(lambda page: act.work.revisions.issued(page or last, LARGEST_PAGE)):
        estimate = estimate_in(act, revision.estimate_id)
        department_id = engagement_in(act, estimate.engagement_id).department_id
        if revision.open_at(act.at) and may(department_id, None) and may(department_id, revision.maximum):
            yield estimate, revision


def _view(act: Act, estimate: Estimate, revision: Revision) -> WaitingEstimateView:
    maximum = revision.maximum
    return WaitingEstimateView(
        estimate_id=estimate.id,
        engagement_id=estimate.engagement_id,
        number=number_text(estimate.number),
        revision=revision.number,
        kind=estimate.kind.value,
        title=engagement_in(act, estimate.engagement_id).title,
        cap_seconds=revision.cap_seconds,
        maximum_minor=maximum.minor,
        currency=maximum.currency,
        issued_at=revision.issued_at or act.at,
        valid_until=revision.expires_at or act.at,
    )
