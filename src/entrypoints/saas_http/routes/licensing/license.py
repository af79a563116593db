"""The license: standing, forecast, history, cancellation and resumption."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import LicenseId, TenantId
from saas_core.licensing.errors import LicenseUnknown, NotCanceled
from saas_core.licensing.queries import ChangeView, FactView, HoldView, LicenseView, PeriodView, ReasonView
from saas_http.endpoints import Call, Router, client
from saas_http.routes.instants import AsKnown

license_ = Router("license", "Your license; it can be read and paid even when it is not in good standing (0.1).")

READ = client("license.read")
PAY = client("billing.pay")


@frozen(kw_only=True)
class StandingView:
    """A license at an instant: its term and payment, its period, what is open, and why the rest is closed.

    `period` is the one then running, or else the last one before, with its invoice; none for a trial.
    """

    license_id: LicenseId
    tenant_id: TenantId
    terms_version: str
    term: str
    payment: str
    period: PeriodView | None
    good_standing: bool
    holds: tuple[HoldView, ...]
    open: tuple[str, ...]
    reasons: tuple[ReasonView, ...]
    at: datetime
    valid_until: datetime | None


@frozen
class ForecastView:
    """The upcoming changes if nothing more is paid."""

    changes: tuple[ChangeView, ...]


@frozen
class HistoryView:
    """All known facts of a license, in order, whether in effect or not."""

    facts: tuple[FactView, ...]


@frozen(kw_only=True)
class Cancel:
    """The end of a cancellation: with the paid period, or at once."""

    at_period_end: bool = True


@license_.get("/license", READ, LicenseUnknown, tagged=False)
def standing(call: Call, query: AsKnown) -> StandingView:
    """Show the license's standing, at any instant, and as known at any instant."""
    return standing_of(call.app.licensing.show(**call.acting, at=query.at, known_at=query.known_at))


@license_.get("/license/forecast", READ, LicenseUnknown, tagged=False)
def forecast(call: Call, query: AsKnown) -> ForecastView:
    """List the upcoming changes if nothing more is paid."""
    return ForecastView(call.app.licensing.forecast(**call.acting, at=query.at, known_at=query.known_at))


@license_.get("/license/history", READ, LicenseUnknown)
def history(call: Call) -> HistoryView:
    """List the history of the license."""
    return HistoryView(call.app.licensing.show(**call.acting).facts)


@license_.post("/license/cancel", PAY, LicenseUnknown)
def cancel(call: Call, body: Cancel) -> StandingView:
    """Cancel the license, at the end of the paid period or at once (1.3)."""
    return standing_of(call.app.licensing.cancel(**call.writing, at_period_end=body.at_period_end))


@license_.post("/license/resume", PAY, LicenseUnknown, NotCanceled)
def resume(call: Call) -> StandingView:
    """Undo a cancellation."""
    return standing_of(call.app.licensing.resume(**call.writing))


def standing_of(view: LicenseView) -> StandingView:
    """Return the view of a license, without its history."""
    return StandingView(
        license_id=view.id,
        tenant_id=view.tenant_id,
        terms_version=view.terms_version,
        term=view.term,
        payment=view.payment,
        period=view.period,
        good_standing=view.good_standing,
        holds=view.holds,
        open=view.open,
        reasons=view.reasons,
        at=view.at,
        valid_until=view.valid_until,
    )
