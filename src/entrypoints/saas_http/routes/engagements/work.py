"""Time on engagements and the register of enhancements (4.2, 5.2, 5.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from attrs import frozen

from saas_core.engagements.errors import EngagementNotNow, RequestUnknown
from saas_core.engagements.work.commands import (
    ClosePeriod,
    LeaveOut,
    LogTime,
    Reason,
    RegisterEnhancement,
    StartTimer,
    VoidTime,
)
from saas_core.engagements.work.errors import (
    LineUnknown,
    NotApproved,
    NoTimer,
    PeriodClosed,
    TimeOverlaps,
    TimerRuns,
    TimeUnfit,
    Undelivered,
)
from saas_core.engagements.work.queries import (
    ClosedView,
    CourseView,
    EnhancementView,
    HoursView,
    OutcomeView,
    RecordedView,
    TimeImportView,
    TimeView,
)
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import EngagementId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of

work = Router("engagements", "What was worked on an engagement, and what was delivered.", name="work")
staff_work = Router(
    "staff: engagements",
    "Time on engagements: timers, entries, imports, corrections; what was delivered; ends.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="staff_work",
)

ASKED = client("engagements.request")
STAFF = staff("provider.work")
PERFORM = staff("custom.perform")
LARGEST = 256 * 1024
"""In bytes: the largest body, in which a full import of rows with short notes fits."""
_HERE = (TenantUnknown, RequestUnknown)
_TIME = (NotApproved, LineUnknown, TimeOverlaps, PeriodClosed, TimeUnfit)


@frozen(kw_only=True)
class Between:
    """A window of time `[since, until)`."""

    since: datetime
    until: datetime


@frozen(kw_only=True)
class WorkedView:
    """The seconds worked in a window."""

    seconds: int


@frozen(kw_only=True)
class OutcomesView:
    """What became of each entry of a bulk change."""

    outcomes: tuple[OutcomeView, ...]


@frozen(kw_only=True)
class RegisterView:
    """The register of enhancements of an engagement."""

    enhancements: tuple[EnhancementView, ...]


_CELL = r"[^\x00]*"
"""Whatever a cell of a file may hold: what does not fit is told for its row alone."""


@frozen(kw_only=True)
class TimeRow:
    """A row of time to import, as a file has it: instants with an offset, such as 2026-11-23T09:00:00Z."""

    line: Annotated[str, Text(0, 40, _CELL)]
    started_at: Annotated[str, Text(0, 60, _CELL)]
    ended_at: Annotated[str, Text(0, 60, _CELL)]
    note: Annotated[str, Text(0, 2_000, _CELL)] = ""


@frozen(kw_only=True)
class ImportRows:
    """Rows of time, each of which is recorded or refused by itself."""

    rows: tuple[TimeRow, ...]


@frozen(kw_only=True)
class CancelWith:
    """Why an engagement ends."""

    reason: Reason


@work.get("/engagements/{engagement_id}/hours", ASKED, RequestUnknown)
def hours(call: Call, engagement_id: EngagementId) -> HoursView:
    """Show the approved, used and remaining hours of an engagement."""
    return call.app.engagements.work.hours(**call.acting, engagement_id=engagement_id)


@work.get("/engagements/{engagement_id}/time", ASKED, RequestUnknown, tagged=False)
def list_time(call: Call, engagement_id: EngagementId, query: Paging) -> Page[TimeView]:
    """List the time on an engagement, in the order in which it was recorded."""
    read = call.app.engagements.work.list_time
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, engagement_id=engagement_id, after=after, limit=limit),
        lambda entry: entry.entry_id,
    )


@work.get("/engagements/{engagement_id}/worked", ASKED, RequestUnknown, tagged=False)
def worked(call: Call, engagement_id: EngagementId, query: Between) -> WorkedView:
    """Show how much was worked in a window of time, so that days add up to their week."""
    seconds = call.app.engagements.work.seconds_between(
        **call.acting, engagement_id=engagement_id, since=query.since, until=query.until
    )
    return WorkedView(seconds=seconds)


@work.get("/engagements/{engagement_id}/enhancements", ASKED, RequestUnknown)
def register(call: Call, engagement_id: EngagementId) -> RegisterView:
    """Show what was delivered; all of it stays the provider's, and hosted (5.2, 5.3)."""
    found = call.app.engagements.enhancements.list_enhancements(**call.acting, engagement_id=engagement_id)
    return RegisterView(enhancements=found)


