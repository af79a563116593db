"""A time entry: who worked when on which approved line, and what became of it (4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.work.errors import EntryFrozen
from saas_core.engagements.work.model.intervals import Interval
from saas_core.engagements.work.model.splitting import Piece
from saas_core.engagements.work.model.transitions import EntryCommand, after
from saas_core.engagements.work.values import EntryState, Unbillable
from saas_core.kernel.ids import ApprovalId, EngagementId, StaffId, TimeEntryId


@frozen(kw_only=True)
class TimeEntry:
    """The time `[started_at, ended_at)` of one worker on an engagement, under the scope line by its key.

    A running one has no end yet; `recorded_at` is when its time was complete. `approval_id` is the approval that
    counted when it was worked; `unbillable` says why it is never billed, None for time that is. `split_from` is the
    entry whose rest it is; `reason` says why it was voided or written off.
    """

    id: TimeEntryId
    engagement_id: EngagementId
    worker_id: StaffId
    line: str
    started_at: datetime
    ended_at: datetime | None = None
    seconds: int = 0
    note: str = ""
    approval_id: ApprovalId | None = None
    unbillable: Unbillable | None = None
    state: EntryState
    recorded_at: datetime
    split_from: TimeEntryId | None = None
    reason: str | None = None
    changed_at: datetime

    @property
    def interval(self) -> Interval | None:
        """The time worked; None while it runs."""
        return None if self.ended_at is None else Interval(self.started_at, self.ended_at)

    @property
    def counts(self) -> bool:
        """Return whether its seconds use up approved hours."""
        return self.unbillable is None and self.state not in {EntryState.RUNNING, EntryState.VOID}

    @property
    def can_be_billed(self) -> bool:
        """Return whether it may be put on an invoice now."""
        return self.unbillable is None and self.state is EntryState.RECORDED

    def recorded(self, piece: Piece, at: datetime) -> TimeEntry:
        """Return the entry with the first piece of what was worked, no longer running; raises EntryFrozen."""
        return evolve(
            self,
            state=after(EntryCommand.STOP, self.state),
            started_at=piece.interval.since,
            ended_at=piece.interval.until,
            seconds=piece.interval.seconds,
            approval_id=piece.approval_id,
            unbillable=piece.unbillable,
            recorded_at=at,
            changed_at=at,
        )

    def rest(self, entry_id: TimeEntryId, piece: Piece, at: datetime) -> TimeEntry:
        """Return a further piece of the same work as an entry of its own."""
        return evolve(
            self,
            id=entry_id,
            state=EntryState.RECORDED,
            started_at=piece.interval.since,
            ended_at=piece.interval.until,
            seconds=piece.interval.seconds,
            approval_id=piece.approval_id,
            unbillable=piece.unbillable,
            split_from=self.id,
            recorded_at=at,
            changed_at=at,
        )

    def dropped(self, at: datetime) -> TimeEntry:
        """Return a running entry in which no whole second was worked, void; raises EntryFrozen."""
        after(EntryCommand.STOP, self.state)
        nothing = "No time was worked."
        return evolve(self, state=EntryState.VOID, ended_at=self.started_at, reason=nothing, changed_at=at)

    def voided(self, reason: str, at: datetime) -> TimeEntry:
        """Return the entry void, for a reason; raises EntryFrozen for one that was billed."""
        return evolve(self, state=after(EntryCommand.VOID, self.state), reason=reason, changed_at=at)

    def billed(self, at: datetime) -> TimeEntry:
        """Return the entry as it stands on an invoice; raises EntryFrozen, also for time that is never billed."""
        state = after(EntryCommand.BILL, self.state)
        if self.unbillable is not None:
            message = f"time that is unbillable ({self.unbillable.value.replace('_', ' ')}) is never billed."
            raise EntryFrozen(message, field="entry", remedy="Leave it out.")
        return evolve(self, state=state, changed_at=at)

    def freed(self, at: datetime) -> TimeEntry:
        """Return the entry after the draft on which it stood was discarded; raises EntryFrozen."""
        return evolve(self, state=after(EntryCommand.FREE, self.state), changed_at=at)

    def credited(self, at: datetime, *, rebill: bool) -> TimeEntry:
        """Return the entry after a credit note: billable again, or else written off; raises EntryFrozen."""
        credited = after(EntryCommand.CREDIT, self.state)
        then = EntryCommand.REBILL if rebill else EntryCommand.WRITE_OFF
        return evolve(self, state=after(then, credited), changed_at=at)

    def written_off(self, reason: str, at: datetime) -> TimeEntry:
        """Return the entry written off, for a reason: it will not be billed; raises EntryFrozen."""
        return evolve(self, state=after(EntryCommand.WRITE_OFF, self.state), reason=reason, changed_at=at)
