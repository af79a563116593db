"""The handler of the one task of time: a timer that nobody stopped ends 24 hours after its start (4.2)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.engagements.work.commands import StopTimer
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.use_cases.act import Act, Book, known
from saas_core.engagements.work.use_cases.recording import stopped, told
from saas_core.engagements.work.values import LONGEST_ENTRY, STOP, EntryState
from saas_core.kernel.actors import System
from saas_core.kernel.ids import Ids, TimeEntryId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_BY: Final = System("time")


@frozen(kw_only=True)
class Stopping:
    """Stops timers that were forgotten, or whose worker left; what exceeds the cap is recorded as never billed."""

    transactions: Transactions[TimeWork]
    clock: Clock
    ids: Ids
    judge: Judge

    def work(self, lease: Lease) -> int:
        """Stop one, and return 1 if it ran; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            act = Act(work, _BY, self.clock.now(), self.ids, self.judge)
            entry = work.time_entries.get(TimeEntryId(UUID(lease.task.subject)))
            runs = entry is not None and entry.state is EntryState.RUNNING
            if entry is not None and runs:
                ends = entry.started_at + LONGEST_ENTRY
                if act.at < ends:
                    work.tasks.want(STOP, lease.task.subject, ends)
                    runs = False
                else:
                    book = Book.of(act, known(act, entry.engagement_id))
                    pieces = stopped(act, entry, book)
                    book.close()
                    details: dict[str, Value] = {"entry": str(entry.id), "pieces": list(told(pieces))}
                    act.note(StopTimer.NAME, f"engagement:{entry.engagement_id}", details)
            work.commit()
            return int(runs)
