"""The task desk, where staff sees due and parked tasks and revives parked ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.naming import Nameless, Naming
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import Digests
from saas_core.kernel.tasks import Task, TaskFilter, TaskPlace, Tasks, TaskState
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.acting import Act, Acts
from saas_core.policy.ports import Judge
from saas_core.work.subjects import Subjects, person_in


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
        digests: Digests,
        naming: Naming | None = None,
    ) -> None:
        """Take the ports; without `naming` tasks show references alone, and none to a client's people."""
        self._tasks = tasks
        self._subjects = Subjects(tasks, digests)
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
        the reader may read elsewhere too. Without a grant, staff sees of a subject about a client's people its kind and
        a mark, by which `retry` finds it, and cannot narrow to one (1.5). Raises Refused, InvalidValue for a naive or
        absurd instant, and for a subject about people without their client.
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
        self._require_open(by, tenant_id, subject)
        place = None if after is None else self._subjects.place(after)
        found = self._tasks.newest(wanted, place, page_size(limit))
        named: dict[TenantId, Mapping[str, str]] = {}
        for each in dict.fromkeys(state.task.tenant_id for state in found):
            subjects = {state.task.subject for state in found if state.task.tenant_id == each}
            references = {person_in(text) or text for text in subjects}
            named[each] = self._naming.names(by=by, tenant_id=each, references={*references, f"tenant:{each}"})
        return tuple(self._view(each, named[each.task.tenant_id]) for each in found)

    def retry(
        self, *, by: Actor, tenant_id: TenantId, kind: str, subject: str, idempotency_key: str | None = None
    ) -> Revived:
        """Make a parked task due now, as if it had never failed; `subject` is as `list_tasks` shows it.

        Raises TaskUnknown, Refused, KeyReused.
        """
        request = Request("delivery.retry", {"kind": kind, "subject": subject}, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            act.require("provider.tenants")
            return act.once(request, Revived, lambda: self._revived(act, kind, subject))

    def _require_open(self, by: Actor, tenant_id: TenantId | None, subject: str) -> None:
        """Require that the reader may see the person of a subject, and so may look for it; raises Refused."""
        person = person_in(subject)
        if person is None:
            return
        if tenant_id is None:
            message = "a client's people are looked for at that client alone (clause 1.5)."
            raise InvalidValue(message, field="tenant_id", remedy="Name the client too.")
        if person not in self._naming.names(by=by, tenant_id=tenant_id, references={person}):
            # Whoever may not see who it is must not find out by asking for each in turn.
            self._acts.require(tenant_id, by, "people.read")

    def _revived(self, act: Act[Work], kind: str, shown: str) -> Revived:
        task = self._subjects.original(Task(kind, act.work.tenant_id, shown))
        if task is None or not act.work.tasks.revive(kind, task.subject, act.at):
            raise _nothing_parked(kind, shown)
        act.note("delivery.retry", task.subject, {"kind": kind})
        return Revived(kind, shown, act.at)

    def _view(self, state: TaskState, names: Mapping[str, str]) -> TaskView:
        return TaskView(
            task=self._subjects.shown(state.task, names),
            client=names.get(f"tenant:{state.task.tenant_id}"),
            subject_name=names.get(state.task.subject),
            due_at=state.due_at,
            attempts=state.attempts,
            leased_until=state.leased_until,
            parked_at=state.parked_at,
            fault=state.fault,
        )


def _nothing_parked(kind: str, subject: str) -> TaskUnknown:
    message = f"no {kind[:40]} of {subject[:100]!r} is parked."
    return TaskUnknown(message, field="subject", remedy="See what is parked with `saas outbox list --parked`.")
