"""The rules of standing: the axes, a table of what their combinations open, and the fold over the facts."""

from __future__ import annotations

from saas_core.licensing.policies.standing import Change, SettingsOf, Standing, forecast, standing, unbroken_since
from saas_core.licensing.policies.table import PAYMENT_REASON, TABLE, TERM_REASON, Row

__all__ = [
    "PAYMENT_REASON",
    "TABLE",
    "TERM_REASON",
    "Change",
    "Row",
    "SettingsOf",
    "Standing",
    "forecast",
    "standing",
    "unbroken_since",
]
