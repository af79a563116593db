"""The mirror: what follows from the books, however often, late and in whatever pieces they are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from saas_app.bridges import as_booked
from saas_core.kernel.ids import InstanceId, LicenseId, TenantId
from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.model import License
from saas_core.licensing.policies import standing
from saas_core.licensing.policies.mirror import missing_facts
from saas_core.payments.books import (
    Books,
    Dispute,
    DisputeState,
    InvoiceState,
    Refund,
    Subscription,
    SubscriptionInvoice,
    SubscriptionState,
)
from saas_core.policy.shipped import shipped_terms

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = shipped_terms().settings
EMPTY = License(
    id=LicenseId(UUID(int=2)),
    tenant_id=TenantId(UUID(int=1)),
    instance_id=InstanceId(UUID(int=3)),
    terms_version="2026-01",
    opened_at=FIRST,
)
PRICE = Money(9900, "USD")


def day(number: float) -> datetime:
    """Return the instant a number of days after the first."""
    return FIRST + timedelta(days=number)


def subscription(**given: Any) -> Subscription:
    """Make a subscription of the first thirty days."""
    fields: dict[str, Any] = {
        "ref": "sub_1",
        "state": SubscriptionState.ACTIVE,
        "created_at": day(0),
        "since": day(0),
        "until": day(30),
    }
    return Subscription(**{**fields, **given})


def invoice(**given: Any) -> SubscriptionInvoice:
    """Make an invoice of the first thirty days, paid at their beginning."""
    fields: dict[str, Any] = {
        "ref": "in_1",
        "number": "A-1",
        "subscription": "sub_1",
        "state": InvoiceState.PAID,
        "total": PRICE,
        "since": day(0),
        "until": day(30),
        "due_at": day(0),
        "paid_at": day(0),
    }
    return SubscriptionInvoice(**{**fields, **given})


def books(*parts: Any, **given: Any) -> Books:
    """Put books together."""
    return Books(
        account="cus_1",
        subscriptions=tuple(each for each in parts if isinstance(each, Subscription)),
        invoices=tuple(each for each in parts if isinstance(each, SubscriptionInvoice)),
        disputes=tuple(each for each in parts if isinstance(each, Dispute)),
        **given,
    )


def look(license_: License, told: Books, at: float, *, pending: bool = False) -> License:
    """Look at the books on a day, and give the license then."""
    return license_.with_facts(missing_facts(license_, as_booked(told), SETTINGS, at=day(at), pending=pending))


def codes(license_: License, at: float) -> list[str]:
    """Return why the license is shut on a day, but for the terms."""
    seen = standing(license_, SETTINGS, at=day(at), known_at=day(999))
    return [each.code.value for each in seen.reasons if each.code.value != "TERMS_NOT_ACCEPTED"]


def kinds(license_: License) -> list[str]:
    """Return the kinds of a license's facts."""
    return sorted(type(each).__name__ for each in license_.facts)


def test_books_read_again_add_nothing() -> None:
    """Nor does a look on another day, as long as they say the same."""
    told = books(subscription(), invoice())
    once = look(EMPTY, told, 1)
    assert kinds(once) == ["PeriodPaid", "ProviderHeard"]
    assert look(look(once, told, 2), told, 29).facts == once.facts


@pytest.mark.parametrize(
    ("state", "codes_then"),
    [
        (SubscriptionState.INCOMPLETE, ["FIRST_PAYMENT_PENDING"]),
        (SubscriptionState.ABANDONED, ["FIRST_PAYMENT_PENDING"]),
        (SubscriptionState.ACTIVE, ["PAYMENT_OVERDUE"]),
        (SubscriptionState.OVERDUE, ["PAYMENT_OVERDUE"]),
        (SubscriptionState.UNPAID, ["PAYMENT_OVERDUE"]),
        (SubscriptionState.PAUSED, ["PAYMENT_OVERDUE"]),
    ],
)
def test_an_unpaid_invoice_is_a_debt_once_the_subscription_has_begun(
    state: SubscriptionState, codes_then: list[str]
) -> None:
    """Before the first payment nothing has begun, and nothing is owed."""
    unpaid = invoice(state=InvoiceState.OPEN, paid_at=None)
    assert codes(look(EMPTY, books(subscription(state=state), unpaid), 1), 1) == codes_then


