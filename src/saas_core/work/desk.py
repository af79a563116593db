"""The desk of what waits: staff sees what is due or parked, and revives what was parked."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import once
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.tasks import Task, Tasks, TaskState
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge
from saas_core.policy.reading import Readers


class TaskUnknown(NotFound):
    """There is no such parked task."""

    code = "TASK_UNKNOWN"


@frozen
class Revived:
    """A task that was parked and is due again."""

    kind: str
    subject: str
    due_at: datetime


@checked
class Deliveries:
    """Shows and revives tasks, for the provider's support staff (1.1)."""

    def __init__(self, *, transactions: Transactions[Work], tasks: Tasks, clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._tasks = tasks
        self._clock = clock
        self._ids = ids
        self._judge = judge
        self._readers = Readers(transactions, clock, judge)

    def list_tasks(
        self, *, by: Actor, after: Task | None = None, limit: int = 100, parked: bool = False
    ) -> tuple[TaskState, ...]:
        """Give tasks not done yet, or the parked ones alone, in order, at most 1,000; raises Refused."""
        self._readers.require(by)
        return self._tasks.page(after, page_size(limit), parked=parked)

    def retry(
        self, *, by: Actor, tenant_id: TenantId, kind: str, subject: str, idempotency_key: str | None = None
    ) -> Revived:
        """Make a parked task due now, as if it had never failed; raises TaskUnknown, Refused, KeyReused."""
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id, by, "provider.tenants"), at)

            def revive() -> Revived:
                self._revive(work, Task(kind, tenant_id, subject), by, at)
                return Revived(kind, subject, at)

            request: dict[str, Value] = {"kind": kind, "subject": subject}
            revived = once(
                work, key=idempotency_key, command="delivery.retry", request=request, result=Revived, do=revive
            )
            work.commit()
            return revived

    def _revive(self, work: Work, task: Task, by: Actor, at: datetime) -> None:
        if not work.tasks.revive(task.kind, task.subject, at):
            message = f"no {task.kind[:40]} of {task.subject[:100]!r} is parked."
            raise TaskUnknown(message, field="subject", remedy="See what is parked with `saas outbox list --parked`.")
        note = JournalEntryDraft(
            id=EntryId(self._ids.new()),
            at=at,
            by=by,
            action="delivery.retry",
            subject=task.subject,
            details={"kind": task.kind},
        )
        work.journal.append(note)
