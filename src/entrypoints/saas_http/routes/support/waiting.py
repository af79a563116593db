"""The work-list of staff: the tickets of all clients that wait for somebody."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from attrs import frozen

from saas_core.kernel.bounds import Number, Text
from saas_core.kernel.ids import TenantId, TicketId
from saas_core.kernel.instants import parse_instant
from saas_core.support.ports import WaitingPlace
from saas_core.support.queries.staff import WaitingView
from saas_core.support.values import Queue
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging

waiting = Router("staff: work-list", "Tickets of all clients that wait, longest first.", prefix="/v1/staff")

LARGEST = 99


@frozen(kw_only=True)
class ListWaiting(Paging):
    """What tickets wait for: a classification, us, them, or a verdict on a dispute."""

    queue: Queue | None = None
    limit: Annotated[int, Number(1, LARGEST)] = 50
    cursor: Annotated[str, Text(1, 1000, form="cursor")] | None = None


@waiting.get("/tickets", staff("provider.support"), tagged=False)
def list_waiting(call: Call, query: ListWaiting) -> Page[WaitingView]:
    """List the tickets that wait, longest first: for whom, since when; no response time is promised."""
    read = call.app.support.reading.waiting
    return call.reader(query).places(
        lambda after, limit: read(by=call.by, queue=query.queue, after=after, limit=limit),
        lambda each: (each.since.isoformat(), str(each.tenant_id), str(each.ticket_id)),
        lambda at, tenant, ticket: WaitingPlace(parse_instant(at), TenantId(UUID(tenant)), TicketId(UUID(ticket))),
    )