def test_a_draft_and_an_invoice_not_due_yet_are_no_debts() -> None:
    """One that is due later becomes a debt by time alone."""
    draft = invoice(state=InvoiceState.DRAFT, paid_at=None, due_at=None)
    assert kinds(look(EMPTY, books(subscription(), draft), 1)) == ["ProviderHeard"]
    later = invoice(state=InvoiceState.OPEN, paid_at=None, due_at=day(10), since=day(30), until=day(60))
    told = look(EMPTY, books(subscription(), invoice(ref="in_0", number="A-0"), later), 1)
    assert (codes(told, 29), codes(told, 30)) == ([], ["PAYMENT_OVERDUE"])


def test_a_voided_and_a_written_off_invoice_differ() -> None:
    """Nothing is owed on the one; the other is still unpaid."""
    void = invoice(state=InvoiceState.VOID, paid_at=None, voided_at=day(2))
    lost = invoice(state=InvoiceState.WRITTEN_OFF, paid_at=None)
    owed = look(EMPTY, books(subscription(), invoice(state=InvoiceState.OPEN, paid_at=None)), 1)
    assert codes(look(owed, books(subscription(), void), 3), 3) == ["FIRST_PAYMENT_PENDING"]
    assert codes(look(owed, books(subscription(), lost), 3), 3) == ["PAYMENT_OVERDUE"]


def test_a_trial_is_a_trial_and_its_invoice_of_nothing_no_payment() -> None:
    """The first payment is still to come at its end."""
    trial = subscription(state=SubscriptionState.TRIALING, trial_since=day(0), trial_until=day(14), until=day(14))
    nothing = invoice(total=Money(0, "USD"), until=day(14))
    told = look(EMPTY, books(trial, nothing), 1)
    assert kinds(told) == ["ProviderHeard", "TrialGranted"]
    assert codes(told, 13) == []


def test_an_invoice_of_changes_within_a_period_settles_and_opens_nothing() -> None:
    """It funds no period of its own."""
    told = look(EMPTY, books(subscription(), invoice(since=None, until=None)), 1)
    assert kinds(told) == ["InvoiceSettled", "ProviderHeard"]
    assert codes(told, 1) == ["FIRST_PAYMENT_PENDING"]


def test_refunds_in_parts_are_full_once_they_add_up() -> None:
    """Each at its own instant."""
    parts = (Refund(Money(4000, "USD"), day(2)), Refund(Money(5900, "USD"), day(4)))
    told = look(EMPTY, books(subscription(), invoice(refunds=parts)), 5)
    assert (codes(told, 3), codes(told, 4)) == ([], ["PAYMENT_REFUNDED"])
    assert [each.full for each in told.facts if isinstance(each, events.InvoiceRefunded)] == [False, True]


def test_an_appeal_that_is_won_outweighs_the_loss_before_it() -> None:
    """The outcome told last counts, each told once; where the provider names no instant that of the look is taken."""
    case = {"ref": "du_1", "invoice": "in_1", "opened_at": day(1)}
    paid = (subscription(), invoice())
    told = look(EMPTY, books(*paid, Dispute(**case, state=DisputeState.OPEN)), 2)
    assert codes(told, 2) == ["PAYMENT_DISPUTED"]
    lost = books(*paid, Dispute(**case, state=DisputeState.LOST))
    told = look(look(told, lost, 4), lost, 5)
    assert codes(told, 5) == ["PAYMENT_DISPUTED"]
    assert [each.effective_at for each in told.facts if isinstance(each, events.DisputeLost)] == [day(4)]
    won = look(told, books(*paid, Dispute(**case, state=DisputeState.WON, closed_at=day(8))), 9)
    assert (codes(won, 7), codes(won, 8)) == (["PAYMENT_DISPUTED"], [])


def test_a_dispute_of_something_else_is_left_alone() -> None:
    """Its invoice is none of the license's."""
    other = Dispute(ref="du_1", invoice="in_9", state=DisputeState.OPEN, opened_at=day(1))
    assert kinds(look(EMPTY, books(subscription(), invoice(), other), 2)) == ["PeriodPaid", "ProviderHeard"]


