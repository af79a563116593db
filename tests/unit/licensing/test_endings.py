"""Endings and their return, what stays paid under debts and refunds, and the facts that an answer tells."""

from __future__ import annotations

from datetime import datetime

import pytest

from saas_core.licensing.events import LicenseFact
from saas_core.licensing.values import Term
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import Settings
from unit.licensing.telling import (
    Life,
    canceled,
    day,
    disputed,
    ended,
    heard,
    held,
    life,
    overdue,
    paid,
    refunded,
    resumed,
    settled,
    voided,
)

GRACE = Settings(grace_days=7)


def test_every_overdue_invoice_is_named() -> None:
    """Two debts are two reasons, each with its invoice."""
    told = life(overdue("2", 1), overdue("3", 2))
    sentences = [each.sentence for each in told.at(day(3)).reasons]
    assert sentences == ["Invoice 2 is overdue.", "Invoice 3 is overdue."]


def test_the_oldest_debt_ends_grace() -> None:
    """A younger overdue invoice does not lengthen the grace of an older one, and paying the older one does."""
    debts = (paid("1", 0, 10), overdue("2", 10), overdue("3", 15))
    assert life(*debts, settings=GRACE).codes(day(18))[0] is ReasonCode.PAYMENT_OVERDUE
    assert life(*debts, settled("2", 16), settings=GRACE).good(day(18))


@pytest.mark.parametrize("closing", [settled("2", 11), voided("2", 11), settled("2", 9)])
def test_a_closed_invoice_is_no_debt(closing: LicenseFact) -> None:
    """Settled or voided, before or after the news that it was overdue, an invoice blocks nothing more."""
    told = life(paid("1", 0, 20), paid("3", 20, 30), overdue("2", 10), closing)
    assert told.good(day(12))
    bare = life(overdue("2", 10), closing)
    assert ReasonCode.PAYMENT_OVERDUE not in bare.codes(day(12))


@pytest.mark.parametrize(
    "told",
    [
        life(paid("1", 0, 10), refunded("1", 3, full=False)),
        life(paid("1", 0, 10), refunded("1", 3), settings=Settings(full_refund_ends_good_standing=False)),
        life(paid("1", 0, 10), paid("2", 0, 10), refunded("1", 3)),
        life(paid("1", 0, 10), refunded("1", 3), paid("1", 0, 10, at=4)),
        life(paid("1", 0, 10), refunded("1", 3), paid("2", 4, 10)),
    ],
    ids=["in part", "setting off", "paid twice", "paid again", "another invoice"],
)
def test_a_refund_leaves_open_what_is_still_paid(told: Life) -> None:
    """A refund in part, one that the terms let pass, or one of what was paid twice or again shuts nothing."""
    assert told.good(day(5))


@pytest.mark.parametrize("at_period_end", [True, False])
def test_a_cancellation_taken_back_is_as_if_never_asked(at_period_end: bool) -> None:
    """Resumed, the license stands as without the cancellation."""
    told = life(paid("1", 0, 10), canceled(6, at_period_end=at_period_end), resumed(7))
    assert told.axes(day(8)) == ("running", "good")
    assert told.codes(day(10)) == [ReasonCode.LICENSE_EXPIRED]


def test_a_short_period_paid_while_canceled_takes_nothing_from_a_return() -> None:
    """Withdrawing an immediate cancellation restores earlier payments, whatever was paid in between."""
    told = life(paid("1", 0, 10), canceled(2, at_period_end=False), paid("2", 5, 6, at=3), resumed(7))
    assert [told.good(day(each)) for each in (2, 5, 6, 7, 10)] == [False, True, False, True, False]


@pytest.mark.parametrize("ending", [canceled(6), canceled(6, at_period_end=False), ended(6)])
def test_paying_for_a_later_period_begins_again(ending: LicenseFact) -> None:
    """Canceled or ended, a period that begins later and is paid opens the license again, with no end asked for."""
    told = life(paid("1", 0, 10), ending, paid("2", 12, 20))
    assert not told.good(day(11))
    assert told.axes(day(12)) == ("running", "good")
    assert told.codes(day(20)) == [ReasonCode.LICENSE_EXPIRED]


@pytest.mark.parametrize("ending", [canceled(6), canceled(6, at_period_end=False), ended(6)])
def test_paying_late_for_a_period_begun_before_takes_no_ending_back(ending: LicenseFact) -> None:
    """A payment that arrives after the ending, for the period it ended, changes nothing of it."""
    told = life(ending, paid("1", 0, 10, at=7))
    assert told.codes(day(10)) == [ReasonCode.LICENSE_CANCELED]


