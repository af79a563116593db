"""Standing, story by story: what the facts of a license open, and every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saas_core.licensing.policies import forecast, standing
from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import ALWAYS_OPEN, LICENSED
from saas_core.policy.reasons import ReasonCode, Remedy
from saas_core.policy.terms import Settings

Told = Any
Codes = Callable[[Any], list[str]]

LICENSING_CODES = {
    "LICENSE_ON_HOLD",
    "LICENSE_MISSING",
    "TERMS_NOT_ACCEPTED",
    "LICENSE_NOT_STARTED",
    "FIRST_PAYMENT_PENDING",
    "PAYMENT_REFUNDED",
    "PAYMENT_DISPUTED",
    "PAYMENT_OVERDUE",
    "RENEWAL_UNCONFIRMED",
    "LICENSE_CANCELED",
    "LICENSE_EXPIRED",
}


def test_a_tenant_without_license_is_told_so(told: Told, codes: Codes) -> None:
    """Nothing but what is always open, for good, and nothing to come."""
    seen = standing(None, Settings(), at=told.day(1), known_at=told.day(1))
    assert codes(seen) == ["LICENSE_MISSING"]
    assert (seen.open, seen.valid_until, seen.good) == (ALWAYS_OPEN, None, False)
    assert forecast(None, Settings(), at=told.day(1), known_at=told.day(1)) == ()


def test_a_paid_period_opens_everything(told: Told) -> None:
    """Term and payment are named, no reason is left, and it lasts to the end of the period."""
    seen = told.standing(10, told.paid("1", 0, 30))
    assert (seen.term, seen.payment, seen.holds) == (Term.RUNNING, Payment.GOOD, ())
    assert (seen.open, seen.reasons, seen.good) == (ALWAYS_OPEN | LICENSED, (), True)
    assert seen.valid_until == told.day(30)
    assert seen.terms_version == "2026-01"
    assert seen.state().open == seen.open
    assert seen.state().valid_until == seen.valid_until
    assert {fact.name: fact.value for fact in seen.facts} == {
        "license term": "running",
        "license payment": "good",
        "terms accepted": "2026-01 on 2026-01-01 00:00 UTC",
        "paid or granted until": "2026-01-31 00:00 UTC",
    }


def test_every_license_reason_has_a_story_here(told: Told, codes: Codes) -> None:
    """Each story gives its reason alone, with the remedy of the catalogue; together they are all codes of licensing."""
    paid = told.paid("1", 0, 30)
    stories = {
        "LICENSE_ON_HOLD": (told.standing(10, paid, told.held(5)), Remedy.CONTACT_PROVIDER),
        "LICENSE_MISSING": (
            standing(None, Settings(), at=told.day(1), known_at=told.day(1)),
            Remedy.CONTACT_PROVIDER,
        ),
        "TERMS_NOT_ACCEPTED": (told.standing(10, paid, accepted=False), Remedy.ACCEPT_TERMS),
        "LICENSE_NOT_STARTED": (told.standing(10, told.paid("1", 20, 50, day=5)), Remedy.WAIT_UNTIL),
        "FIRST_PAYMENT_PENDING": (told.standing(10), Remedy.PAY_INVOICE),
        "PAYMENT_REFUNDED": (told.standing(10, paid, told.refunded("1", 9)), Remedy.RENEW),
        "PAYMENT_DISPUTED": (told.standing(10, paid, told.dispute("opened", 9)), Remedy.CONTACT_PROVIDER),
        "PAYMENT_OVERDUE": (told.standing(35, paid, told.invoice("overdue", "2", 30)), Remedy.PAY_INVOICE),
        "RENEWAL_UNCONFIRMED": (told.standing(35, paid, told.heard(1, renews=True)), Remedy.UPDATE_PAYMENT_METHOD),
        "LICENSE_CANCELED": (told.standing(35, paid, told.canceled(5)), Remedy.RENEW),
        "LICENSE_EXPIRED": (told.standing(35, paid), Remedy.RENEW),
    }
    assert set(stories) == LICENSING_CODES
    for code, (seen, remedy) in stories.items():
        assert codes(seen) == [code]
        assert seen.reasons[0].remedy is remedy
        assert "0.1" in seen.reasons[0].clauses
        assert seen.open == ALWAYS_OPEN


def test_all_reasons_are_listed_most_fundamental_first(told: Told, codes: Codes) -> None:
    """A hold, terms not accepted, a dispute, a debt and an ending do not hide each other."""
    seen = told.standing(
        40,
        told.paid("1", 0, 30),
        told.dispute("opened", 5),
        told.invoice("overdue", "2", 30),
        told.invoice("overdue", "3", 31),
        told.canceled(20),
        told.held(3),
        told.held(4, 2, "1.2"),
        accepted=False,
    )
    assert codes(seen) == [
        "LICENSE_ON_HOLD",
        "LICENSE_ON_HOLD",
        "TERMS_NOT_ACCEPTED",
        "PAYMENT_DISPUTED",
        "PAYMENT_OVERDUE",
        "PAYMENT_OVERDUE",
        "LICENSE_CANCELED",
    ]
    assert [each.sentence for each in seen.reasons if each.code is ReasonCode.PAYMENT_OVERDUE] == [
        "Invoice 2 is overdue.",
        "Invoice 3 is overdue.",
    ]


def test_a_hold_cites_its_clause_beside_those_of_the_license(told: Told) -> None:
    """A hold states its reason and clause; a clause cited anyway is cited once."""
    paid = told.paid("1", 0, 30)
    (reason,) = told.standing(10, paid, told.held(5, clause="0.2", why="Resold to clients.")).reasons
    assert reason.clauses == ("0.1", "1.3", "0.2")
    assert reason.sentence == "The provider placed a hold on the license: Resold to clients."
    (reason,) = told.standing(10, paid, told.held(5, clause="1.3")).reasons
    assert reason.clauses == ("0.1", "1.3")


def test_holds_and_debts_do_not_touch_each_other(told: Told, codes: Codes) -> None:
    """A payment leaves the hold, lifting a hold leaves the debt, and one hold lifted leaves the other."""
    held = told.held(5)
    assert codes(told.standing(35, told.paid("1", 0, 30), held, told.paid("2", 30, 60))) == ["LICENSE_ON_HOLD"]
    assert codes(told.standing(35, told.paid("1", 0, 30), held, told.lifted(32))) == ["LICENSE_EXPIRED"]
    both = told.standing(10, told.paid("1", 0, 30), held, told.held(6, 2), told.lifted(7, 1))
    assert [each.hold.int for each in both.holds] == [2]
    assert told.standing(10, told.paid("1", 0, 30), held, told.lifted(7)).good


def test_a_lifting_that_comes_before_its_hold_counts_once_the_hold_is_there(told: Told) -> None:
    """News may arrive upside down; a hold lifted is lifted."""
    assert told.standing(10, told.paid("1", 0, 30), told.lifted(3), told.held(5)).good


def test_an_overdue_invoice_blocks_what_it_funds_only(told: Told, codes: Codes) -> None:
    """The period already paid is usable to its end; then the debt shuts, until it is paid, settled or voided."""
    paid, debt = told.paid("1", 0, 30), told.invoice("overdue", "2", 10)
    assert told.standing(29.9, paid, debt).good
    assert codes(told.standing(30, paid, debt)) == ["PAYMENT_OVERDUE"]
    assert told.standing(35, paid, debt, told.paid("2", 30, 60, day=34)).good
    for news in ("settled", "voided"):
        assert codes(told.standing(35, paid, debt, told.invoice(news, "2", 34))) == ["LICENSE_EXPIRED"]


def test_paying_restores_everything_in_one_fact(told: Told) -> None:
    """From a debt, a first payment pending and an expired license alike; a renewal while running is ordinary."""
    paid = told.paid("1", 0, 30)
    renewal = told.paid("2", 30, 60, day=20)
    assert told.standing(25, paid, renewal).valid_until == told.day(60)
    assert told.standing(45, paid, renewal).good
    assert told.standing(45, paid, told.paid("2", 40, 70)).good
    assert told.standing(5, told.invoice("overdue", "1", 3), told.paid("1", 4, 30)).good


def test_news_of_a_debt_that_was_settled_before_it_was_told_changes_nothing(told: Told, codes: Codes) -> None:
    """Settled is settled, in whichever order the two are learned."""
    facts = (told.paid("1", 0, 30), told.invoice("settled", "2", 28), told.invoice("overdue", "2", 29))
    assert codes(told.standing(35, *facts)) == ["LICENSE_EXPIRED"]


def test_a_full_refund_of_the_current_period_ends_good_standing(told: Told, codes: Codes) -> None:
    """A part of it does not, nor one of a period gone by; where the terms say so, none does."""
    paid = told.paid("1", 0, 30)
    refunded = told.standing(10, paid, told.refunded("1", 9))
    assert codes(refunded) == ["PAYMENT_REFUNDED"]
    assert (refunded.term, refunded.payment) == (Term.RUNNING, Payment.REFUNDED)
    assert ("payment refunded", "1") in [(fact.name, fact.value) for fact in refunded.facts]
    assert told.standing(10, paid, told.refunded("1", 9, full=False)).good
    assert told.standing(40, paid, told.paid("2", 30, 60), told.refunded("1", 35)).good
    assert told.standing(10, paid, told.refunded("1", 9), full_refund_ends_good_standing=False).good
    assert codes(told.standing(30, paid, told.refunded("1", 9))) == ["LICENSE_EXPIRED"]


def test_a_refund_told_before_its_payment_counts_once_the_payment_is_there(told: Told, codes: Codes) -> None:
    """Until then it is kept and changes nothing."""
    refund = told.refunded("1", 2)
    assert codes(told.standing(5, refund)) == ["FIRST_PAYMENT_PENDING"]
    assert codes(told.standing(5, refund, told.paid("1", 0, 30, day=4))) == ["PAYMENT_REFUNDED"]


def test_an_invoice_paid_again_after_its_refund_is_paid(told: Told) -> None:
    """The refund gave back what was paid before it, not what came later."""
    facts = (told.paid("1", 0, 30), told.refunded("1", 9), told.paid("1", 0, 30, day=12))
    assert not told.standing(11, *facts).good
    assert told.standing(12, *facts).good


def test_a_period_refunded_before_it_began_is_as_if_never_paid(told: Told, codes: Codes) -> None:
    """It opens nothing, and nobody is told to wait for it."""
    facts = (told.paid("1", 20, 50, day=2), told.refunded("1", 5))
    assert codes(told.standing(10, *facts)) == ["FIRST_PAYMENT_PENDING"]
    assert codes(told.standing(30, *facts)) == ["PAYMENT_REFUNDED"]
    assert codes(told.standing(60, *facts)) == ["LICENSE_EXPIRED"]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (("opened",), ["PAYMENT_DISPUTED"]),
        (("opened", "won"), []),
        (("opened", "lost"), ["PAYMENT_DISPUTED"]),
        (("won", "opened"), []),
        (("opened", "lost", "won"), []),
        (("opened", "won", "lost"), ["PAYMENT_DISPUTED"]),
        (("won",), []),
        (("lost",), []),
    ],
)
def test_the_last_word_on_a_dispute_decides(
    told: Told, codes: Codes, story: tuple[str, ...], expected: list[str]
) -> None:
    """Open or lost it ends good standing, won it restores it; an outcome without its dispute is kept and waits."""
    news = [told.dispute(each, 5 + place) for place, each in enumerate(story)]
    assert codes(told.standing(20, told.paid("1", 0, 30), *news)) == expected


def test_the_terms_may_let_disputes_pass(told: Told) -> None:
    """Each of the two readings is a setting of its own."""
    opened = (told.paid("1", 0, 30), told.dispute("opened", 5))
    lost = (*opened, told.dispute("lost", 6))
    assert told.standing(10, *opened, open_dispute_ends_good_standing=False).good
    assert not told.standing(10, *lost, open_dispute_ends_good_standing=False).good
    assert told.standing(10, *lost, lost_dispute_ends_good_standing=False).good
    assert not told.standing(10, *opened, lost_dispute_ends_good_standing=False).good


def test_a_dispute_waits_for_its_invoice_and_ends_when_it_is_paid_again(told: Told, codes: Codes) -> None:
    """Of an unknown invoice it is kept; lost and paid again nothing is owed, while paid before the loss it is."""
    paid = told.paid("1", 0, 30)
    assert told.standing(10, paid, told.dispute("opened", 5, invoice="9")).good
    lost = (paid, told.dispute("opened", 5), told.dispute("lost", 6))
    assert told.standing(10, *lost, told.invoice("settled", "1", 8)).good
    assert codes(told.standing(10, *lost)) == ["PAYMENT_DISPUTED"]


def test_grace_is_given_by_the_terms_with_its_conditions(told: Told, codes: Codes) -> None:
    """From when the oldest invoice is overdue, for so many days, never for an older one, after an earlier payment."""
    paid, debt = told.paid("1", 0, 30), told.invoice("overdue", "2", 30)
    seen = told.standing(32, paid, debt, grace_days=5)
    assert (seen.term, seen.payment, seen.good) == (Term.RUNNING, Payment.GRACE, True)
    assert seen.valid_until == told.day(35)
    assert ("invoice overdue", "2 since 2026-01-31 00:00 UTC") in [(fact.name, fact.value) for fact in seen.facts]
    assert codes(told.standing(35, paid, debt, grace_days=5)) == ["PAYMENT_OVERDUE"]
    assert codes(told.standing(32, paid, debt)) == ["PAYMENT_OVERDUE"]
    assert codes(told.standing(33, paid, debt, grace_days=90, grace_longest_invoice_age_days=3)) == ["PAYMENT_OVERDUE"]
    assert codes(told.standing(34, paid, debt, told.invoice("overdue", "0", 28), grace_days=5))[0] == "PAYMENT_OVERDUE"
    unpaid = told.invoice("overdue", "1", 1)
    assert codes(told.standing(2, unpaid, grace_days=5)) == ["PAYMENT_OVERDUE"]
    assert told.standing(2, unpaid, grace_days=5, grace_needs_earlier_payment=False).good


def test_grace_neither_revives_a_canceled_license_nor_bridges_to_none(told: Told, codes: Codes) -> None:
    """Canceled at the period's end it ends there; before a period to come grace keeps the license open."""
    paid, debt = told.paid("1", 0, 30), told.invoice("overdue", "2", 30)
    assert codes(told.standing(31, paid, debt, told.canceled(5), grace_days=5)) == ["LICENSE_CANCELED"]
    ahead = told.paid("3", 40, 70, day=20)
    assert told.standing(31, paid, debt, ahead, grace_days=5).good
    assert codes(told.standing(36, paid, debt, ahead, grace_days=5)) == ["LICENSE_NOT_STARTED", "PAYMENT_OVERDUE"]


