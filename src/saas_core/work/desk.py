"""The task desk, where staff sees due and parked tasks and revives parked ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.naming import Nameless, Naming
from saas_core.kernel.pages import page_size
from saas_core.kernel.tasks import Task, TaskFilter, TaskPlace, Tasks, TaskState
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


@frozen(kw_only=True)
class TaskView:
    """A task not done yet: the short name of its client, and its subject's name where the reader may see it."""

    task: Task
    client: str | None
    subject_name: str | None
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    parked_at: datetime | None
    fault: str

    @property
    def place(self) -> TaskPlace:
        """Return its place in the list, after which the next page begins."""
        return TaskPlace(self.due_at, self.task)


@checked
class Deliveries:
    """Shows and revives tasks, for the provider's support staff (1.1)."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[Work],
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
        judge: Judge,
        naming: Naming | None = None,
    ) -> None:
        """Take the ports; without `naming` tasks show references alone."""
        self._tasks = tasks
        self._naming = naming or Nameless()
        self._acts = Acts(transactions, clock, ids, judge)

    def list_tasks(  # noqa: PLR0913 - who, which part of the list, and six filters
        self,
        *,
        by: Actor,
        after: TaskPlace | None = None,
        limit: int = 100,
        parked: bool = False,
        tenant_id: TenantId | None = None,
        kind: str = "",
        subject: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[TaskView, ...]:
        """Return tasks not done yet, or only the parked ones, those due last first, at most 1,000.

        They can be narrowed to a client, a kind, a subject, and those due within `[since, until)`. Names are those that
        the reader may read elsewhere too; staff reads none of a client's people without a grant (1.5). Raises Refused,
        InvalidValue for a naive or absurd instant.
        """
        wanted = TaskFilter(
            parked=parked,
            tenant_id=tenant_id,
            kind=kind,
            subject=subject,
            since=None if since is None else instant(since, "since"),
            until=None if until is None else instant(until, "until"),
        )
        self._acts.require(PROVIDER, by, "provider.journal")
        found = self._tasks.newest(wanted, after, page_size(limit))
        named: dict[TenantId, Mapping[str, str]] = {}
        for each in dict.fromkeys(state.task.tenant_id for state in found):
            references = {state.task.subject for state in found if state.task.tenant_id == each}
            named[each] = self._naming.names(by=by, tenant_id=each, references={*references, f"tenant:{each}"})
        return tuple(_view(each, named[each.task.tenant_id]) for each in found)

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


def _view(state: TaskState, names: Mapping[str, str]) -> TaskView:
    task = state.task
    return TaskView(
        task=task,
        client=names.get(f"tenant:{task.tenant_id}"),
        subject_name=names.get(task.subject),
        due_at=state.due_at,
        attempts=state.attempts,
        leased_until=state.leased_until,
        parked_at=state.parked_at,
        fault=state.fault,
    )