def test_a_period_paid_before_the_end_does_not_begin_again() -> None:
    """Periods paid in advance end with the rest."""
    told = life(paid("1", 0, 10), paid("2", 10, 20, at=5), ended(6))
    assert told.codes(day(12)) == [ReasonCode.LICENSE_CANCELED]


def test_what_the_provider_ended_is_not_resumed() -> None:
    """Neither taking a cancellation back nor canceling once more undoes an ending by the provider."""
    told = life(paid("1", 0, 10), ended(2), canceled(3, at_period_end=False), resumed(4))
    assert told.codes(day(5)) == [ReasonCode.LICENSE_CANCELED]


@pytest.mark.parametrize("second", [ended(5), canceled(5, at_period_end=False)])
def test_the_last_of_two_endings_counts(second: LicenseFact) -> None:
    """A period begun between two endings and paid after both opens nothing: the second ended it as well."""
    assert life(ended(2), second, paid("1", 3, 9, at=6)).codes(day(7)) == [ReasonCode.LICENSE_CANCELED]


@pytest.mark.parametrize(
    "told",
    [
        life(paid("1", 0, 10)),
        life(heard(0), heard(5, renews=False), paid("1", 0, 10)),
        life(heard(0), canceled(5), paid("1", 0, 10)),
        life(heard(0), paid("1", 0, 10), refunded("1", 5)),
    ],
    ids=["no provider", "provider said no", "canceled", "refunded"],
)
def test_there_is_no_tolerance_without_an_announced_renewal(told: Life) -> None:
    """Without a provider whose last word was that it renews, the period ends at its end."""
    assert told.at(day(10)).term is Term.ENDED
    assert not told.good(day(10))


def test_the_renewal_that_arrives_restores_the_license() -> None:
    """A renewal confirmed late, after the tolerance, opens everything again."""
    told = life(heard(0), paid("1", 0, 10), paid("2", 10, 20, at=11))
    assert told.codes(day(10.5)) == [ReasonCode.RENEWAL_UNCONFIRMED]
    assert told.good(day(11))


def test_the_judgement_gets_the_standing_in_its_own_words() -> None:
    """The judge receives the standing: open classes, reasons, end, and the facts behind it."""
    told = life(
        paid("1", 0, 10),
        held(1, 1),
        disputed("d", "1", 1),
        canceled(1),
        heard(0),
        overdue("2", 10),
        refunded("1", 11),
    )
    for moment in (day(2), day(10.01), day(12)):
        seen = told.at(moment)
        state = seen.state()
        assert (state.open, state.reasons, state.valid_until, state.facts) == (
            seen.open,
            seen.reasons,
            seen.valid_until,
            seen.facts,
        )
    assert {each.name: each.value for each in told.at(day(2)).facts} == {
        "license term": "ending",
        "license payment": "disputed",
        "terms accepted": "2026-01 on 2025-01-01 00:00 UTC",
        "paid or granted until": "2026-01-11 00:00 UTC",
        "payment disputed": "invoice 1, dispute d",
        "hold": "breach on clause 0.2: resale",
        "ending": "canceled on 2026-01-02 00:00 UTC",
    }


@pytest.mark.parametrize(
    ("told", "moment", "name", "value"),
    [
        (life(paid("1", 5, 9, at=0)), day(1), "next period begins", "2026-01-06 00:00 UTC"),
        (life(paid("1", 0, 9), refunded("1", 1)), day(2), "payment refunded", "1"),
        (life(overdue("2", 1)), day(2), "invoice overdue", "2 since 2026-01-02 00:00 UTC"),
        (life(ended(1)), day(2), "ending", "ended by the provider on 2026-01-02 00:00 UTC"),
        (life(heard(0), paid("1", 0, 1)), day(2), "payment provider", "active"),
        (life(paid("1", 0, 1 + 1 / 86400)), day(2), "license ended", "2026-01-02 00:00:01 UTC"),
    ],
)
def test_the_facts_that_bear_on_an_answer_are_told(told: Life, moment: datetime, name: str, value: str) -> None:
    """A decision names what it rests on, to the second."""
    assert {each.name: each.value for each in told.at(moment).facts}[name] == value


def test_facts_of_one_instant_count_by_their_rank() -> None:
    """Money given back outranks money given, an ending a payment, and taking a cancellation back the cancellation."""
    assert life(paid("1", 0, 10), refunded("1", 0)).codes(day(0)) == [ReasonCode.PAYMENT_REFUNDED]
    assert life(ended(0), paid("1", 0, 10)).codes(day(0)) == [ReasonCode.LICENSE_CANCELED]
    assert life(canceled(0), resumed(0), paid("1", 0, 10)).axes(day(0)) == ("running", "good")
