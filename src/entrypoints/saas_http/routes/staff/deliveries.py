"""What waits: news of providers taken in, effects on their way out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from attrs import frozen

from saas_core.delivery.desk import Revived, TaskUnknown
from saas_core.delivery.inbox import SignalUnknown, SignalView
from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import TaskState
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import Number, Reference

deliveries = Router("staff: deliveries", "The inbox, and what waits to be done.", prefix="/v1/staff")

JOURNAL = staff("provider.journal")
SUPPORT = staff("provider.tenants")
Few = Annotated[int, Number(1, 1000)]


@frozen(kw_only=True)
class ListSignals:
    """How many, the newest first, and whether only those that were not looked after."""

    limit: Few = 100
    waiting: bool = False


@frozen(kw_only=True)
class ListTasks:
    """How many, and whether only those that wait for somebody to revive them."""

    limit: Few = 100
    parked: bool = False


@frozen
class SignalsView:
    """News of providers, the newest first."""

    items: tuple[SignalView, ...]


@frozen(kw_only=True)
class WaitingTask:
    """What is to be done, of which client, since when, and why it was not."""

    kind: str
    tenant_id: TenantId
    subject: str
    due_at: datetime
    attempts: int
    parked_at: datetime | None
    fault: str


@frozen
class TasksView:
    """Tasks that are not done."""

    items: tuple[WaitingTask, ...]


@frozen(kw_only=True)
class Retry:
    """Which parked task is to be done after all."""

    kind: Reference
    subject: Reference


@deliveries.get("/inbox", JOURNAL, tagged=False)
def list_signals(call: Call, query: ListSignals) -> SignalsView:
    """List what providers told, the newest first."""
    return SignalsView(call.app.inbox.list_signals(by=call.by, limit=query.limit, waiting=query.waiting))


@deliveries.get("/inbox/{endpoint}/{event}", JOURNAL, SignalUnknown, tagged=False)
def show_signal(call: Call, endpoint: str, event: str) -> SignalView:
    """Show what a provider told."""
    return call.app.inbox.show_signal(by=call.by, endpoint=endpoint, event=event)


@deliveries.post("/inbox/{endpoint}/{event}/replay", SUPPORT, SignalUnknown)
def replay(call: Call, endpoint: str, event: str) -> SignalView:
    """Have the account of a piece of news looked at again; a repeat shows how it stands by then."""
    return call.app.inbox.replay(by=call.by, endpoint=endpoint, event=event, idempotency_key=call.key)


@deliveries.get("/outbox", JOURNAL, tagged=False)
def list_tasks(call: Call, query: ListTasks) -> TasksView:
    """List what is not done yet, and why."""
    return TasksView(
        tuple(map(_shown, call.app.deliveries.list_tasks(by=call.by, limit=query.limit, parked=query.parked)))
    )


@deliveries.post("/tenants/{tenant_id}/outbox/retry", SUPPORT, TaskUnknown)
def retry(call: Call, body: Retry) -> Revived:
    """Make a parked task due now, as if it had never failed."""
    return call.app.deliveries.retry(**call.writing, kind=body.kind, subject=body.subject)


def _shown(state: TaskState) -> WaitingTask:
    return WaitingTask(
        kind=state.task.kind,
        tenant_id=state.task.tenant_id,
        subject=state.task.subject,
        due_at=state.due_at,
        attempts=state.attempts,
        parked_at=state.parked_at,
        fault=state.fault,
    )