def test_an_announced_renewal_may_be_late_by_the_tolerance(told: Told, codes: Codes) -> None:
    """An hour past the period, then the renewal is unconfirmed; without a provider's word there is no tolerance."""
    paid, word = told.paid("1", 0, 30), told.heard(1, renews=True)
    hour = 1 / 24
    late = told.standing(30 + hour / 2, paid, word)
    assert (late.term, late.payment, late.good) == (Term.RUNNING, Payment.GRACE, True)
    assert ("payment provider", "renews") in [(fact.name, fact.value) for fact in late.facts]
    assert late.valid_until == told.day(30 + hour)
    over = told.standing(30 + hour, paid, word)
    assert (codes(over), over.valid_until) == (["RENEWAL_UNCONFIRMED"], None)
    assert codes(told.standing(30, paid)) == ["LICENSE_EXPIRED"]
    assert codes(told.standing(30, paid, word, told.heard(20, renews=False))) == ["LICENSE_EXPIRED"]
    assert codes(told.standing(30, paid, word, told.canceled(20))) == ["LICENSE_CANCELED"]
    assert codes(told.standing(30, paid, word, told.invoice("overdue", "2", 30))) == ["PAYMENT_OVERDUE"]
    assert codes(told.standing(30, paid, word, renewal_tolerance_minutes=0)) == ["RENEWAL_UNCONFIRMED"]