@work.post("/engagements/{engagement_id}/cancel", ASKED, RequestUnknown, EngagementNotNow)
def cancel(call: Call, engagement_id: EngagementId, body: CancelWith) -> CourseView:
    """End an engagement before it is delivered; time worked inside the cap stays billable."""
    return call.app.engagements.enhancements.cancel(**call.writing, engagement_id=engagement_id, reason=body.reason)


staff_work.get("/engagements/{engagement_id}/hours", STAFF, *_HERE)(hours)
staff_work.get("/engagements/{engagement_id}/time", STAFF, *_HERE, tagged=False)(list_time)
staff_work.get("/engagements/{engagement_id}/worked", STAFF, *_HERE, tagged=False)(worked)
staff_work.get("/engagements/{engagement_id}/enhancements", STAFF, *_HERE)(register)
staff_work.post("/engagements/{engagement_id}/cancel", STAFF, *_HERE, EngagementNotNow)(cancel)


@staff_work.post("/engagements/{engagement_id}/timer", PERFORM, *_HERE, *_TIME, TimerRuns, status=201)
def start(call: Call, body: StartTimer) -> TimeView:
    """Start your timer on an approved scope line; refused without an approval and at the cap (4.2)."""
    return call.app.engagements.work.start(**call.writing, **fields_of(body))


@staff_work.post("/engagements/{engagement_id}/timer/stop", STAFF, *_HERE, NotApproved, NoTimer)
def stop(call: Call, engagement_id: EngagementId) -> RecordedView:
    """Stop your timer, which always works; what exceeds the cap is recorded as never billed."""
    return call.app.engagements.work.stop(**call.writing, engagement_id=engagement_id)


@staff_work.post("/engagements/{engagement_id}/time", PERFORM, *_HERE, *_TIME, status=201)
def log(call: Call, body: LogTime) -> RecordedView:
    """Record time that you worked; it is split at the approval and where the approved hours are used up."""
    return call.app.engagements.work.log(**call.writing, **fields_of(body))


@staff_work.post("/engagements/{engagement_id}/time/import", PERFORM, *_HERE, NotApproved, status=201, largest=LARGEST)
def import_time(call: Call, engagement_id: EngagementId, body: ImportRows) -> TimeImportView:
    """Record up to 2,000 rows of time that you worked; each refused one is named by its place, from 1."""
    rows = [
        (number, {name: value for name, value in fields_of(each).items() if name != "note" or value})
        for number, each in enumerate(body.rows, 1)
    ]
    return call.app.engagements.work.import_time(**call.writing, engagement_id=engagement_id, rows=rows)


@staff_work.post("/time/void", STAFF, TenantUnknown)
def void(call: Call, body: VoidTime) -> OutcomesView:
    """Void recorded entries, each answered by itself; what was billed, or lies in a closed period, stays."""
    return OutcomesView(outcomes=call.app.engagements.work.void(**call.writing, **fields_of(body)))


@staff_work.post("/time/close", staff("provider.billing"), TenantUnknown, TimeUnfit)
def close_period(call: Call, body: ClosePeriod) -> ClosedView:
    """Close the time before an instant, in which nothing is recorded or voided any more."""
    return call.app.engagements.work.close_period(**call.writing, **fields_of(body))


@staff_work.post(
    "/engagements/{engagement_id}/enhancements",
    STAFF,
    *_HERE,
    EngagementNotNow,
    NotApproved,
    LineUnknown,
    TimeUnfit,
    status=201,
)
def register_enhancement(call: Call, body: RegisterEnhancement) -> EnhancementView:
    """Register a delivered change of an approved scope line; it stays the provider's, and hosted (5.2, 5.3)."""
    return call.app.engagements.enhancements.register(**call.writing, **fields_of(body))


@staff_work.post(
    "/engagements/{engagement_id}/left-out", STAFF, *_HERE, EngagementNotNow, NotApproved, LineUnknown, status=201
)
def leave_out(call: Call, body: LeaveOut) -> EnhancementView:
    """Say why an approved scope line is not delivered."""
    return call.app.engagements.enhancements.leave_out(**call.writing, **fields_of(body))


@staff_work.post("/engagements/{engagement_id}/deliver", STAFF, *_HERE, EngagementNotNow, NotApproved, Undelivered)
def deliver(call: Call, engagement_id: EngagementId) -> CourseView:
    """Mark an engagement as delivered, once every approved line is in the register."""
    return call.app.engagements.enhancements.deliver(**call.writing, engagement_id=engagement_id)


ROUTERS = (work, staff_work)
