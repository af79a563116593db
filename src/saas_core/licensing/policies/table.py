"""The table of what each combination of term, payment and holds opens, and of the reasons that close the rest."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

from attrs import frozen

from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import ALWAYS_OPEN, LICENSED, AccessClass
from saas_core.policy.reasons import RANK, ReasonCode

TERM_REASON: dict[Term, ReasonCode | None] = {
    Term.TRIAL: None,
    Term.RUNNING: None,
    Term.ENDING: None,
    Term.SCHEDULED: ReasonCode.LICENSE_NOT_STARTED,
    Term.ENDED: ReasonCode.LICENSE_EXPIRED,
}
"""The reason given for each term; None leaves the license open. A canceled term gives LICENSE_CANCELED instead."""

PAYMENT_REASON: dict[Payment, ReasonCode | None] = {
    Payment.GOOD: None,
    Payment.GRACE: None,
    Payment.UNCONFIRMED: ReasonCode.RENEWAL_UNCONFIRMED,
    Payment.OVERDUE: ReasonCode.PAYMENT_OVERDUE,
    Payment.NEVER_PAID: ReasonCode.FIRST_PAYMENT_PENDING,
    Payment.REFUNDED: ReasonCode.PAYMENT_REFUNDED,
    Payment.DISPUTED: ReasonCode.PAYMENT_DISPUTED,
}
"""The reason given for each payment state; None leaves the license open."""


@frozen
class Row:
    """The access that a combination opens, and the reasons that close the rest, most fundamental first (9.2)."""

    open: frozenset[AccessClass]
    codes: tuple[ReasonCode, ...]


def _row(term: Term, payment: Payment, *, held: bool) -> Row:
    applicable = (ReasonCode.LICENSE_ON_HOLD if held else None, TERM_REASON[term], PAYMENT_REASON[payment])
    codes = tuple(sorted((code for code in applicable if code is not None), key=RANK.__getitem__))
    return Row(ALWAYS_OPEN if codes else ALWAYS_OPEN | LICENSED, codes)


TABLE: Mapping[tuple[Term, Payment, bool], Row] = MappingProxyType(
    {
        (term, payment, held): _row(term, payment, held=held)
        for term, payment, held in product(Term, Payment, (False, True))
    }
)
"""Every combination of term, payment, and whether there is a hold; one axis never makes up for another (0.1)."""