def test_a_trial_that_is_to_renew_may_be_late_as_well(told: Told, codes: Codes) -> None:
    """The tolerance follows any period of a license mirrored from a provider."""
    trial, word = told.trial(0, 14), told.heard(1, renews=True)
    assert told.standing(14.01, trial, word).payment is Payment.GRACE
    assert codes(told.standing(15, trial, word)) == ["RENEWAL_UNCONFIRMED"]


def test_tolerance_never_opens_what_a_refund_shut(told: Told, codes: Codes) -> None:
    """A period given back is none to be renewed, and neither is one before it."""
    facts = (told.paid("1", 0, 30), told.refunded("1", 20), told.heard(1, renews=True))
    assert codes(told.standing(30.01, *facts)) == ["LICENSE_EXPIRED"]
    short = (told.paid("1", 0, 30), told.paid("2", 30, 30.01), told.refunded("2", 30), told.heard(1, renews=True))
    assert codes(told.standing(30.005, *short)) == ["PAYMENT_REFUNDED"]
    assert codes(told.standing(30.02, *short)) == ["LICENSE_EXPIRED"]


def test_a_renewal_is_not_awaited_once_the_next_period_is_paid(told: Told, codes: Codes) -> None:
    """Past the tolerance a gap before a period paid ahead is a wait, not a doubt."""
    facts = (told.paid("1", 0, 30), told.paid("2", 40, 70, day=20), told.heard(1, renews=True))
    assert told.standing(30.01, *facts).good
    assert codes(told.standing(35, *facts)) == ["LICENSE_NOT_STARTED"]


