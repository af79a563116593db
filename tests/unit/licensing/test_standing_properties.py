"""Standing under arbitrary facts: blind to order, repetition and split; monotone; exact about until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.kernel.ids import HoldId, InstanceId, LicenseId, StaffId, TenantId, UserId
from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies import TABLE, Standing, forecast, standing
from saas_core.licensing.values import HoldKind, Payment
from saas_core.policy.actions import ALWAYS_OPEN, LICENSED
from saas_core.policy.reasons import RANK, ReasonCode
from saas_core.policy.terms import Settings

START = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ONE = UUID(int=1)
# A coarse grid lets facts meet at the same instant, a fine one keeps tolerance and grace apart from it.
MOMENTS = st.integers(0, 24).map(lambda half: START + timedelta(hours=12 * half))
INSTANTS = st.one_of(MOMENTS, st.integers(-24, 24 * 16).map(lambda hour: START + timedelta(minutes=59 * hour)))
INVOICES = st.sampled_from(["1", "2", "a|b"])
DISPUTES = st.sampled_from(["d", "e"])
HOLDS = st.sampled_from([HoldId(UUID(int=1)), HoldId(UUID(int=2))])
BY = StaffId(UUID(int=9))
VERSIONS = {
    "old": Settings(grace_days=2, renewal_tolerance_minutes=90, processing_tolerance_days=4),
    "new": Settings(grace_needs_earlier_payment=False, grace_days=1, trial_is_valid=False),
    "mild": Settings(
        grace_days=3,
        grace_longest_invoice_age_days=2,
        full_refund_ends_good_standing=False,
        open_dispute_ends_good_standing=False,
        lost_dispute_ends_good_standing=False,
    ),
}
LEARNED = {"effective_at": MOMENTS, "recorded_at": MOMENTS}


def _span(kind: Any, /, **more: Any) -> st.SearchStrategy[LicenseFact]:
    return st.builds(
        lambda since, days, **given: kind(since=since, until=since + timedelta(days=days), **given),
        since=MOMENTS,
        days=st.integers(1, 5),
        **LEARNED,
        **more,
    )


def _of(kind: Any, /, **more: Any) -> st.SearchStrategy[LicenseFact]:
    return st.builds(kind, **LEARNED, **more)


FACT: st.SearchStrategy[LicenseFact] = st.one_of(
    _span(events.PeriodPaid, invoice=INVOICES),
    _span(events.PeriodPaid, invoice=INVOICES),
    _span(events.TrialGranted),
    _of(events.TermsAccepted, version=st.sampled_from(sorted(VERSIONS)), digest=st.just(""), by=st.just(UserId(ONE))),
    _span(events.TrialMoved),
    _of(events.InvoiceOverdue, invoice=INVOICES),
    _span(events.InvoiceOverdue, invoice=INVOICES),
    _of(events.InvoiceDeferred, invoice=INVOICES, processing=st.booleans(), until=st.none() | MOMENTS),
    _of(events.InvoiceSettled, invoice=INVOICES),
    _of(events.InvoiceVoided, invoice=INVOICES),
    _of(events.InvoiceRefunded, invoice=INVOICES, full=st.booleans()),
    _of(events.RefundUndone, invoice=INVOICES),
    _of(events.DisputeOpened, dispute=DISPUTES, invoice=INVOICES),
    _of(events.DisputeWon, dispute=DISPUTES),
    _of(events.DisputeLost, dispute=DISPUTES),
    _of(events.CancellationAsked, at_period_end=st.booleans()),
    _of(events.CancellationDated, until=MOMENTS),
    _of(events.Resumed),
    _of(events.Ended),
    _of(
        events.HoldPlaced,
        hold=HOLDS,
        kind=st.sampled_from(HoldKind),
        by=st.just(BY),
        why=st.just("why"),
        clause=st.just("0.2"),
    ),
    _of(events.HoldLifted, hold=HOLDS, by=st.just(BY), why=st.just("why")),
    _of(events.ProviderHeard, renews=st.booleans(), said=st.just("word")),
)
AGREED = events.TermsAccepted(effective_at=START, recorded_at=START, version="old", digest="", by=UserId(ONE))
FACTS = st.lists(FACT, max_size=8).map(lambda facts: (AGREED, *facts))
MANY = often(120)


def _license(facts: Any = ()) -> License:
    return License(
        id=LicenseId(ONE),
        tenant_id=TenantId(ONE),
        instance_id=InstanceId(ONE),
        terms_version="old",
        opened_at=START,
        facts=tuple(facts),
    )


def _seen(license_: License, at: datetime, known_at: datetime) -> Standing:
    return standing(license_, VERSIONS.__getitem__, at=at, known_at=known_at)


def _but_end(seen: Standing) -> Standing:
    return evolve(seen, valid_until=None)


@MANY
@given(facts=FACTS, at=INSTANTS, known_at=MOMENTS, data=st.data())
def test_order_repetition_and_split_of_the_facts_do_not_matter(
    facts: tuple[LicenseFact, ...], at: datetime, known_at: datetime, data: st.DataObject
) -> None:
    """Shuffled, told twice and told in two parts, the facts give the same standing and the same forecast."""
    shuffled = data.draw(st.permutations(facts))
    again = data.draw(st.lists(st.sampled_from(facts), max_size=4))
    late = [evolve(each, recorded_at=each.recorded_at + timedelta(days=1)) for each in again]
    told = data.draw(st.permutations([*shuffled, *late]))
    cut = data.draw(st.integers(0, len(told)))
    first = _seen(_license(facts), at, known_at)
    assert _seen(_license(told), at, known_at) == first
    assert _seen(_license(told[:cut]).with_facts(told[cut:]), at, known_at) == first
    expected = forecast(_license(facts), VERSIONS.__getitem__, at=at, known_at=known_at)
    assert forecast(_license(told), VERSIONS.__getitem__, at=at, known_at=known_at) == expected


@MANY
@given(facts=FACTS, at=INSTANTS, known_at=MOMENTS, data=st.data())
def test_the_answer_holds_until_it_says_and_changes_then(
    facts: tuple[LicenseFact, ...], at: datetime, known_at: datetime, data: st.DataObject
) -> None:
    """At any instant before `valid_until` it is the same, at `valid_until` another; without one it never changes."""
    license_ = _license(facts)
    now = _seen(license_, at, known_at)
    horizon = START + timedelta(days=40)
    end = now.valid_until or max(horizon, at + TICK)
    assert end > at
    for later in (end - TICK, *data.draw(st.lists(st.datetimes(_plain(at), _plain(end - TICK)), max_size=6))):
        moment = later.replace(tzinfo=UTC)
        assert _seen(license_, moment, known_at) == now
    if now.valid_until is not None:
        assert _but_end(_seen(license_, now.valid_until, known_at)) != _but_end(now)


def _plain(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


@MANY
@given(facts=FACTS, at=INSTANTS, known_at=MOMENTS)
def test_open_and_reasons_say_the_same_and_agree_with_the_table(
    facts: tuple[LicenseFact, ...], at: datetime, known_at: datetime
) -> None:
    """Everything licensed is open exactly when no reason is given; nothing opens beyond the table's row."""
    seen = _seen(_license(facts), at, known_at)
    row = TABLE[seen.term, seen.payment, bool(seen.holds)]
    codes = [each.code for each in seen.reasons]
    canceled = [ReasonCode.LICENSE_EXPIRED if code is ReasonCode.LICENSE_CANCELED else code for code in codes]
    assert seen.open == (ALWAYS_OPEN if codes else ALWAYS_OPEN | LICENSED)
    assert seen.open <= row.open
    assert set(row.codes) <= set(canceled)
    assert [RANK[code] for code in codes] == sorted(RANK[code] for code in codes)
    assert all("{" not in each.sentence for each in seen.reasons)


