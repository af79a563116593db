"""What a provider takes back: the last word counts, and every look at the books ends at what they say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_app.bridges import as_booked
from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.ledger import ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.ordering import order
from saas_core.licensing.policies.mirror import missing_facts
from saas_core.licensing.revisions import debts, outcomes, refunded_in_full, trial_ends
from saas_core.payments.books import Books, Dispute, DisputeState, InvoiceState, Refund, SubscriptionState
from saas_core.policy.terms import Settings
from unit.licensing import telling
from unit.licensing.telling import MICROSECOND, day, life
from unit.licensing.test_mirror import EMPTY, PRICE, SETTINGS, books, codes, invoice, look, subscription

BY_HAND = Settings(grace_days=5)


def test_a_trial_moved_ends_where_it_was_moved_to() -> None:
    """Shortened, extended, and ended before it began; a move that came first waits for its trial."""
    granted = telling.trial(0, 30)
    assert life(granted, telling.moved(0, 10, 5)).at(day(6)).valid_until == day(10)
    assert life(granted, telling.moved(0, 10, 5), telling.moved(0, 40, 8)).at(day(9)).valid_until == day(40)
    assert life(telling.moved(0, 10, -1), granted).at(day(1)).valid_until == day(10)
    assert life(granted, telling.moved(0, 0, 5)).axes(day(6)) == ("running", "never_paid")


def test_an_answer_of_before_a_trial_was_moved_is_still_given() -> None:
    """What is learned later changes nothing about the days before."""
    told = life(telling.trial(0, 30), telling.moved(0, 10, 12))
    assert told.good(day(11))
    assert told.at(day(11)).valid_until == day(12)
    assert not told.good(day(12))


def test_a_cancellation_for_a_day_ends_at_its_instant() -> None:
    """Over every renewal before it; moved by a later one, withdrawn by a resumption, and overtaken by a new period."""
    paid = (telling.paid("1", 0, 30), telling.paid("2", 30, 60), telling.heard(0))
    told = life(*paid, telling.dated(5, 45))
    assert (told.axes(day(29)), told.axes(day(31))) == (("running", "good"), ("ending", "good"))
    assert told.good(day(45) - MICROSECOND)
    assert told.axes(day(45)) == ("ended", "good")
    assert life(*paid, telling.dated(5, 45), telling.dated(6, 50)).good(day(49))
    assert life(*paid, telling.dated(5, 45), telling.resumed(6)).at(day(31)).term.value == "running"
    assert life(*paid, telling.dated(5, 45), telling.paid("3", 50, 80)).good(day(51))


def test_a_renewal_before_a_far_cancellation_is_waited_for() -> None:
    """The provider announced it."""
    told = life(telling.paid("1", 0, 30), telling.heard(0), telling.dated(5, 180))
    assert told.axes(day(30)) == ("running", "grace")


@pytest.mark.parametrize(
    ("facts", "overdue"),
    [
        ((telling.overdue("1", 30), telling.deferred("1", 31)), []),
        ((telling.overdue("1", 30), telling.deferred("1", 31), telling.overdue("1", 32)), [32]),
        ((telling.deferred("1", 5, until=40), telling.overdue("1", 30), telling.overdue("1", 40)), [40]),
        ((telling.overdue("1", 30), telling.deferred("1", 20, until=25)), [30]),
        ((telling.deferred("1", 31, processing=True), telling.overdue("1", 30)), []),
    ],
)
def test_a_debt_deferred_is_none_until_it_falls_due(facts: Any, overdue: list[int]) -> None:
    """A later word that it is overdue counts again."""
    ordered = sorted(facts, key=order)
    assert [each.effective_at for each in debts(ordered).overdue] == [day(each) for each in overdue]


def test_a_debt_blocks_what_it_funds_and_nothing_later() -> None:
    """The period after it was paid; at the end of that, its renewal is waited for."""
    debt = events.InvoiceOverdue(effective_at=day(30), recorded_at=day(30), invoice="2", since=day(30), until=day(60))
    told = life(telling.paid("1", 0, 30), debt, telling.paid("3", 60, 90), telling.heard(0))
    assert [told.axes(day(at))[1] for at in (45, 75, 90)] == ["overdue", "good", "grace"]


def test_the_debt_of_what_ended_blocks_nothing_of_what_began_anew() -> None:
    """It was ended, and another period was paid since."""
    told = life(
        telling.paid("1", 0, 30),
        telling.overdue("2", 30),
        telling.ended(45),
        telling.paid("3", 50, 80),
        telling.heard(50),
    )
    assert (told.axes(day(46))[1], told.axes(day(80))[1]) == ("overdue", "grace")


def test_grace_by_hand_runs_from_the_end_of_the_paid_period() -> None:
    """No invoice is recorded; not for a trial, not after a refund or a cancellation, not where a provider reports."""
    paid = telling.paid("1", 0, 30)
    told = life(paid, settings=BY_HAND)
    assert told.axes(day(30)) == ("running", "grace")
    assert told.at(day(30)).valid_until == day(35)
    assert told.axes(day(35)) == ("ended", "good")
    for more in (telling.canceled(5), telling.refunded("1", 5), telling.heard(1, renews=False)):
        assert not life(paid, more, settings=BY_HAND).good(day(31)), more
    assert not life(telling.trial(0, 30), settings=BY_HAND).good(day(31))
    assert not life(paid).good(day(30))
    assert life(telling.heard(0, renews=False), telling.paid("1", 1, 30), settings=BY_HAND).good(day(31))


def test_a_dispute_opened_again_is_open() -> None:
    """An outcome told before its opening still counts."""
    assert outcomes([telling.disputed("d", "1", 1), telling.won("d", 3), telling.disputed("d", "1", 5)]) == {}
    assert list(outcomes([telling.won("d", 3), telling.disputed("d", "1", 5)])) == ["d"]


def test_older_facts_keep_their_keys() -> None:
    """What was stored before a kind got further fields is the same fact."""
    assert telling.overdue("1", 0).key == "InvoiceOverdue|2026-01-01T00:00:00.000000+00:00|1"
    funded = evolve(telling.overdue("1", 0), since=day(0), until=day(30))
    assert funded.key != telling.overdue("1", 0).key


DAYS = st.integers(0, 40)
STATES = st.sampled_from(list(InvoiceState))
LIVE = st.sampled_from([SubscriptionState.ACTIVE, SubscriptionState.OVERDUE, SubscriptionState.TRIALING])


@st.composite
def _books(draw: st.DrawFn) -> Books:
    """Draw whatever the books may say of one subscription, its trial, an invoice and a dispute."""
    asked = draw(st.none() | st.integers(41, 90))
    trial = draw(st.none() | st.integers(1, 60))
    state = draw(STATES)
    processing = state is InvoiceState.OPEN and draw(st.booleans())
    due = None if processing or state is InvoiceState.DRAFT else draw(st.none() | st.integers(1, 90))
    back = [Refund(Money(minor, "USD"), day(at)) for minor, at in draw(st.lists(st.tuples(AMOUNTS, DAYS), max_size=2))]
    dispute = draw(st.none() | st.sampled_from(list(DisputeState)))
    closed = None if dispute is DisputeState.OPEN else draw(st.none() | st.integers(2, 40))
    cancels = asked is None and draw(st.booleans())
    return books(
        subscription(
            state=draw(LIVE),
            trial_since=None if trial is None else day(0),
            trial_until=None if trial is None else day(trial),
            cancels=cancels,
            cancels_at=None if asked is None else day(asked),
            cancel_asked_at=day(draw(DAYS)) if cancels or asked is not None else None,
        ),
        invoice(
            state=state,
            paid_at=day(0) if state is InvoiceState.PAID else None,
            voided_at=day(3) if state is InvoiceState.VOID else None,
            due_at=None if due is None else day(due),
            processing=processing,
            refunds=tuple(back) if state is InvoiceState.PAID else (),
            received=Money(draw(st.sampled_from([5000, 9900])), "USD"),
        ),
        *(
            [
                Dispute(
                    ref="du",
                    invoice="in_1",
                    state=dispute,
                    opened_at=day(1),
                    closed_at=None if closed is None else day(closed),
                )
            ]
            if dispute is not None
            else []
        ),
    )


AMOUNTS = st.sampled_from([100, 4900, 5000, 9900])


def _says(license_: License, at: datetime) -> dict[str, Any]:
    """Return what a license says of everything that can be taken back."""
    known = license_.known(at)
    ledger = ledger_of(known, at, SETTINGS)
    closed = [each for each in known if isinstance(each, events.PeriodPaid | events.InvoiceVoided)]
    return {
        "trials": trial_ends(known),
        "refunded": refunded_in_full(known),
        "disputes": {ref: type(outcome) for ref, outcome in outcomes(known).items()},
        "ending": ledger.ending is not None,
        "dated": None if ledger.dated is None else ledger.dated.until,
        "due": () if closed else sorted(max(each.effective_at, at) for each in debts(list(known)).overdue),
        "processing": ledger.processing,
    }


@given(st.lists(_books(), min_size=1, max_size=4))
@often(150)
def test_reconciling_ends_at_what_the_books_say_from_any_state(course: list[Books]) -> None:
    """Whatever they said before, the last look leaves the license as a license that saw only it, and adds no more."""
    final = course[-1]
    # An invoice that was paid or voided stays so, and a trial that was there is still told of.
    for before in course[:-1]:
        for each in before.invoices:
            if each.state in {InvoiceState.PAID, InvoiceState.VOID} and final.invoices[0].state is not each.state:
                return
        if before.subscriptions[0].trial_until is not None and final.subscriptions[0].trial_until is None:
            return
        if before.disputes and not final.disputes:
            return
    told = EMPTY
    for number, each in enumerate(course):
        told = look(told, each, 50 + number / 4)
    at = 50 + len(course)
    told = look(told, final, at)
    fresh = look(look(EMPTY, final, at), final, at + 0.25)
    assert _says(told, day(at)) == _says(fresh, day(at))
    assert missing_facts(told, as_booked(final), SETTINGS, at=day(at + 1), pending=False) == ()


def test_a_processing_payment_lengthens_the_wait_and_opens_nothing_by_itself() -> None:
    """Seven days past the paid period; a first payment must arrive."""
    under_way = invoice(
        ref="in_2",
        number="A-2",
        state=InvoiceState.OPEN,
        paid_at=None,
        due_at=None,
        since=day(30),
        until=day(60),
        processing=True,
    )
    told = look(EMPTY, books(subscription(since=day(30), until=day(60)), invoice(), under_way), 30.1)
    assert (codes(told, 36.9), codes(told, 37)) == ([], ["RENEWAL_UNCONFIRMED"])
    first = look(EMPTY, books(subscription(), evolve(under_way, since=day(0), until=day(30))), 1)
    assert codes(first, 2) == ["FIRST_PAYMENT_PENDING"]
    failed = evolve(under_way, processing=False, due_at=day(30))
    told = look(told, books(subscription(state=SubscriptionState.OVERDUE), invoice(), failed), 32)
    assert codes(told, 32) == ["PAYMENT_OVERDUE"]


@pytest.mark.parametrize(("received", "back", "full"), [(7900, 7900, True), (7900, 7899, False), (0, 0, False)])
def test_in_full_is_what_was_paid_in_money(received: int, back: int, full: bool) -> None:
    """The rest was credit."""
    refunds = (Refund(Money(back, "USD"), day(2)),) if back else ()
    told = look(EMPTY, books(subscription(), invoice(received=Money(received, "USD"), refunds=refunds)), 3)
    assert codes(told, 3) == (["PAYMENT_REFUNDED"] if full else [])
    assert PRICE.minor > received