def test_a_trial_is_valid_as_the_terms_say(told: Told, codes: Codes) -> None:
    """While it lasts; it ends by itself, and then the first payment is pending."""
    trial = told.trial(0, 14)
    seen = told.standing(10, trial)
    assert (seen.term, seen.payment, seen.good, seen.valid_until) == (Term.TRIAL, Payment.GOOD, True, told.day(14))
    after = told.standing(14, trial)
    assert (after.term, after.payment) == (Term.ENDED, Payment.NEVER_PAID)
    assert codes(after) == ["FIRST_PAYMENT_PENDING", "LICENSE_EXPIRED"]
    assert codes(told.standing(10, trial, trial_is_valid=False)) == ["FIRST_PAYMENT_PENDING"]
    assert codes(told.standing(5, told.trial(10, 20, day=1))) == ["LICENSE_NOT_STARTED"]
    expired = (told.paid("1", 0, 10), told.trial(20, 30))
    assert codes(told.standing(25, *expired, trial_is_valid=False)) == ["LICENSE_EXPIRED"]
    assert told.standing(10, trial, told.paid("1", 5, 35)).term is Term.RUNNING


def test_a_cancellation_at_period_end_lasts_to_the_last_paid_instant(told: Told, codes: Codes) -> None:
    """Whether or not any news arrives then; what was paid ahead counts."""
    paid, canceled = told.paid("1", 0, 30), told.canceled(10)
    seen = told.standing(20, paid, canceled)
    assert (seen.term, seen.good, seen.valid_until) == (Term.ENDING, True, told.day(30))
    assert codes(told.standing(30, paid, canceled)) == ["LICENSE_CANCELED"]
    ahead = (paid, told.paid("2", 30, 60, day=5), canceled)
    assert told.standing(20, *ahead).valid_until == told.day(60)
    gap = (paid, told.paid("2", 40, 60, day=5), canceled)
    assert codes(told.standing(35, *gap)) == ["LICENSE_NOT_STARTED"]
    assert codes(told.standing(60, *gap)) == ["LICENSE_CANCELED"]


