"""Outcomes: what an answer says, as answers under two versions of the terms are compared."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from saas_core.policy.decision import Decision, Verdict
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import Terms

_ASPECTS: Final = ("verdict", "clauses", "reasons", "price")
_PRICED: Final = frozenset({ReasonCode.NOT_INCLUDED, ReasonCode.PAID_WORK})


@frozen
class Outcome:
    """What an answer says: its verdict, clauses, reasons, and the hourly price where something is offered for one."""

    verdict: str
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    reasons: tuple[str, ...]
    price: str = ""


def outcome_of(decision: Decision, terms: Terms) -> Outcome:
    """Return what an answer says, with the price of what it offers."""
    priced = decision.verdict is Verdict.CHARGEABLE or any(each.code in _PRICED for each in decision.reasons)
    return Outcome(
        verdict=decision.verdict.value,
        clauses=decision.clauses,
        overruled=decision.overruled,
        reasons=tuple(each.code.value for each in decision.reasons),
        price=f"{terms.hourly_rate} per hour" if priced else "",
    )


def aspects(before: Outcome, after: Outcome) -> tuple[str, ...]:
    """Return in what two outcomes differ; clauses that were overruled count among the clauses."""
    differ = {
        "verdict": before.verdict != after.verdict,
        "clauses": (set(before.clauses), set(before.overruled)) != (set(after.clauses), set(after.overruled)),
        "reasons": before.reasons != after.reasons,
        "price": before.price != after.price,
    }
    return tuple(each for each in _ASPECTS if differ[each])
