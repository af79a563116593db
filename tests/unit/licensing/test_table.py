"""The table of term, payment and holds: every combination, and that worse never opens more."""

from __future__ import annotations

from itertools import product

import pytest

from saas_core.licensing.policies import TABLE
from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import ALWAYS_OPEN, LICENSED, AccessClass

EXPECTED = """
            good                 grace                unconfirmed                              overdue                              never_paid                                refunded                              disputed
trial       -                    -                    RENEWAL_UNCONFIRMED                      PAYMENT_OVERDUE                      FIRST_PAYMENT_PENDING                     PAYMENT_REFUNDED                      PAYMENT_DISPUTED
running     -                    -                    RENEWAL_UNCONFIRMED                      PAYMENT_OVERDUE                      FIRST_PAYMENT_PENDING                     PAYMENT_REFUNDED                      PAYMENT_DISPUTED
ending      -                    -                    RENEWAL_UNCONFIRMED                      PAYMENT_OVERDUE                      FIRST_PAYMENT_PENDING                     PAYMENT_REFUNDED                      PAYMENT_DISPUTED
scheduled   LICENSE_NOT_STARTED  LICENSE_NOT_STARTED  LICENSE_NOT_STARTED,RENEWAL_UNCONFIRMED  LICENSE_NOT_STARTED,PAYMENT_OVERDUE  LICENSE_NOT_STARTED,FIRST_PAYMENT_PENDING  LICENSE_NOT_STARTED,PAYMENT_REFUNDED  LICENSE_NOT_STARTED,PAYMENT_DISPUTED
ended       LICENSE_EXPIRED      LICENSE_EXPIRED      RENEWAL_UNCONFIRMED,LICENSE_EXPIRED      PAYMENT_OVERDUE,LICENSE_EXPIRED      FIRST_PAYMENT_PENDING,LICENSE_EXPIRED     PAYMENT_REFUNDED,LICENSE_EXPIRED      PAYMENT_DISPUTED,LICENSE_EXPIRED
"""  # noqa: E501 - a table is read across
_LINES = [line.split() for line in EXPECTED.strip().splitlines()]
CELLS = {
    (line[0], payment): () if cell == "-" else tuple(cell.split(","))
    for line in _LINES[1:]
    for payment, cell in zip(_LINES[0], line[1:], strict=True)
}

BETTER_TERMS = ((Term.TRIAL, Term.RUNNING, Term.ENDING), (Term.SCHEDULED, Term.ENDED))
"""Groups of terms, the better first; inside a group none is worse."""

BETTER_PAYMENTS = (
    (Payment.GOOD,),
    (Payment.GRACE,),
    (Payment.UNCONFIRMED, Payment.OVERDUE, Payment.NEVER_PAID, Payment.REFUNDED, Payment.DISPUTED),
)


def _opens(term: Term, payment: Payment, *, held: bool) -> frozenset[AccessClass]:
    return TABLE[term, payment, held].open


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize(("term", "payment"), list(product(Term, Payment)))
def test_each_combination_opens_and_gives_reasons_as_written(term: Term, payment: Payment, held: bool) -> None:
    """The written table of 35 cells holds; a hold comes before all other reasons and shuts everything licensed."""
    expected = (("LICENSE_ON_HOLD",) if held else ()) + CELLS[term.value, payment.value]
    row = TABLE[term, payment, held]
    assert tuple(code.value for code in row.codes) == expected
    assert row.open == (ALWAYS_OPEN if expected else ALWAYS_OPEN | LICENSED)


def test_the_table_is_whole() -> None:
    """No combination is missing, and none is there twice."""
    assert set(TABLE) == set(product(Term, Payment, (False, True)))
    assert len(CELLS) == len(Term) * len(Payment)


@pytest.mark.parametrize("groups", [BETTER_TERMS, BETTER_PAYMENTS])
def test_every_state_has_its_place_among_better_and_worse(groups: tuple[tuple[Term | Payment, ...], ...]) -> None:
    """The orders below leave nothing out."""
    states = [state for group in groups for state in group]
    assert len(states) == len(set(states)) == len(type(states[0]))


def test_worse_on_any_axis_never_opens_more() -> None:
    """A worse term, a worse payment or a hold opens at most what was open; paying and reading never close."""
    for term, payment, held in TABLE:
        open_now = _opens(term, payment, held=held)
        assert open_now >= ALWAYS_OPEN
        assert _opens(term, payment, held=True) <= open_now
        for place, group in enumerate(BETTER_TERMS):
            if term in group:
                for worse in (each for later in BETTER_TERMS[place + 1 :] for each in later):
                    assert _opens(worse, payment, held=held) <= open_now
        for place, steps in enumerate(BETTER_PAYMENTS):
            if payment in steps:
                for less in (each for later in BETTER_PAYMENTS[place + 1 :] for each in later):
                    assert _opens(term, less, held=held) <= open_now