def test_a_cancellation_is_taken_back_by_resuming_or_by_paying_for_later(told: Told, codes: Codes) -> None:
    """A payment for the period in which it was asked does not; nor does one made before it."""
    paid, canceled = told.paid("1", 0, 30), told.canceled(10)
    assert told.standing(20, paid, canceled, told.resumed(12)).term is Term.RUNNING
    assert told.standing(40, paid, canceled, told.paid("2", 30, 60, day=20)).term is Term.RUNNING
    late = (told.invoice("overdue", "1", 1), canceled, told.paid("1", 0, 30, day=12))
    assert told.standing(20, *late).term is Term.ENDING
    assert codes(told.standing(31, told.paid("1", 0, 30, day=10), canceled)) == ["LICENSE_CANCELED"]


def test_canceled_at_once_ends_at_once_and_at_the_instant_of_the_payment_too(told: Told, codes: Codes) -> None:
    """The rest of the paid period is forfeited unless the cancellation is taken back."""
    paid, canceled = told.paid("1", 0, 30), told.canceled(10, at_period_end=False)
    assert told.standing(9, paid).good
    seen = told.standing(10, paid, canceled)
    assert (codes(seen), seen.term, seen.valid_until) == (["LICENSE_CANCELED"], Term.ENDED, None)
    assert ("ending", "canceled on 2026-01-11 00:00 UTC") in [(fact.name, fact.value) for fact in seen.facts]
    assert told.standing(15, paid, canceled, told.resumed(12)).good
    assert codes(told.standing(5, told.paid("1", 0, 30), told.canceled(0, at_period_end=False))) == ["LICENSE_CANCELED"]


