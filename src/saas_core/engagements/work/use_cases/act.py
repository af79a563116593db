"""What every use case of time needs: who may work, what was approved, and how time is recorded in pieces (4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypeAlias

from attrs import define, field

from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.values import REQUEST, WORKS
from saas_core.engagements.work.errors import LineUnknown, NotApproved
from saas_core.engagements.work.model.caps import shares_reached
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval
from saas_core.engagements.work.model.lines import lines_of
from saas_core.engagements.work.model.splitting import cap_of, split
from saas_core.engagements.work.policies import require_open
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.values import PERFORM
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import ApprovalId, EngagementId, TimeEntryId
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.policy import acting
from saas_core.policy.decision import About, Decision, Question, Refused
from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode

Act: TypeAlias = acting.Act[TimeWork]
Acts: TypeAlias = acting.Acts[TimeWork]

_AT_CAP: Final = frozenset({ReasonCode.OVER_CAP})


def may_perform(act: Act, engagement_id: EngagementId, *, beyond_cap: bool = False) -> None:
    """Require that the policy lets the actor work on an engagement now; raises Refused.

    `beyond_cap` lets pass an engagement whose hours are used up: what was worked may be recorded as never billed.
    """
    decision = act.answer(Question(act.work.tenant_id, act.by, PERFORM, about=About.engagement(engagement_id)))
    if decision.allowed or (beyond_cap and {each.code for each in decision.reasons} <= _AT_CAP):
        return
    raise Refused(decision)


def handled(act: Act, engagement_id: EngagementId) -> Engagement:
    """Return an engagement that the acting member of staff handles; raises Refused, RequestUnknown."""
    act.require(WORKS)
    return known(act, engagement_id)


def known(act: Act, engagement_id: EngagementId) -> Engagement:
    """Return an engagement of the client; raises RequestUnknown."""
    found = act.work.engagements.get(engagement_id)
    if found is None:
        raise RequestUnknown
    return found


def seen(act: Act, engagement_id: EngagementId) -> Engagement:
    """Return an engagement that the actor may see, the client's people by their right to ask for estimates there.

    Raises Refused, RequestUnknown.
    """
    if isinstance(act.by, Staff):
        return handled(act, engagement_id)
    found = act.work.engagements.get(engagement_id)
    # Before anything is said of an engagement: whoever may see none learns nothing of any.
    act.require(REQUEST, None if found is None else found.department_id)
    if found is None:
        raise RequestUnknown
    return found


@define
class Licensed:
    """Knows, for one act, in what time the license was in good standing; what was found out once is kept."""

    act: Act
    _spans: list[Interval] = field(factory=list)

    def lapse(self, window: Interval) -> tuple[datetime, Decision] | None:
        """Return the first instant of a window without good standing, with the decision on it; None if there is none.

        As it was known at each instant: no payment that came later makes work allowed that was not.
        """
        at = window.since
        while at < window.until:
            span = next((each for each in self._spans if each.since <= at < each.until), None)
            if span is None:
                # Most often nothing is closed; only what is refused needs the whole decision.
                found = self.act.judge.license_at(self.act.work, at)
                decision = self._decide(at) if found.reasons else None
                if decision is not None and {each.code for each in decision.reasons} & LICENSE_CAUSES:
                    return at, decision
                ends = found.valid_until
                span = Interval(at, window.until if ends is None or ends <= at else ends)
                self._spans.append(span)
            at = span.until
        return None

    def _decide(self, at: datetime) -> Decision:
        question = Question(self.act.work.tenant_id, self.act.by, PERFORM)
        return self.act.judge.decide(self.act.work, question, at)

    def require(self, window: Interval) -> None:
        """Require good standing in all of a window; raises Refused with the decision on the first instant without."""
        found = self.lapse(window)
        if found is not None:
            raise Refused(found[1])


@define
class Book:
    """The time of one engagement while an act records more: its approvals, and what is used of them."""

    act: Act
    engagement: Engagement
    approvals: tuple[Approval, ...]
    used: dict[ApprovalId, int]
    before: int
    added: int = 0

    @classmethod
    def of(cls, act: Act, engagement: Engagement) -> Book:
        """Open the book of an engagement; raises NotApproved without an approval (4.2)."""
        approvals = act.work.approvals.of_engagement(engagement.id)
        if not approvals:
            message = "no estimate of this engagement was approved in writing."
            raise NotApproved(message, field="engagement", remedy="Issue an estimate, and wait for its approval.")
        before = act.work.engagement_hours.get(engagement.id).used
        # Nearly always there is one approval, and the account of the hours says it all.
        used = (
            {approvals[0].approval_id: before}
            if len(approvals) == 1
            else dict(act.work.time_entries.used(engagement.id))
        )
        return cls(act, engagement, approvals, used, before)

    @property
    def cap(self) -> int:
        """The seconds approved."""
        return cap_of(self.approvals)

    @property
    def left(self) -> int:
        """The seconds left under the cap."""
        return max(self.cap - self.before - self.added, 0)

    def require_line(self, key: str) -> None:
        """Require that a scope line was approved; raises LineUnknown."""
        keys = lines_of(self.approvals)
        if key not in keys:
            message = "is no approved scope line of this engagement."
            raise LineUnknown(message, field="line", remedy=f"Name one of {', '.join(keys)}.")

    def since(self, key: str) -> datetime:
        """Return when a scope line was approved, from when on work on it counts (4.2)."""
        approval, _line = lines_of(self.approvals)[key]
        return approval.approved_at

    def pieces(self, entry: TimeEntry, worked: Interval) -> tuple[TimeEntry, ...]:
        """Return a running entry as what was worked, in pieces, which are counted; raises EntryFrozen."""
        first, *others = split(worked, self.approvals, self.used, self.since(entry.line))
        at = self.act.at
        kept = [
            entry.recorded(first, at),
            *(entry.rest(TimeEntryId(self.act.ids.new()), each, at) for each in others),
        ]
        for each in kept:
            if each.counts:
                self.count(each, each.seconds)
        return tuple(kept)

    def count(self, entry: TimeEntry, seconds: int) -> None:
        """Count seconds of an entry as used, or as no longer used if they are below zero."""
        if entry.approval_id is not None:
            self.used[entry.approval_id] = self.used.get(entry.approval_id, 0) + seconds
        self.added += seconds

    def close(self, *, started: bool = True) -> Engagement:
        """Store what was used, and how far the engagement has come by it; have the client told of a share reached."""
        act, cap = self.act, self.cap
        if self.added:
            act.work.engagement_hours.change(self.engagement.id, self.added, cap, act.at)
        after = self.engagement.worked(act.at, left=self.left, started=started)
        if after is not self.engagement:
            act.work.engagements.save(after)
        if shares_reached(self.before + self.added, cap) != shares_reached(self.before, cap):
            act.want(SWEEP, CLIENT)
        self.engagement = after
        return after


def require_open_period(act: Act, interval: Interval) -> None:
    """Require that no part of an interval lies in a closed period; raises PeriodClosed."""
    require_open(interval, act.work.closed_periods.until())
