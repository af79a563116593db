"""Drafting: what staff writes down before anything is issued; nothing of it binds or is shown to the client (4.2)."""

from __future__ import annotations

from typing import Final, TypeAlias

from saas_core.engagements.estimates.commands import DiscardDraft, DraftChangeOrder, DraftEstimate, EditDraft
from saas_core.engagements.estimates.errors import (
    AlreadyApproved,
    DraftOpen,
    EstimateUnknown,
    NothingApproved,
    RevisionFrozen,
)
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Draft, Estimate, Revision, scope_lines
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.policies import rate_of_draft
from saas_core.engagements.estimates.use_cases.act import (
    Act,
    engagement_in,
    estimate_in,
    in_state,
    terms_in,
)
from saas_core.engagements.estimates.values import MOST_LINES, EstimateKind, RevisionState
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.model.transitions import EngagementCommand
from saas_core.engagements.values import STAFF
from saas_core.kernel.actors import actor_name
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApprovalId, EstimateId
from saas_core.kernel.journal import Value
from saas_core.kernel.money import Money

Drafting: TypeAlias = DraftEstimate | DraftChangeOrder | EditDraft
NUMBERED: Final = {EstimateKind.BASE: EngagementCommand.ESTIMATE, EstimateKind.CHANGE_ORDER: EngagementCommand.AMEND}
"""What drafting an estimate of each kind does to its engagement."""


def draft_base(act: Act, command: DraftEstimate) -> Estimate:
    """Draft the next revision of an engagement's estimate, which is made with the first one."""
    engagement = engagement_in(act, command.engagement_id)
    found = act.work.estimates.of_engagement(engagement.id)
    base = next((each for each in found if each.kind is EstimateKind.BASE), None)
    if base is not None:
        _require_not_approved(act, base)
    _takes(act, engagement, EstimateKind.BASE)
    estimate = base or _numbered(act, engagement, EstimateKind.BASE, None)
    _note(act, command, estimate, _drafted(act, estimate, command))
    return estimate


def draft_change_order(act: Act, command: DraftChangeOrder) -> Estimate:
    """Draft a change order to what was approved of an engagement, or the next revision of one."""
    engagement = engagement_in(act, command.engagement_id)
    approvals = act.work.approvals.of_engagement(engagement.id)
    if not approvals:
        raise NothingApproved
    _takes(act, engagement, EstimateKind.CHANGE_ORDER)
    if command.estimate_id is None:
        estimate = _numbered(act, engagement, EstimateKind.CHANGE_ORDER, approvals[0].approval_id)
    else:
        estimate = estimate_in(act, command.estimate_id)
        if (estimate.engagement_id, estimate.kind) != (engagement.id, EstimateKind.CHANGE_ORDER):
            raise EstimateUnknown
        _require_not_approved(act, estimate)
    _note(act, command, estimate, _drafted(act, estimate, command))
    return estimate


def edit(act: Act, command: EditDraft) -> Estimate:
    """Replace the whole of a draft; raises RevisionFrozen for anything else, and RevisionStale for another version."""
    estimate = estimate_in(act, command.estimate_id)
    before = _last(act, estimate.id)
    approvals = act.work.approvals.of_engagement(estimate.engagement_id)
    after = before.edited(_draft(act, command, approvals), command.version, act.at)
    act.work.revisions.save(after)
    _note(act, command, estimate, after)
    return estimate


def discard(act: Act, command: DiscardDraft) -> Estimate:
    """Discard a draft; its number stays its own."""
    estimate = estimate_in(act, command.estimate_id)
    before = _last(act, estimate.id)
    after = before.ended(RevisionCommand.DISCARD, actor_name(act.by), act.at)
    before.require_version(command.version)
    act.work.revisions.save(after)
    act.note(command.NAME, f"estimate:{estimate.id}", {**journal_form(command), "revision": after.number})
    return estimate


def _require_not_approved(act: Act, estimate: Estimate) -> None:
    if in_state(act.work.revisions.of(estimate.id), RevisionState.APPROVED) is not None:
        raise AlreadyApproved


def _takes(act: Act, engagement: Engagement, kind: EstimateKind) -> None:
    changed = engagement.takes(NUMBERED[kind], act.at)
    if changed is not engagement:
        act.work.engagements.save(changed)


def _numbered(act: Act, engagement: Engagement, kind: EstimateKind, amends: ApprovalId | None) -> Estimate:
    estimate = Estimate(
        id=EstimateId(act.ids.new()),
        engagement_id=engagement.id,
        # The tenant is locked, so no number is left out or given twice.
        number=act.work.estimates.last_number() + 1,
        kind=kind,
        amends_id=amends,
        made_by=actor_name(act.by),
        made_at=act.at,
    )
    act.work.estimates.add(estimate)
    return estimate


def _drafted(act: Act, estimate: Estimate, command: Drafting) -> Revision:
    revisions = act.work.revisions.of(estimate.id)
    if in_state(revisions, RevisionState.DRAFT) is not None:
        raise DraftOpen
    draft = _draft(act, command, act.work.approvals.of_engagement(estimate.engagement_id))
    revision = Revision(
        estimate_id=estimate.id,
        number=len(revisions) + 1,
        state=RevisionState.DRAFT,
        version=1,
        lines=draft.lines,
        valid_through=draft.valid_through,
        pricing=draft.pricing,
        rate=draft.rate,
        notes=draft.notes,
        made_by=actor_name(act.by),
        made_at=act.at,
        changed_at=act.at,
    )
    act.work.revisions.save(revision)
    return revision


def _draft(act: Act, command: Drafting, approvals: tuple[Approval, ...]) -> Draft:
    if len(command.lines) > MOST_LINES:
        message = f"has {len(command.lines)} lines; {MOST_LINES} are allowed."
        raise InvalidValue(message, field="lines", remedy="Put small lines together.")
    rate = terms_in(act, act.decide(STAFF).terms_version).hourly_rate
    lines = scope_lines(command.lines)
    given = command.rate_minor
    return Draft(
        lines=lines,
        valid_through=command.valid_through,
        pricing=command.pricing,
        rate=rate_of_draft(rate, lines, approvals) if given is None else Money(given, rate.currency),
        notes=command.notes,
    )


def _last(act: Act, estimate_id: EstimateId) -> Revision:
    revisions = act.work.revisions.of(estimate_id)
    draft = in_state(revisions, RevisionState.DRAFT)
    if draft is None and not revisions:
        message = "has no revision."
        raise RevisionFrozen(message, field="estimate", remedy="Draft one first.")
    return draft or revisions[-1]


def _note(act: Act, command: Drafting, estimate: Estimate, revision: Revision) -> None:
    details = journal_form(command)
    numbers: dict[str, Value] = {"estimate": str(estimate.id), "number": estimate.number, "revision": revision.number}
    act.note(command.NAME, f"estimate:{estimate.id}", {**details, **numbers})