def test_what_the_provider_ended_stays_ended_until_a_later_period(told: Told, codes: Codes) -> None:
    """Neither resuming, nor canceling, nor paying for the forfeited period opens it; a later period does, alone."""
    paid, ended = told.paid("1", 0, 30), told.ended(10)
    for news in (told.resumed(12), told.canceled(12), told.canceled(12, at_period_end=False)):
        assert codes(told.standing(15, paid, ended, news)) == ["LICENSE_CANCELED"]
        assert codes(told.standing(15, paid, ended, news, told.resumed(13))) == ["LICENSE_CANCELED"]
    assert codes(told.standing(15, paid, ended, told.paid("2", 0, 30, day=12))) == ["LICENSE_CANCELED"]
    again = (paid, ended, told.paid("2", 20, 25, day=12))
    assert codes(told.standing(15, *again)) == ["LICENSE_NOT_STARTED"]
    assert told.standing(20, *again).good
    assert codes(told.standing(26, *again)) == ["LICENSE_EXPIRED"]
    assert told.standing(15, paid, ended, told.trial(12, 20)).term is Term.TRIAL
    assert told.standing(11, paid, ended).facts[-1].value == "ended by the provider on 2026-01-11 00:00 UTC"


def test_a_license_never_paid_and_canceled_tells_both(told: Told, codes: Codes) -> None:
    """There is nothing to wait for, and nothing was paid."""
    assert codes(told.standing(5, told.canceled(2))) == ["FIRST_PAYMENT_PENDING", "LICENSE_CANCELED"]


def test_a_gap_between_two_paid_periods_is_shut(told: Told, codes: Codes) -> None:
    """It says when the next one begins, and when it is open again by itself."""
    facts = (told.paid("1", 0, 30), told.paid("2", 40, 70, day=5))
    seen = told.standing(35, *facts)
    assert codes(seen) == ["LICENSE_NOT_STARTED"]
    assert seen.reasons[0].sentence == "The license begins only at 2026-02-10 00:00 UTC."
    assert seen.valid_until == told.day(40)


def test_an_ended_license_says_when_it_ended_to_the_second(told: Told) -> None:
    """The sentence names the instant in UTC."""
    seen = told.standing(40, told.paid("1", 0, 30 + 1 / 86400))
    assert seen.reasons[0].sentence == "The license ended at 2026-01-31 00:00:01 UTC."


@pytest.mark.parametrize(("day", "payment"), [(29.99, Payment.GOOD), (30, Payment.GRACE)])
def test_a_renewal_is_awaited_from_the_very_end_of_the_period(told: Told, day: float, payment: Payment) -> None:
    """The end belongs to what comes after it; a period given back is none that could be renewed."""
    seen = told.standing(day, told.paid("1", 0, 30), told.heard(1, renews=True))
    assert (seen.payment, seen.good) == (payment, True)
    back = told.standing(day, told.paid("1", 0, 30), told.refunded("1", 2), told.heard(1, renews=True))
    assert not back.good


@pytest.mark.parametrize("day", [30.01, 35], ids=["within the tolerance", "after it"])
def test_what_was_ended_awaits_no_renewal(told: Told, codes: Codes, day: float) -> None:
    """Whatever the provider of payments said before: the license ended, and nothing else is wrong with it."""
    seen = told.standing(day, told.paid("1", 0, 30), told.heard(1, renews=True), told.ended(10))
    assert (seen.payment, codes(seen)) == (Payment.GOOD, ["LICENSE_CANCELED"])


@pytest.mark.parametrize("day", [30.01, 35], ids=["within the tolerance", "after it"])
def test_a_period_given_back_awaits_no_renewal(told: Told, codes: Codes, day: float) -> None:
    """It was renewed and refunded; the refund is the one thing that is told."""
    renewed = (told.paid("1", 0, 30), told.paid("2", 30, 60), told.refunded("2", 30.005), told.heard(1, renews=True))
    seen = told.standing(day, *renewed)
    assert (seen.payment, codes(seen)) == (Payment.REFUNDED, ["PAYMENT_REFUNDED"])