_PERIODS = (events.PeriodPaid, events.TrialGranted, events.TrialMoved)


@MANY
@given(facts=FACTS, at=INSTANTS, known_at=MOMENTS)
def test_nothing_is_open_that_is_neither_paid_nor_granted_nor_in_grace(
    facts: tuple[LicenseFact, ...], at: datetime, known_at: datetime
) -> None:
    """Whatever happened, good standing rests on a period that covers the instant, or on grace."""
    seen = _seen(_license(facts), at, known_at)
    periods = (each for each in facts if isinstance(each, _PERIODS))
    covered = any(each.recorded_at <= known_at and each.since <= at < each.until for each in periods)
    assert not seen.good or covered or seen.payment is Payment.GRACE


@MANY
@given(
    facts=FACTS,
    at=INSTANTS,
    held=_of(
        events.HoldPlaced,
        hold=HOLDS,
        kind=st.just(HoldKind.ABUSE),
        by=st.just(BY),
        why=st.just("w"),
        clause=st.just("1.2"),
    ),
)
def test_another_hold_never_opens_anything_nor_touches_term_or_payment(
    facts: tuple[LicenseFact, ...], at: datetime, held: LicenseFact
) -> None:
    """Holds and payments are apart: the other axes stay as they are."""
    known_at = START + timedelta(days=99)
    before, after = _seen(_license(facts), at, known_at), _seen(_license((*facts, held)), at, known_at)
    assert after.open <= before.open
    assert (after.term, after.payment) == (before.term, before.payment)


@MANY
@given(facts=FACTS, at=INSTANTS, paid=_span(events.PeriodPaid, invoice=st.just("new")))
def test_a_payment_never_lifts_a_hold_nor_shuts_what_is_open(
    facts: tuple[LicenseFact, ...], at: datetime, paid: LicenseFact
) -> None:
    """A payment on an invoice of its own leaves the holds, and by the same terms closes nothing."""
    known_at = START + timedelta(days=99)
    before, after = _seen(_license(facts), at, known_at), _seen(_license((*facts, paid)), at, known_at)
    assert after.holds == before.holds
    # An ending at once is overtaken by a later period, which forfeits what was paid before it; it was shut already.
    assert after.open >= before.open


@MANY
@given(facts=FACTS, at=INSTANTS, known_at=MOMENTS)
def test_as_known_is_as_if_later_news_did_not_exist(
    facts: tuple[LicenseFact, ...], at: datetime, known_at: datetime
) -> None:
    """Only what was learned by then counts, for the answer and for how long it holds."""
    learned = tuple(each for each in facts if each.recorded_at <= known_at)
    assert _seen(_license(facts), at, known_at) == _seen(_license(learned), at, START + timedelta(days=999))


@MANY
@given(since=INSTANTS, hours=st.integers(1, 24 * 400), renews=st.booleans())
def test_a_period_opens_at_its_start_and_shuts_at_its_end(since: datetime, hours: int, renews: bool) -> None:
    """Open to a microsecond before the end, shut at it; the end includes the tolerance where there is one."""
    until = since + timedelta(hours=hours)
    told = (
        AGREED if since >= START else evolve(AGREED, effective_at=since),
        events.PeriodPaid(effective_at=since, recorded_at=since, invoice="1", since=since, until=until),
        events.ProviderHeard(effective_at=since, recorded_at=since, renews=renews, said=""),
    )
    end = until + (VERSIONS["old"].renewal_tolerance if renews else timedelta(0))
    opens = [_seen(_license(told), at, until + timedelta(days=9)).good for at in (since - TICK, since, end - TICK, end)]
    assert opens == [False, True, True, False]
