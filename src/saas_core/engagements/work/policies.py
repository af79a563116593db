"""Rules about when time and deliveries may be recorded: never in the future, never in what is closed (4.2, 5.3)."""

from __future__ import annotations

from datetime import datetime

from saas_core.engagements.work.errors import PeriodClosed, TimeUnfit
from saas_core.engagements.work.model.intervals import Interval


def require_open(interval: Interval, closed_until: datetime | None) -> None:
    """Require that no part of an interval lies in a closed period; raises PeriodClosed."""
    if closed_until is not None and interval.since < closed_until:
        message = f"begins before {closed_until.isoformat()}, until when time is closed."
        raise PeriodClosed(message, field="started_at", remedy="Time in a closed period stays as it is.")


def require_closable(until: datetime, closed_until: datetime | None, now: datetime) -> None:
    """Require that time may be closed until an instant: not in the future, nor in what is closed; raises TimeUnfit."""
    if until > now or (closed_until is not None and until < closed_until):
        message = "lies in the future." if until > now else "lies in what is closed already."
        raise TimeUnfit(message, field="until", remedy="Give an instant between the one closed until and now.")


def require_delivered(delivered_at: datetime, now: datetime) -> None:
    """Require that a change was delivered by now; raises TimeUnfit."""
    if delivered_at > now:
        message = "lies in the future."
        remedy = "Register a change once it was delivered."
        raise TimeUnfit(message, field="delivered_at", remedy=remedy, clauses=("5.3",))
