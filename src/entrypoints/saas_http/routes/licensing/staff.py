"""Licenses for staff: reading, holds, trials and ends."""

from __future__ import annotations

from saas_core.licensing.commands import GrantTrial, LiftHold, MoveTrial, PlaceHold
from saas_core.licensing.errors import HoldUnknown, LicenseUnknown, NotCanceled
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.commands import fields_of
from saas_http.routes.instants import AsKnown
from saas_http.routes.licensing.license import Cancel, ForecastView, HistoryView, StandingView, standing_of

licenses = Router(
    "staff: licenses", "Licenses: reading, holds and ends.", prefix="/v1/staff/tenants/{tenant_id}", name="licenses"
)

READ = staff("license.read")
LICENSES = staff("provider.licenses")


@licenses.get("/license", READ, LicenseUnknown, tagged=False)
def standing(call: Call, query: AsKnown) -> StandingView:
    """Show the standing of a client's license."""
    return standing_of(call.app.licensing.show(**call.acting, at=query.at, known_at=query.known_at))


@licenses.get("/license/forecast", READ, LicenseUnknown, tagged=False)
def forecast(call: Call, query: AsKnown) -> ForecastView:
    """List the upcoming changes if nothing more is paid."""
    return ForecastView(call.app.licensing.forecast(**call.acting, at=query.at, known_at=query.known_at))


@licenses.get("/license/history", READ, LicenseUnknown)
def history(call: Call) -> HistoryView:
    """List the history of a client's license."""
    return HistoryView(call.app.licensing.show(**call.acting).facts)


@licenses.post("/license/holds", LICENSES, LicenseUnknown, status=201)
def place_hold(call: Call, body: PlaceHold) -> StandingView:
    """Place a hold on a license, for a reason and under a clause of its terms; no payment lifts it (0.1)."""
    return standing_of(call.app.licensing.place_hold(**call.writing, **fields_of(body)))


@licenses.post("/license/holds/{hold_id}/lift", LICENSES, LicenseUnknown, HoldUnknown)
def lift_hold(call: Call, body: LiftHold) -> StandingView:
    """Lift a hold."""
    return standing_of(call.app.licensing.lift_hold(**call.writing, **fields_of(body)))


@licenses.post("/license/trials", LICENSES, LicenseUnknown, status=201)
def grant_trial(call: Call, body: GrantTrial) -> StandingView:
    """Grant a trial."""
    return standing_of(call.app.licensing.grant_trial(**call.writing, **fields_of(body)))


@licenses.post("/license/trials/move", LICENSES, LicenseUnknown)
def move_trial(call: Call, body: MoveTrial) -> StandingView:
    """Record that a trial ends at another instant: later, earlier, or at once."""
    return standing_of(call.app.licensing.move_trial(**call.writing, **fields_of(body)))


@licenses.post("/license/cancel", LICENSES, LicenseUnknown)
def cancel(call: Call, body: Cancel) -> StandingView:
    """Cancel a license on behalf of its client, at the end of the paid period or at once."""
    return standing_of(call.app.licensing.cancel(**call.writing, at_period_end=body.at_period_end))


@licenses.post("/license/resume", LICENSES, LicenseUnknown, NotCanceled)
def resume(call: Call) -> StandingView:
    """Undo a cancellation."""
    return standing_of(call.app.licensing.resume(**call.writing))


@licenses.post("/license/end", LICENSES, LicenseUnknown)
def end(call: Call) -> StandingView:
    """End a license now."""
    return standing_of(call.app.licensing.end(**call.writing))
