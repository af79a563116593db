"""News of a license: bad news never opens, good news never shuts, and each answer ends where the next begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.policies import Standing
from saas_core.policy.terms import Settings
from unit.licensing import telling
from unit.licensing.telling import FAR, HOUR, MICROSECOND, Life, day, license_of

STRICT = Settings()
LENIENT = Settings(
    grace_days=2, grace_longest_invoice_age_days=1, renewal_tolerance_minutes=180, processing_tolerance_days=3
)
GENEROUS = Settings(grace_days=3, grace_needs_earlier_payment=False, renewal_tolerance_minutes=0)
LAX = Settings(
    grace_days=1,
    trial_is_valid=False,
    full_refund_ends_good_standing=False,
    open_dispute_ends_good_standing=False,
    lost_dispute_ends_good_standing=False,
)
BY_VERSION = {"2026-01": STRICT, "2026-02": LENIENT}
SETTINGS = st.sampled_from([STRICT, LENIENT, GENEROUS, LAX, BY_VERSION.__getitem__])

# A narrow world, so that facts meet: the same instants, invoices, disputes and holds come again and again.
DAYS = st.integers(0, 24).map(lambda half: half / 2)
INVOICES = st.sampled_from("AB")
DISPUTES = st.sampled_from("XY")
SPANS = st.tuples(DAYS, st.sampled_from([1, 3, 5])).map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))

PAYMENTS = st.builds(lambda invoice, span, at: telling.paid(invoice, span[0], span[1], at), INVOICES, SPANS, DAYS)
TRIALS = st.builds(lambda span, at: telling.trial(span[0], span[1], at), SPANS, DAYS)
OVERDUES = st.builds(telling.overdue, INVOICES, DAYS)
REFUNDS = st.builds(lambda invoice, at, full: telling.refunded(invoice, at, full=full), INVOICES, DAYS, st.booleans())
DISPUTED = st.builds(telling.disputed, DISPUTES, INVOICES, DAYS)
CANCELLATIONS = st.builds(lambda at, soft: telling.canceled(at, at_period_end=soft), DAYS, st.booleans())
ENDINGS = st.builds(telling.ended, DAYS)
HOLDS = st.builds(telling.held, st.sampled_from([1, 2]), DAYS, clause=st.sampled_from(["0.2", "1.2"]))
LIFTINGS = st.builds(telling.lifted, st.sampled_from([1, 2]), DAYS)
FACTS: st.SearchStrategy[LicenseFact] = st.one_of(
    PAYMENTS,
    PAYMENTS,
    TRIALS,
    OVERDUES,
    REFUNDS,
    DISPUTED,
    CANCELLATIONS,
    ENDINGS,
    HOLDS,
    LIFTINGS,
    st.builds(telling.accepted, DAYS, st.sampled_from(sorted(BY_VERSION))),
    st.builds(telling.settled, INVOICES, DAYS),
    st.builds(telling.voided, INVOICES, DAYS),
    st.builds(telling.won, DISPUTES, DAYS),
    st.builds(telling.lost, DISPUTES, DAYS),
    st.builds(telling.resumed, DAYS),
    st.builds(lambda span, at: telling.moved(span[0], span[1], at), SPANS, DAYS),
    st.builds(
        lambda invoice, at, processing, until: telling.deferred(invoice, at, processing=processing, until=until),
        INVOICES,
        DAYS,
        st.booleans(),
        st.none() | DAYS,
    ),
    st.builds(telling.undone, INVOICES, DAYS),
    st.builds(telling.dated, DAYS, DAYS),
    st.builds(lambda at, renews: telling.heard(at, renews=renews), DAYS, st.booleans()),
)


def _learned(fact: LicenseFact, at: float) -> LicenseFact:
    return evolve(fact, recorded_at=day(at))


STORIES = st.lists(st.builds(_learned, FACTS, DAYS), max_size=9)
# Accepted from the start, so that most stories tell of more than terms not accepted.
OPENED = STORIES.map(lambda story: [telling.accepted(-1), *story])
INSTANTS = st.builds(
    lambda at, off: day(at) + off,
    st.integers(-2, 40).map(lambda half: half / 2),
    st.sampled_from([timedelta(0), -MICROSECOND, HOUR - MICROSECOND, HOUR]),
)


def edges(story: list[LicenseFact]) -> list[datetime]:
    """Return every instant that facts or settings name, one microsecond before each, and one far away."""
    named = {fact.effective_at for fact in story}
    for fact in story:
        if isinstance(fact, events.PeriodPaid | events.TrialGranted | events.TrialMoved):
            named |= {fact.since, fact.until}
        if isinstance(fact, events.CancellationDated):
            named.add(fact.until)
    put_off = [timedelta(0), HOUR, 3 * HOUR, *(timedelta(days=days) for days in (1, 2, 3))]
    moments = {moment + delay for moment in named for delay in put_off}
    return sorted(moments | {moment - MICROSECOND for moment in moments} | {FAR})


def answer(seen: Standing) -> Standing:
    """Return a standing without its end."""
    return evolve(seen, valid_until=None)


@given(OPENED, SETTINGS, INSTANTS)
@often(60)
def test_an_answer_holds_until_its_end_and_no_longer(story: list[LicenseFact], terms: Settings, at: datetime) -> None:
    """The answer is the same at every instant before `valid_until`, and another at that instant."""
    told = Life(license_of(*story), terms)
    now = told.at(at)
    later = [moment for moment in edges(story) if moment > at]
    same = [moment for moment in later if now.valid_until is None or moment < now.valid_until]
    assert all(answer(told.at(moment)) == answer(now) for moment in same)
    if now.valid_until is not None:
        assert now.valid_until > at
        assert answer(told.at(now.valid_until)) != answer(now)


@given(OPENED, SETTINGS, INSTANTS)
@often(150)
def test_the_forecast_is_the_chain_of_ends(story: list[LicenseFact], terms: Settings, at: datetime) -> None:
    """Every change of the forecast stands where the standing before it ends, and none is left out."""
    told = Life(license_of(*story), terms)
    current = told.at(at)
    for change in told.coming(at):
        assert change.at == current.valid_until
        following = told.at(change.at)
        assert change.standing == following
        assert (change.closes, change.opens) == (current.open - following.open, following.open - current.open)
        current = following
    assert current.valid_until is None


BAD_NEWS: st.SearchStrategy[LicenseFact] = st.one_of(HOLDS, OVERDUES, REFUNDS, DISPUTED, CANCELLATIONS, ENDINGS)
# A payment of an invoice of its own: news of a known one may be what a dispute or a refund waited for.
GOOD_NEWS: st.SearchStrategy[LicenseFact] = st.one_of(
    st.builds(lambda span, at: telling.paid("C", span[0], span[1], at), SPANS, DAYS),
    LIFTINGS,
    st.builds(telling.settled, INVOICES, DAYS),
    st.builds(telling.voided, INVOICES, DAYS),
    st.builds(telling.won, DISPUTES, st.just(30)),
    st.builds(telling.resumed, DAYS),
    st.builds(telling.undone, INVOICES, DAYS),
)


@given(OPENED, BAD_NEWS, INSTANTS)
@often(150)
def test_bad_news_never_opens_anything(story: list[LicenseFact], news: LicenseFact, at: datetime) -> None:
    """A hold, a debt, a refund, a dispute or an ending more leaves no more open than before, without grace."""
    assert Life(license_of(*story, news)).at(at).open <= Life(license_of(*story)).at(at).open


@given(OPENED, GOOD_NEWS, INSTANTS)
@often(150)
def test_good_news_never_shuts_anything(story: list[LicenseFact], news: LicenseFact, at: datetime) -> None:
    """A payment, a settlement, a hold lifted or a cancellation taken back leaves no less open than before."""
    about = getattr(news, "invoice", None)
    undisputed = [each for each in story if not (isinstance(each, events.DisputeOpened) and each.invoice == about)]
    assert Life(license_of(*undisputed, news)).at(at).open >= Life(license_of(*undisputed)).at(at).open
