"""The task desk, where staff sees due and parked tasks and revives parked ones."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.tasks import Task, Tasks, TaskState
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.acting import Act, Acts
from saas_core.policy.ports import Judge


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
        self._tasks = tasks
        self._acts = Acts(transactions, clock, ids, judge)

    def list_tasks(
        self, *, by: Actor, after: Task | None = None, limit: int = 100, parked: bool = False
    ) -> tuple[TaskState, ...]:
        """Return tasks not done yet, or only the parked ones, in order, at most 1,000; raises Refused."""
        self._acts.require(PROVIDER, by, "provider.journal")
        return self._tasks.page(after, page_size(limit), parked=parked)

    def retry(
        self, *, by: Actor, tenant_id: TenantId, kind: str, subject: str, idempotency_key: str | None = None
    ) -> Revived:
        """Make a parked task due now, as if it had never failed; raises TaskUnknown, Refused, KeyReused."""
        request = Request("delivery.retry", {"kind": kind, "subject": subject}, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            act.require("provider.tenants")
            return act.once(request, Revived, lambda: _revived(act, kind, subject))


def _revived(act: Act[Work], kind: str, subject: str) -> Revived:
    if not act.work.tasks.revive(kind, subject, act.at):
        message = f"no {kind[:40]} of {subject[:100]!r} is parked."
        raise TaskUnknown(message, field="subject", remedy="See what is parked with `saas outbox list --parked`.")
    act.note("delivery.retry", subject, {"kind": kind})
    return Revived(kind, subject, act.at)
