"""Licenses, as staff reads them and holds them."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.licensing.commands import LiftHold, PlaceHold
from saas_core.licensing.errors import HoldUnknown, LicenseUnknown, NotCanceled
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.commands import fields_of
from saas_http.routes.instants import AsKnown
from saas_http.routes.licensing.license import Cancel, ForecastView, HistoryView, StandingView, standing_of

licenses = Router(
    "staff: licenses", "Licenses: read, held, ended.", prefix="/v1/staff/tenants/{tenant_id}", name="licenses"
)

READ = staff("license.read")
LICENSES = staff("provider.licenses")


@frozen(kw_only=True)
class Trial:
    """A trial over `[since, until)`."""

    since: datetime
    until: datetime


@licenses.get("/license", READ, LicenseUnknown, tagged=False)
def standing(call: Call, query: AsKnown) -> StandingView:
    """Show how a client's license stands."""
    return standing_of(call.app.licensing.show(**call.acting, at=query.at, known_at=query.known_at))


@licenses.get("/license/forecast", READ, LicenseUnknown, tagged=False)
def forecast(call: Call, query: AsKnown) -> ForecastView:
    """List the changes to come if nothing more is paid."""
    return ForecastView(call.app.licensing.forecast(**call.acting, at=query.at, known_at=query.known_at))


@licenses.get("/license/history", READ, LicenseUnknown)
def history(call: Call) -> HistoryView:
    """List what happened to a client's license."""
    return HistoryView(call.app.licensing.show(**call.acting).facts)


@licenses.post("/license/holds", LICENSES, LicenseUnknown, status=201)
def place_hold(call: Call, body: PlaceHold) -> StandingView:
    """Hold a license, for a reason and on a clause of its terms; no payment lifts it (0.1)."""
    return standing_of(call.app.licensing.place_hold(**call.writing, **fields_of(body)))


@licenses.post("/license/holds/{hold_id}/lift", LICENSES, LicenseUnknown, HoldUnknown)
def lift_hold(call: Call, body: LiftHold) -> StandingView:
    """Lift a hold."""
    return standing_of(call.app.licensing.lift_hold(**call.writing, **fields_of(body)))


@licenses.post("/license/trials", LICENSES, LicenseUnknown, status=201)
def grant_trial(call: Call, body: Trial) -> StandingView:
    """Grant a trial."""
    return standing_of(call.app.licensing.grant_trial(**call.writing, since=body.since, until=body.until))


@licenses.post("/license/cancel", LICENSES, LicenseUnknown)
def cancel(call: Call, body: Cancel) -> StandingView:
    """Cancel a license for its client, to its last paid instant or at once."""
    return standing_of(call.app.licensing.cancel(**call.writing, at_period_end=body.at_period_end))


@licenses.post("/license/resume", LICENSES, LicenseUnknown, NotCanceled)
def resume(call: Call) -> StandingView:
    """Take a cancellation back."""
    return standing_of(call.app.licensing.resume(**call.writing))


@licenses.post("/license/end", LICENSES, LicenseUnknown)
def end(call: Call) -> StandingView:
    """End a license now."""
    return standing_of(call.app.licensing.end(**call.writing))
