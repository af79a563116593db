"""Rules about what may be issued, and what a change may take away (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

    It divides the hour, which costs the rate itself. Raises NotIssuable for a rate that is not above zero.
    """
    if rate.minor <= 0:
        message = f"{rate} an hour is no rate."
        raise NotIssuable(message, field="rate", remedy="Publish terms with another rate.")
    # `rate * unit / 3600` is whole exactly if `unit` is a multiple of `3600 / gcd(rate, 3600)`.
    needed = _HOUR // gcd(rate.minor, _HOUR)
    return needed * _STEP // gcd(needed, _STEP)


@frozen(kw_only=True)
class Issuing:
    """What an issue is judged by, besides the draft itself; `approvals` are those of its engagement so far."""

    kind: EstimateKind
    rate: Money
    approvals: Sequence[Approval] = ()
    expires_at: datetime
    at: datetime


def require_issuable(draft: Revision, issuing: Issuing) -> None:
    """Require that a draft can be issued; raises NotIssuable, naming what stands against it."""
    if draft.pricing is not Pricing.HOURLY:
        message = "a fixed price is not offered: work is charged by the hour."
        _refuse("pricing", message, "Charge by hours.", ("4.1",))
    _require_rate(draft, issuing)
    if not draft.lines:
        _refuse("lines", "has no lines.", "Add what is to be done, with its hours.")
    _require_hours(draft.lines, issuing.kind, billing_unit(draft.rate))
    if issuing.expires_at <= issuing.at:
        _refuse("valid_through", f"{draft.valid_through} is over in the client's zone.", "Give a later day.")


def _require_rate(draft: Revision, issuing: Issuing) -> None:
    """Require that hours are added at the rate of the terms, and taken away at one at which they were approved."""
    reduces = any(each.high_seconds < 0 for each in draft.lines) and issuing.kind is EstimateKind.CHANGE_ORDER
    adds = not reduces or any(each.high_seconds > 0 for each in draft.lines)
    if adds and draft.rate != issuing.rate:
        message = f"{draft.rate} is not the rate of the license's terms, {issuing.rate}."
        _refuse("rate", message, "Edit the draft; without a rate it takes that of the terms.", ("4.1",))
    approved = dict.fromkeys(each.rate for each in issuing.approvals)
    if reduces and draft.rate not in approved:
        rates = ", ".join(map(str, approved))
        message = f"takes hours away at {draft.rate}, which were approved at {rates}."
        remedy = "Take hours away by a change order of their own, at the rate of their approval."
        _refuse("rate", message, remedy, ("4.1",))


def rate_of_draft(rate: Money, lines: Iterable[ScopeLine], approvals: Sequence[Approval]) -> Money:
    """Return the rate of a draft that names none: that of the terms; for a pure reduction, that of what it reduces.

    Hours are used at the rate approved first, so that what is left was approved at the last one with enough hours.
    """
    taken = -sum(each.high_seconds for each in lines)
    if not approvals or taken <= 0 or any(each.high_seconds > 0 for each in lines):
        return rate
    last_first = tuple(dict.fromkeys(each.rate for each in reversed(approvals)))
    return next((each for each in last_first if approved_at_rate(approvals, each) >= taken), last_first[0])


def _require_hours(lines: Iterable[ScopeLine], kind: EstimateKind, unit: int) -> None:
    total = 0
    for each in lines:
        low, high = each.low_seconds, each.high_seconds
        total += high
        if min(low, high) < 0 and kind is EstimateKind.BASE:
            message = f"{each.key} has hours below zero, and nothing was approved yet that it could take away."
            _refuse("lines", message, "Give each line its hours, or leave it out.")
        if high == 0:
            _refuse("lines", f"{each.key} has no hours.", "Give each line its hours, or leave it out.")
        if high < 0 and low != high:
            message = f"{each.key} takes away a range of hours; a reduction takes away exactly what it says."
            _refuse("lines", message, "Give its low and its high value as the same hours.")
        if low < 0 < high:
            message = f"{each.key} both takes hours away and adds some."
            _refuse("lines", message, "Write what is taken away and what is added on lines of their own.")
        if low > high:
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


def approved_at_rate(approvals: Iterable[Approval], rate: Money) -> int:
    """Return the hours that approvals at a rate allow together, reductions taken away."""
    return sum(each.cap_seconds for each in approvals if each.rate == rate)


def require_above_worked(
    approvals: Iterable[Approval], change_seconds: int, rate: Money, worked: Mapping[Money, int]
) -> None:
    """Require that a reduction leaves at least the hours worked at its rate; raises BelowWorked (4.2)."""
    if change_seconds < 0 and approved_at_rate(approvals, rate) + change_seconds < worked.get(rate, 0):
        raise BelowWorked


def judged_amount(maximum: Money) -> Money:
    """Return the amount that an approver's limit must reach: the maximum, and for a reduction nothing."""
    return Money(max(maximum.minor, 0), maximum.currency)
