"""Time alone: boundaries to the microsecond, how long an answer holds, what is to come, what was known when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from saas_core.licensing import events
from saas_core.licensing.policies import forecast, standing
from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import LICENSED
from saas_core.policy.terms import Settings

Told = Any
Codes = Callable[[Any], list[str]]
TICK = timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (datetime(2026, 2, 28, tzinfo=UTC), datetime(2026, 3, 28, tzinfo=UTC)),
        (datetime(2028, 1, 29, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), datetime(2029, 2, 28, tzinfo=UTC)),
        (datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 3, 30, tzinfo=BERLIN)),
        (datetime(2026, 10, 25, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)),
        (datetime(2026, 11, 1, tzinfo=NEW_YORK), datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=0)),
        (datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_open_to_the_last_microsecond_and_shut_at_the_end(told: Told, since: datetime, until: datetime) -> None:
    """Half-open at both ends, over leap days and both changes of the clocks."""
    begin, end = since.astimezone(UTC), until.astimezone(UTC)
    paid = events.PeriodPaid(effective_at=told.day(0), recorded_at=told.day(0), invoice="1", since=begin, until=end)
    license_ = told.license(told.accepted(), paid)

    def good(at: datetime) -> bool:
        return standing(license_, Settings(), at=at, known_at=end).good

    assert [good(begin - TICK), good(begin), good(end - TICK), good(end)] == [False, True, True, False]


def test_contiguous_renewals_leave_no_gap(told: Told) -> None:
    """Month by month, the answer holds to the end of the unbroken run, and no instant inside it is shut."""
    months = [told.paid(str(number), number * 30, number * 30 + 30, day=1) for number in range(12)]
    assert told.standing(1, *months).valid_until == told.day(360)
    for number in range(1, 12):
        edge = told.day(number * 30)
        for at in (edge - TICK, edge):
            assert standing(told.license(told.accepted(), *months), Settings(), at=at, known_at=edge).good


def test_an_answer_counts_facts_that_come_into_effect_later(told: Told) -> None:
    """A debt dated ahead, terms accepted ahead and a hold dated ahead end the answer at their instant."""
    paid = told.paid("1", 0, 90)
    assert told.standing(10, paid, told.held(20)).valid_until == told.day(20)
    assert told.standing(10, paid, told.invoice("overdue", "2", 20)).valid_until == told.day(90)
    assert told.standing(10, paid, told.accepted(40), accepted=False).valid_until == told.day(40)
    assert told.standing(95, paid, told.invoice("overdue", "2", 98)).valid_until == told.day(98)


def test_an_answer_that_time_never_changes_has_no_end(told: Told) -> None:
    """Expired, canceled, on hold or never paid, nothing happens by itself."""
    paid = told.paid("1", 0, 30)
    for seen in (told.standing(40, paid), told.standing(5), told.standing(40, paid, told.held(3))):
        assert seen.valid_until is None


def test_under_a_hold_the_answer_still_changes_with_the_period(told: Told, codes: Codes) -> None:
    """At the end of the paid period a second reason joins the hold."""
    facts = (told.paid("1", 0, 30), told.held(3))
    assert told.standing(10, *facts).valid_until == told.day(30)
    assert codes(told.standing(30, *facts)) == ["LICENSE_ON_HOLD", "LICENSE_EXPIRED"]


def test_the_settings_of_the_version_pinned_at_the_instant_decide(told: Told, codes: Codes) -> None:
    """Grace of terms accepted later begins with their acceptance, and the answer before it knows when."""
    settings = {"2026-01": Settings(), "2026-07": Settings(grace_days=20)}
    license_ = told.license(
        told.accepted(), told.paid("1", 0, 30), told.invoice("overdue", "2", 30), told.accepted(35, "2026-07")
    )

    def at(day: float) -> Any:
        return standing(license_, settings.__getitem__, at=told.day(day), known_at=told.day(99))

    assert (codes(at(32)), at(32).terms_version, at(32).valid_until) == (["PAYMENT_OVERDUE"], "2026-01", told.day(35))
    assert (at(35).payment, at(35).terms_version, at(35).valid_until) == (Payment.GRACE, "2026-07", told.day(50))
    assert codes(at(50)) == ["PAYMENT_OVERDUE"]
    assert at(10).valid_until == told.day(30)


def test_the_forecast_lists_what_is_to_come_if_nothing_more_is_paid(told: Told, codes: Codes) -> None:
    """Each change with its instant, the standing from then on, and what closes or opens."""
    license_ = told.license(
        told.accepted(),
        told.trial(0, 10),
        told.paid("1", 20, 50, day=5),
        told.paid("2", 50, 80, day=5),
        told.heard(5, renews=True),
    )
    changes = forecast(license_, Settings(), at=told.day(6), known_at=told.day(6))
    hour = timedelta(hours=1)
    assert [change.at for change in changes] == [
        told.day(10),
        told.day(10) + hour,
        told.day(20),
        told.day(80),
        told.day(80) + hour,
    ]
    assert [(change.standing.term, codes(change.standing)) for change in changes] == [
        (Term.RUNNING, []),
        (Term.SCHEDULED, ["LICENSE_NOT_STARTED"]),
        (Term.RUNNING, []),
        (Term.RUNNING, []),
        (Term.RUNNING, ["RENEWAL_UNCONFIRMED"]),
    ]
    assert [(change.closes, change.opens) for change in changes] == [
        (frozenset(), frozenset()),
        (LICENSED, frozenset()),
        (frozenset(), LICENSED),
        (frozenset(), frozenset()),
        (LICENSED, frozenset()),
    ]
    assert [change.standing.valid_until for change in changes][-1] is None


def test_an_answer_made_again_as_known_then_is_the_old_answer(told: Told, codes: Codes) -> None:
    """Later knowledge counts only on request; it may change the past as known now."""
    facts = (told.paid("1", 0, 30), told.refunded("1", 5, learned=12))
    assert told.standing(10, *facts, known=10).good
    assert told.standing(10, *facts, known=11.9).good
    assert codes(told.standing(10, *facts, known=12)) == ["PAYMENT_REFUNDED"]
    assert told.standing(4, *facts, known=12).good
    assert told.standing(4, *facts, known=12).valid_until == told.day(5)
    assert told.standing(4, *facts, known=11).valid_until == told.day(30)


def test_what_was_learned_twice_is_known_since_the_first_time(told: Told) -> None:
    """A repetition learned later neither adds nor hides anything."""
    paid = told.paid("1", 0, 30, learned=5)
    again = evolve(paid, recorded_at=told.day(20))
    for facts in ((paid, again), (again, paid)):
        assert told.standing(10, *facts, known=10).good
