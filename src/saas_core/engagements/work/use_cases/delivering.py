"""Delivering: the register of enhancements, and the end of the work on an engagement (4.2, 5.2, 5.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypeAlias

from saas_core.engagements.estimates.use_cases.ending import end_open, tell_of_cancellation
from saas_core.engagements.model.transitions import EngagementCommand, after
from saas_core.engagements.use_cases.repeats import carried_out
from saas_core.engagements.work.commands import CancelEngagement, Deliver, LeaveOut, RegisterEnhancement
from saas_core.engagements.work.model.enhancement import Enhancement, require_all
from saas_core.engagements.work.model.lines import lines_of
from saas_core.engagements.work.policies import require_delivered
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.queries import CourseView, EnhancementView, course_view, enhancement_view
from saas_core.engagements.work.use_cases.act import Act, Acts, Book, handled, known, seen
from saas_core.engagements.work.use_cases.again import ROW
from saas_core.engagements.work.use_cases.recording import stopped
from saas_core.engagements.work.values import Delivered
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import EngagementId, EnhancementId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

Registering: TypeAlias = RegisterEnhancement | LeaveOut
_DELIVERED: Final = "The work was delivered before anybody decided."


@checked
class Delivering:
    """What became of engagements: the register of enhancements, delivery and cancelation."""

    def __init__(self, *, transactions: Transactions[TimeWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def register(  # noqa: PLR0913 - who, of what, what, in which release, when
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        line: str,
        description: str,
        release: str,
        delivered_at: datetime,
        idempotency_key: str | None = None,
    ) -> EnhancementView:
        """Register a delivered change of an approved scope line; it stays the provider's, and hosted (5.2, 5.3).

        Raises Refused, RequestUnknown, EngagementNotNow, LineUnknown, KeyReused, TimeUnfit for one in the future.
        """
        command = RegisterEnhancement(
            engagement_id=engagement_id, line=line, description=description, release=release, delivered_at=delivered_at
        )
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, ROW, _register, judged=_handles)

    def leave_out(  # noqa: PLR0913 - who, of what, which line, why
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        line: str,
        reason: str,
        idempotency_key: str | None = None,
    ) -> EnhancementView:
        """Say why an approved scope line is not delivered.

        Raises Refused, RequestUnknown, EngagementNotNow, LineUnknown, KeyReused.
        """
        command = LeaveOut(engagement_id=engagement_id, line=line, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, ROW, _leave_out, judged=_handles)

    def deliver(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, idempotency_key: str | None = None
    ) -> CourseView:
        """Mark an engagement as delivered, once every approved line is in the register; timers on it stop.

        A change order that nobody decided on is withdrawn. Raises Refused, RequestUnknown, EngagementNotNow,
        Undelivered, KeyReused. Clauses 5.2, 5.3.
        """
        command = Deliver(engagement_id=engagement_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, CourseView, _deliver, judged=_handles)

    def cancel(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> CourseView:
        """End an engagement before it is delivered: staff, or whoever at the client may ask for estimates there.

        Timers on it stop, and estimates that nobody decided on are withdrawn. Time worked inside the cap stays
        billable; what was approved stays approved. Raises Refused, RequestUnknown, EngagementNotNow, KeyReused.
        """
        command = CancelEngagement(engagement_id=engagement_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, CourseView, _cancel, judged=_may_cancel)

    def list_enhancements(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId
    ) -> tuple[EnhancementView, ...]:
        """Return the register of an engagement, oldest first; raises Refused, RequestUnknown."""
        with self._acts.read(tenant_id, by) as act:
            engagement = seen(act, engagement_id)
            return tuple(map(enhancement_view, act.work.enhancements.of_engagement(engagement.id)))


def _handles(act: Act, command: Registering | Deliver) -> None:
    handled(act, command.engagement_id)


def _may_cancel(act: Act, command: CancelEngagement) -> None:
    seen(act, command.engagement_id)


def _register(act: Act, command: RegisterEnhancement) -> EnhancementView:
    require_delivered(command.delivered_at, act.at)
    kept = _kept(act, command, Delivered.DELIVERED, command.description, command.release, command.delivered_at)
    return enhancement_view(kept)


def _leave_out(act: Act, command: LeaveOut) -> EnhancementView:
    return enhancement_view(_kept(act, command, Delivered.LEFT_OUT, command.reason, "", act.at))


def _kept(  # noqa: PLR0913, PLR0917 - the fields of the row
    act: Act, command: Registering, kind: Delivered, description: str, release: str, at: datetime
) -> Enhancement:
    engagement = known(act, command.engagement_id)
    after(EngagementCommand.DELIVER, engagement.state)
    book = Book.of(act, engagement)
    book.require_line(command.line)
    row = Enhancement(
        id=EnhancementId(act.ids.new()),
        engagement_id=engagement.id,
        line=command.line,
        kind=kind,
        description=description,
        release=release,
        delivered_at=at,
        registered_at=act.at,
        clause_hash=lines_of(book.approvals)[command.line][0].ownership_hash,
    )
    act.work.enhancements.add(row)
    details = {**journal_form(command), "enhancement": str(row.id), "owner": row.owner}
    act.note(command.NAME, f"engagement:{engagement.id}", details)
    return row


def _deliver(act: Act, command: Deliver) -> CourseView:
    engagement = known(act, command.engagement_id)
    after(EngagementCommand.DELIVER, engagement.state)
    book = Book.of(act, engagement)
    require_all(lines_of(book.approvals), act.work.enhancements.of_engagement(engagement.id))
    _stop_all(act, book)
    delivered = book.close().takes(EngagementCommand.DELIVER, act.at)
    act.work.engagements.save(delivered)
    end_open(act.work, act.ids, engagement.id, act.by, act.at, _DELIVERED)
    act.note(command.NAME, f"engagement:{engagement.id}", journal_form(command))
    return course_view(delivered)


def _cancel(act: Act, command: CancelEngagement) -> CourseView:
    engagement = known(act, command.engagement_id)
    after(EngagementCommand.CANCEL, engagement.state)
    if act.work.time_entries.running_on(engagement.id):
        book = Book.of(act, engagement)
        _stop_all(act, book)
        engagement = book.close()
    canceled = engagement.takes(EngagementCommand.CANCEL, act.at)
    act.work.engagements.save(canceled)
    end_open(act.work, act.ids, engagement.id, act.by, act.at, command.reason)
    tell_of_cancellation(act, canceled)
    act.note(command.NAME, f"engagement:{engagement.id}", journal_form(command))
    return course_view(canceled)


def _stop_all(act: Act, book: Book) -> None:
    for each in act.work.time_entries.running_on(book.engagement.id):
        stopped(act, each, book)
