"""Time: timers and entries; whatever is recorded, the approval and its cap hold (4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.use_cases.repeats import carried_out
from saas_core.engagements.values import WORKS
from saas_core.engagements.work.commands import ClosePeriod, LogTime, StartTimer, StopTimer, VoidTime
from saas_core.engagements.work.errors import NoTimer, TimerRuns
from saas_core.engagements.work.model.intervals import Interval, require_free, seconds_in, whole_second
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.queries import (
    ClosedView,
    HoursView,
    OutcomeView,
    RecordedView,
    TimeImportView,
    TimeView,
    time_view,
)
from saas_core.engagements.work.use_cases.act import (
    Act,
    Acts,
    Book,
    handled,
    known,
    may_perform,
    require_open_period,
    seen,
)
from saas_core.engagements.work.use_cases.again import ONE, PIECES
from saas_core.engagements.work.use_cases.correcting import close_period, void
from saas_core.engagements.work.use_cases.importing import Row, import_rows
from saas_core.engagements.work.use_cases.recording import logged, running, stopped, told, worker_of
from saas_core.engagements.work.values import LONGEST_ENTRY, STOP
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import EngagementId, Ids, TenantId, TimeEntryId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

CLOSES = "provider.billing"
"""What staff asks about for closing a period (4.1)."""


@checked
class Time:
    """The time that staff works on engagements of a client."""

    def __init__(self, *, transactions: Transactions[TimeWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def start(  # noqa: PLR0913 - who, for whom, on what
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        line: str,
        note: str = "",
        idempotency_key: str | None = None,
    ) -> TimeView:
        """Start a timer for the acting member of staff, on an approved scope line.

        One that nobody stops ends by itself after 24 hours.

        Raises Refused (without an approval, at the cap, without good standing of the license), LineUnknown, TimerRuns,
        TimeOverlaps, KeyReused. Clause 4.2.
        """
        command = StartTimer(engagement_id=engagement_id, line=line, note=note)
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, ONE, _start, judged=_may_start, repeated=_may_see)

    def stop(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, idempotency_key: str | None = None
    ) -> RecordedView:
        """Stop one's own timer on an engagement, which always works: what exceeds the cap is recorded as never billed.

        The time ends now, at the latest 24 hours after the start, or when the license was no longer in good standing.
        Raises Refused, RequestUnknown, NoTimer, KeyReused.
        """
        command = StopTimer(engagement_id=engagement_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, PIECES, _stop, judged=_may_see)

    def log(  # noqa: PLR0913 - who, for whom, on what, from when to when
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        line: str,
        started_at: datetime,
        ended_at: datetime,
        note: str = "",
        idempotency_key: str | None = None,
    ) -> RecordedView:
        """Record time that the acting member of staff worked, `[started_at, ended_at)`, on whole seconds.

        It is split at the approval and where the approved hours are used up; what lies before and beyond is never
        billed. Raises Refused (without an approval, or for time without good standing of the license), LineUnknown,
        TimeUnfit, TimeOverlaps, PeriodClosed, KeyReused. Clause 4.2.
        """
        command = LogTime(engagement_id=engagement_id, line=line, started_at=started_at, ended_at=ended_at, note=note)
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, PIECES, _log, judged=_may_log)

    def import_time(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        rows: Iterable[Row],
        idempotency_key: str | None = None,
    ) -> TimeImportView:
        """Record up to 2,000 rows of time that the acting member of staff worked, by the same guards as each alone.

        A row is its line in the file and its columns: `line`, `started_at`, `ended_at`, and `note` if there is one. A
        row that is refused is named with its reason, and keeps back none of the others. Raises Refused, KeyReused,
        InvalidValue for too many rows.
        """
        return import_rows(self._acts, Caller(by, tenant_id, idempotency_key), engagement_id, rows)

    def void(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        entry_ids: Iterable[TimeEntryId],
        reason: str,
        idempotency_key: str | None = None,
    ) -> tuple[OutcomeView, ...]:
        """Void recorded entries, up to 1,000, and answer entry by entry; what was right is recorded anew.

        One that was billed, or lies in a closed period, stays as it is. Raises Refused, InvalidValue, KeyReused.
        """
        command = VoidTime(entry_ids=tuple(dict.fromkeys(entry_ids)), reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, tuple[OutcomeView, ...], void, judged=_may_handle)

    def close_period(
        self, *, by: Actor, tenant_id: TenantId, until: datetime, idempotency_key: str | None = None
    ) -> ClosedView:
        """Close the time of a client before an instant: nothing in it is recorded or voided any more.

        Raises Refused, TimeUnfit for an instant in the future or before the one closed until, KeyReused.
        """
        command = ClosePeriod(until=until)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, ClosedView, close_period, judged=_may_close)

    def hours(self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> HoursView:
        """Return the approved, used and remaining hours of an engagement; raises Refused, RequestUnknown."""
        with self._acts.read(tenant_id, by) as act:
            return _hours(act, seen(act, engagement_id))

    def seconds_between(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, since: datetime, until: datetime
    ) -> int:
        """Return the seconds worked in `[since, until)`, void ones left out, so that days add up to their week.

        Raises Refused, RequestUnknown, InvalidValue.
        """
        window = Interval(instant(since, "since"), instant(until, "until"))
        with self._acts.read(tenant_id, by) as act:
            engagement = seen(act, engagement_id)
            entries = act.work.time_entries.within(engagement.id, window)
            return seconds_in((each.interval for each in entries if each.interval is not None), window)

    def list_time(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        after: TimeEntryId | None = None,
        limit: int = 50,
    ) -> tuple[TimeView, ...]:
        """Return time entries of an engagement by id, those after the given one, at most 1,000.

        Raises Refused, RequestUnknown.
        """
        with self._acts.read(tenant_id, by) as act:
            engagement = seen(act, engagement_id)
            page = act.work.time_entries.page(engagement.id, after, page_size(limit))
            return tuple(time_view(each, to_staff=isinstance(by, Staff)) for each in page)


def _may_start(act: Act, command: StartTimer) -> None:
    may_perform(act, command.engagement_id)


def _may_log(act: Act, command: LogTime) -> None:
    may_perform(act, command.engagement_id, beyond_cap=True)


def _may_see(act: Act, command: StartTimer | StopTimer) -> None:
    handled(act, command.engagement_id)


def _may_handle(act: Act, _command: VoidTime) -> None:
    act.require(WORKS)


def _may_close(act: Act, _command: ClosePeriod) -> None:
    act.require(CLOSES)


def _start(act: Act, command: StartTimer) -> TimeView:
    engagement, worker_id = known(act, command.engagement_id), worker_of(act)
    book = Book.of(act, engagement)
    book.require_line(command.line)
    if act.work.time_entries.running(worker_id) is not None:
        message = "a timer of yours runs already."
        raise TimerRuns(message, field="engagement", remedy="Stop it first.")
    begins = whole_second(act.at)
    window = Interval(begins, begins + LONGEST_ENTRY)
    require_free(window, act.work.time_entries.taken(worker_id, window))
    require_open_period(act, window)
    entry = running(act, engagement, command.line, begins, command.note)
    act.work.time_entries.save(entry)
    act.work.tasks.want(STOP, str(entry.id), window.until)
    book.close()
    act.note(command.NAME, f"engagement:{engagement.id}", {**journal_form(command), "entry": str(entry.id)})
    return time_view(entry)


def _stop(act: Act, command: StopTimer) -> RecordedView:
    entry = act.work.time_entries.running(worker_of(act))
    if entry is None or entry.engagement_id != command.engagement_id:
        message = "no timer of yours runs on this engagement."
        raise NoTimer(message, field="engagement", remedy="Start one, or record the time that was worked.")
    book = Book.of(act, known(act, command.engagement_id))
    pieces = stopped(act, entry, book)
    book.close()
    details: dict[str, Value] = {**journal_form(command), "entry": str(entry.id), "pieces": list(told(pieces))}
    act.note(command.NAME, f"engagement:{command.engagement_id}", details)
    return RecordedView(pieces=tuple(map(time_view, pieces)), left_seconds=book.left)


def _log(act: Act, command: LogTime) -> RecordedView:
    book = Book.of(act, known(act, command.engagement_id))
    pieces = logged(act, book, command)
    book.close()
    details: dict[str, Value] = {**journal_form(command), "pieces": list(told(pieces))}
    act.note(command.NAME, f"engagement:{command.engagement_id}", details)
    return RecordedView(pieces=tuple(map(time_view, pieces)), left_seconds=book.left)


def _hours(act: Act, engagement: Engagement) -> HoursView:
    approvals = act.work.approvals.of_engagement(engagement.id)
    approved = sum(each.cap_seconds for each in approvals)
    used = act.work.engagement_hours.get(engagement.id).used
    return HoursView(
        engagement_id=engagement.id,
        state=engagement.state.value,
        approved_seconds=approved,
        used_seconds=used,
        left_seconds=max(approved - used, 0),
        running=len(act.work.time_entries.running_on(engagement.id)),
    )
