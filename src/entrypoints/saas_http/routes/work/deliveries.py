"""Pending work: signals received from providers, and effects to carry out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import parse_instant
from saas_core.kernel.signals import SignalPlace
from saas_core.kernel.tasks import Task, TaskPlace
from saas_core.work.desk import Revived, TaskUnknown, TaskView
from saas_core.work.inbox import NothingToReplay, SignalUnknown, SignalView
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Reference

deliveries = Router("staff: deliveries", "The inbox, and pending work.", prefix="/v1/staff")

JOURNAL = staff("provider.journal")
SUPPORT = staff("provider.tenants")


@frozen(kw_only=True)
class ListSignals(Paging):
    """Filter of signals: whether to list only unprocessed ones."""

    waiting: bool = False


@frozen(kw_only=True)
class ListTasks(Paging):
    """Filters of tasks: parked ones, a client, a kind, a subject, and those due in `[since, until)`."""

    parked: bool = False
    tenant_id: TenantId | None = None
    kind: Reference | None = None
    subject: Reference | None = None
    since: datetime | None = None
    until: datetime | None = None


@frozen(kw_only=True)
class WaitingTask:
    """A pending task: its client, since when it is due, and why it has not been done.

    `subject_name` is a name that you may read elsewhere too.
    """

    kind: str
    tenant_id: TenantId
    client: str | None
    subject: str
    subject_name: str | None
    due_at: datetime
    attempts: int
    parked_at: datetime | None
    fault: str


@frozen(kw_only=True)
class Retry:
    """A parked task to retry."""

    kind: Reference
    subject: Reference


@deliveries.get("/inbox", JOURNAL, tagged=False)
def list_signals(call: Call, query: ListSignals) -> Page[SignalView]:
    """List signals from providers, newest first."""
    read = call.app.work.inbox.list_signals
    return call.reader(query).places(
        lambda after, limit: read(by=call.by, after=after, limit=limit, waiting=query.waiting),
        lambda signal: (signal.received_at, signal.endpoint, signal.event),
        lambda at, endpoint, event: SignalPlace(parse_instant(at), endpoint, event),
    )


@deliveries.get("/inbox/{endpoint}/{event}", JOURNAL, SignalUnknown, tagged=False)
def show_signal(call: Call, endpoint: str, event: str) -> SignalView:
    """Show a signal from a provider."""
    return call.app.work.inbox.show_signal(by=call.by, endpoint=endpoint, event=event)


@deliveries.post("/inbox/{endpoint}/{event}/replay", SUPPORT, SignalUnknown, NothingToReplay)
def replay(call: Call, endpoint: str, event: str) -> SignalView:
    """Have a worker process a signal again; a repeat shows its state by then."""
    return call.app.work.inbox.replay(by=call.by, endpoint=endpoint, event=event, idempotency_key=call.key)


@deliveries.get("/outbox", JOURNAL, tagged=False)
def list_tasks(call: Call, query: ListTasks) -> Page[WaitingTask]:
    """List unfinished tasks, those due last first, and why they are unfinished."""
    read = call.app.work.outbox.list_tasks
    return call.reader(query).places(
        lambda after, limit: tuple(
            _waiting(each)
            for each in read(
                by=call.by,
                after=after,
                limit=limit,
                parked=query.parked,
                tenant_id=query.tenant_id,
                kind=query.kind or "",
                subject=query.subject or "",
                since=query.since,
                until=query.until,
            )
        ),
        lambda task: (task.due_at.isoformat(), task.kind, str(task.tenant_id), task.subject),
        lambda at, kind, tenant, subject: TaskPlace(parse_instant(at), Task(kind, TenantId(UUID(tenant)), subject)),
    )


@deliveries.post("/tenants/{tenant_id}/outbox/retry", SUPPORT, TaskUnknown)
def retry(call: Call, body: Retry) -> Revived:
    """Make a parked task due now, and reset its failures."""
    return call.app.work.outbox.retry(**call.writing, kind=body.kind, subject=body.subject)


def _waiting(state: TaskView) -> WaitingTask:
    return WaitingTask(
        kind=state.task.kind,
        tenant_id=state.task.tenant_id,
        client=state.client,
        subject=state.task.subject,
        subject_name=state.subject_name,
        due_at=state.due_at,
        attempts=state.attempts,
        parked_at=state.parked_at,
        fault=state.fault,
    )