def test_a_wish_to_end_asked_for_and_taken_back_within_a_second_is_followed_each_time() -> None:
    """The provider counts whole seconds; the instants of the looks tell the wishes apart."""
    going, ending = subscription(), subscription(cancels=True, cancel_asked_at=day(1))
    told = look(EMPTY, books(going, invoice()), 0.5)
    for number in range(3):
        told = look(told, books(ending, invoice()), 1 + number / 10)
        assert standing(told, SETTINGS, at=day(1.95), known_at=day(9)).term.value == "ending"
        told = look(told, books(going, invoice()), 1.05 + number / 10)
        assert standing(told, SETTINGS, at=day(1.95), known_at=day(9)).term.value == "running"


def test_while_our_word_is_on_its_way_the_providers_is_left_aside() -> None:
    """Money counts all the same."""
    asked = events.CancellationAsked(effective_at=day(1), recorded_at=day(1), at_period_end=True)
    told = look(EMPTY.with_facts((asked,)), books(subscription(), invoice()), 2, pending=True)
    assert kinds(told) == ["CancellationAsked", "PeriodPaid", "ProviderHeard"]
    assert "Resumed" in kinds(look(told, books(subscription(), invoice()), 3))


def test_an_end_by_the_provider_and_one_by_the_client_differ_in_their_fact() -> None:
    """Both shut the license at their instant."""
    for ours, kind in ((True, "Ended"), (False, "CancellationAsked")):
        over = subscription(state=SubscriptionState.CANCELED, ended_at=day(5), ended_by_us=ours)
        told = look(EMPTY, books(over, invoice()), 6)
        assert kind in kinds(told)
        assert (codes(told, 4), codes(told, 5)) == ([], ["LICENSE_CANCELED"])


def test_our_own_end_at_once_is_not_told_twice() -> None:
    """The provider ended a moment later what we had ended."""
    asked = events.CancellationAsked(effective_at=day(5), recorded_at=day(5), at_period_end=False)
    over = subscription(state=SubscriptionState.CANCELED, ended_at=day(5.001))
    told = look(look(EMPTY, books(subscription(), invoice()), 1).with_facts((asked,)), books(over, invoice()), 6)
    assert kinds(told).count("CancellationAsked") == 1


def test_an_old_subscription_that_ends_does_not_shut_the_new_one() -> None:
    """The new subscription began before the old one ended."""
    old = subscription(state=SubscriptionState.CANCELED, ended_at=day(10))
    new = subscription(ref="sub_2", created_at=day(9), since=day(9), until=day(39))
    paid = invoice(ref="in_2", number="A-2", subscription="sub_2", since=day(9), until=day(39), paid_at=day(9))
    told = look(EMPTY, books(old, new, invoice(), paid), 11)
    assert (codes(told, 11), codes(told, 38)) == ([], [])


def test_what_is_not_heard_of_is_not_there() -> None:
    """Empty books say nothing."""
    assert missing_facts(EMPTY, as_booked(books()), SETTINGS, at=day(1), pending=False) == ()


_PARTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(list(InvoiceState)),
        st.integers(0, 40),
        st.lists(st.tuples(st.integers(1, 9900), st.integers(0, 60)), max_size=2),
    ),
    max_size=5,
    unique_by=lambda part: part[0],
)


@given(_PARTS, st.lists(st.integers(0, 90), min_size=1, max_size=5))
def test_however_often_and_when_the_books_are_read_the_license_is_the_same(parts: Any, looks: list[int]) -> None:
    """Looks at growing parts of them, in any order of invoices, end where one look at all of them does.

    From the last look on: since when the provider said that it renews, only who asked then can know.
    """
    numbers = count(1)
    rows = [
        invoice(
            ref=f"in_{place}",
            number=f"A-{place}",
            state=state,
            since=day(30 * place),
            until=day(30 * place + 30),
            paid_at=day(paid) if state is InvoiceState.PAID else None,
            voided_at=day(paid) if state is InvoiceState.VOID else None,
            refunds=tuple(Refund(Money(minor, "USD"), day(back)) for minor, back in given_back),
        )
        for place, state, paid, given_back in parts
    ]
    whole = books(subscription(), *rows)
    piecemeal = EMPTY
    for at in sorted(looks):
        piecemeal = look(piecemeal, books(subscription(), *rows[: next(numbers)]), at)
    piecemeal = look(piecemeal, evolve(whole, invoices=tuple(reversed(rows))), 100)
    at_once = look(EMPTY, whole, 100)
    for at in range(100, 300, 7):
        assert codes(piecemeal, at) == codes(at_once, at)
    assert missing_facts(piecemeal, as_booked(whole), SETTINGS, at=day(101), pending=False) == ()
