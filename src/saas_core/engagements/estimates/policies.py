"""Rules about what may be issued, and what a change may take away (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import gcd
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.errors import BelowWorked, NotIssuable
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Revision
from saas_core.engagements.estimates.values import EstimateKind, Pricing, ScopeLine
from saas_core.kernel.money import Money

_HOUR: Final = 3600
_STEP: Final = 180
"""Three minutes, of which every billing unit is a multiple."""


def billing_unit(rate: Money) -> int:
    """Return the billing unit in seconds: the smallest multiple of 3 minutes that costs whole minor units.

    It divides the hour. Raises NotIssuable for a rate for which an hour has none.
    """
    # `rate * unit / 3600` is whole exactly if `unit` is a multiple of `3600 / gcd(rate, 3600)`.
    needed = _HOUR // gcd(rate.minor, _HOUR)
    unit = needed * _STEP // gcd(needed, _STEP)
    if rate.minor <= 0 or _HOUR % unit:
        message = f"{rate} an hour cannot be divided into whole minor units."
        raise NotIssuable(message, field="rate", remedy="Publish terms with another rate.", clauses=("4.1",))
    return unit


@frozen(kw_only=True)
class Issuing:
    """What an issue is judged by, besides the draft itself."""

    kind: EstimateKind
    rate: Money
    expires_at: datetime
    at: datetime


def require_issuable(draft: Revision, issuing: Issuing) -> None:
    """Require that a draft can be issued; raises NotIssuable, naming what stands against it."""
    if draft.pricing is not Pricing.HOURLY:
        _refuse(
            "pricing",
            "a fixed price is not offered: work is charged by the hour.",
            "Charge by hours.",
            clauses=("4.1",),
        )
    if draft.rate != issuing.rate:
        message = f"{draft.rate} is not the rate of the license's terms, {issuing.rate}."
        _refuse("rate", message, "Edit the draft; without a rate it takes that of the terms.", clauses=("4.1",))
    if not draft.lines:
        _refuse("lines", "has no lines.", "Add what is to be done, with its hours.")
    _require_hours(draft.lines, issuing.kind, billing_unit(issuing.rate))
    if issuing.expires_at <= issuing.at:
        _refuse("valid_through", f"{draft.valid_through} is over in the client's zone.", "Give a later day.")


def _require_hours(lines: Iterable[ScopeLine], kind: EstimateKind, unit: int) -> None:
    total = 0
    for each in lines:
        low, high = each.low_seconds, each.high_seconds
        total += high
        if high == 0 or (high < 0 and kind is EstimateKind.BASE):
            _refuse("lines", f"{each.key} has no hours.", "Give each line its hours, or leave it out.")
        # A reduction takes away exactly what it says.
        if low > high or (low < 0 and high > 0) or (high < 0 and low != high):
            _refuse("lines", f"the low value of {each.key} is above its high one.", "Give a range, low to high.")
        if low % unit or high % unit:
            message = f"the hours of {each.key} are not a multiple of the billing unit of {unit // 60} minutes."
            _refuse("lines", message, "Round them to whole units.")
    if total == 0:
        _refuse("lines", "adds up to no hours.", "Give hours to add or to take away.")


def _refuse(field: str, message: str, remedy: str, clauses: tuple[str, ...] = NotIssuable.clauses) -> None:
    raise NotIssuable(message, field=field, remedy=remedy, clauses=clauses)


def approved_seconds(approvals: Iterable[Approval]) -> int:
    """Return the hours that approvals allow together, reductions taken away."""
    return sum(each.cap_seconds for each in approvals)


def require_above_worked(approvals: Iterable[Approval], change_seconds: int, worked_seconds: int) -> None:
    """Require that a reduction leaves at least the hours that were worked; raises BelowWorked (4.2)."""
    if change_seconds < 0 and approved_seconds(approvals) + change_seconds < worked_seconds:
        raise BelowWorked


def judged_amount(maximum: Money) -> Money:
    """Return the amount that an approver's limit must reach: the maximum, and for a reduction nothing."""
    return Money(max(maximum.minor, 0), maximum.currency)
