"""Which notices are due: each by its occasion, once for each cause, and nothing while a client is in setup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve

from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.model import License
from saas_core.licensing.policies import forecast, standing, unbroken_since
from saas_core.licensing.values import HoldKind
from saas_core.notices.letters import FACTS, Letter, LetterKind
from saas_core.notices.model import Hold, Notice, Situation
from saas_core.notices.policies import AHEAD, due, look_again, still_true
from saas_core.payments.model import OpenInvoice
from saas_core.policy.terms import Settings

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=30)
HOLD = UUID(int=9)


def _day(number: float) -> datetime:
    return BEGIN + timedelta(days=number)


def _fact(of: Any, day: float, **told: Any) -> Any:
    return of(effective_at=_day(day), recorded_at=_day(day), **told)


ACCEPTED = _fact(events.TermsAccepted, 0, version="1", digest="d", by=UUID(int=1))
PAID = _fact(events.PeriodPaid, 0, invoice="INV-1", since=_day(0), until=_day(30))
HEARD = _fact(events.ProviderHeard, 0, renews=True, said="active")
PLACED = _fact(events.HoldPlaced, 3, hold=HOLD, kind=HoldKind.ABUSE, by=UUID(int=2), why="Too much.", clause="1.3")
LIFTED = _fact(events.HoldLifted, 4, hold=HOLD, by=UUID(int=2), why="Settled.")


@define
class Client:
    """A client whose facts grow, and who is told what is due each time somebody looks."""

    facts: tuple[Any, ...] = (ACCEPTED, PAID)
    told: frozenset[str] = frozenset({"welcome"})
    settings: Settings = Settings()

    def at(self, day: float, **given: Any) -> Situation:
        at = _day(day)
        license_ = License(
            id=UUID(int=3), tenant_id=UUID(int=4), instance_id=UUID(int=5), terms_version="1", opened_at=BEGIN
        ).with_facts(self.facts)
        true = [each for each in self.facts if each.effective_at <= at]
        lifted = {each.hold: each.why for each in true if isinstance(each, events.HoldLifted)}
        now = standing(license_, self.settings, at=at, known_at=at)
        held = (events.HoldPlaced, events.HoldLifted)
        others = tuple(each for each in license_.facts if not isinstance(each, held))
        apart = license_ if now.good else evolve(license_, facts=others)
        told = {
            "at": at,
            "zone": "Europe/Berlin",
            "activated": True,
            "standing": now,
            "since": unbroken_since(apart, self.settings, at=at, known_at=at),
            "forecast": forecast(license_, self.settings, at=at, known_at=at),
            "invoices": (),
            "holds": tuple(
                Hold(id=each.hold, why=each.why, clause=each.clause, lifted=lifted.get(each.hold))
                for each in true
                if isinstance(each, events.HoldPlaced)
            ),
            "bound": "1",
            "newest": "1",
            "newest_from": BEGIN,
            "told": self.told,
        }
        return Situation(**{**told, **given})

    def hears(self, day: float, **given: Any) -> list[Notice]:
        notices = due(self.at(day, **given))
        self.told |= {each.cause for each in notices}
        return list(notices)

    def kinds(self, day: float, **given: Any) -> list[LetterKind]:
        return [each.kind for each in self.hears(day, **given)]


def test_a_client_is_welcomed_once() -> None:
    """With its activation, and under the version that it accepted; in setup it is told nothing at all."""
    client = Client(told=frozenset())
    assert client.kinds(0, activated=False) == []
    (welcome,) = client.hears(1)
    assert (welcome.kind, welcome.facts) == (LetterKind.WELCOME, {"terms": "1"})
    assert client.hears(2) == []


def test_a_lapse_is_told_before_it_comes_and_when_it_came() -> None:
    """Seven days ahead by the forecast, at its very instant, and when it is over: each once."""
    client = Client()
    assert client.kinds(30 - AHEAD.days - 0.001) == []
    (lapsing,) = client.hears(30 - AHEAD.days)
    assert lapsing.kind is LetterKind.LICENSE_LAPSING
    assert lapsing.facts["at"] == "January 31, 2026, 01:00 (Europe/Berlin)"
    assert client.hears(29) == []
    (lapsed,) = client.hears(30)
    assert lapsed.kind is LetterKind.LICENSE_LAPSED
    assert lapsed.facts["since"] == lapsing.facts["at"]
    assert lapsed.facts["clauses"]
    assert client.hears(31) == []
    client.facts += (_fact(events.PeriodPaid, 32, invoice="INV-2", since=_day(32), until=_day(62)),)
    (restored,) = client.hears(32)
    assert restored.kind is LetterKind.LICENSE_RESTORED
    assert restored.facts == {
        "since": "February 2, 2026, 01:00 (Europe/Berlin)",
        "until": "March 4, 2026, 01:00 (Europe/Berlin)",
    }
    assert client.hears(33) == []
    assert client.kinds(62) == [LetterKind.LICENSE_LAPSED]


def test_who_renews_by_itself_is_not_warned() -> None:
    """The provider of payments collects; a letter a month would be noise. A renewal that fails to come is told."""
    client = Client(facts=(ACCEPTED, PAID, HEARD))
    assert client.kinds(29) == []
    assert client.kinds(30) == []
    assert client.kinds(30.1) == [LetterKind.LICENSE_LAPSED]


def test_grace_that_runs_out_is_told() -> None:
    """Also to a client whose license would renew: what is overdue is to be paid."""
    client = Client(
        facts=(
            ACCEPTED,
            PAID,
            HEARD,
            _fact(events.InvoiceOverdue, 30, invoice="INV-2"),
        ),
        settings=Settings(grace_days=5),
    )
    (lapsing,) = client.hears(30)
    assert lapsing.kind is LetterKind.LICENSE_LAPSING
    assert lapsing.facts["at"].startswith("February 5, 2026")
    assert "INV-2" in lapsing.facts["reason"]


def test_a_license_never_in_good_standing_did_not_lapse() -> None:
    """Its first payment is pending, which the client knows."""
    client = Client(facts=(ACCEPTED,))
    assert client.kinds(1) == []


def test_a_hold_is_told_when_it_is_placed_and_when_it_is_lifted() -> None:
    """The lapse that it is needs no letter of its own; one that nobody heard of is not said to be lifted."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    (placed,) = client.hears(3)
    assert (placed.kind, placed.facts) == (LetterKind.HOLD_PLACED, {"why": "Too much.", "clause": "1.3"})
    client.facts += (LIFTED,)
    (lifted,) = client.hears(4)
    assert (lifted.kind, lifted.facts) == (LetterKind.HOLD_LIFTED, {"why": "Settled."})
    assert client.hears(5) == []
    assert Client(facts=(ACCEPTED, PAID, PLACED, LIFTED)).kinds(5) == []


def test_a_debt_under_a_hold_is_told_as_a_lapse() -> None:
    """A payment does not lift a hold, nor a hold take a debt away."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    client.hears(3)
    (lapsed,) = client.hears(30)
    assert lapsed.kind is LetterKind.LICENSE_LAPSED
    assert "hold" not in lapsed.facts["reason"].lower()


def test_an_invoice_is_told_while_it_can_be_paid_in_time() -> None:
    """Once, with its amount; afterwards the letter about the lapse tells."""
    sent = OpenInvoice(ref="in_1", number="INV-7", owed=Money(49000, "USD"), due_at=_day(5), link="https://x.example")
    client = Client()
    (told,) = client.hears(1, invoices=(sent,))
    assert (told.kind, told.cause) == (LetterKind.INVOICE_DUE, "due:in_1")
    assert told.facts == {"invoice": "INV-7", "amount": "490.00 USD", "due": "January 6, 2026, 01:00 (Europe/Berlin)"}
    assert client.hears(2, invoices=(sent,)) == []
    assert Client().kinds(5, invoices=(sent,)) == []
    assert Client().kinds(1, invoices=(evolve(sent, due_at=None),)) == []


def test_a_payment_that_failed_is_told_once_for_its_invoice() -> None:
    """However often the provider tries again."""
    failed = OpenInvoice(ref="in_1", number="INV-7", owed=Money(49000, "USD"), due_at=_day(1), failed=True)
    client = Client()
    (told,) = client.hears(1, invoices=(failed,))
    assert (told.kind, told.facts) == (LetterKind.PAYMENT_FAILED, {"invoice": "INV-7", "amount": "490.00 USD"})
    assert client.hears(2, invoices=(evolve(failed, due_at=_day(2)),)) == []


def test_new_terms_are_told_to_who_accepted_others() -> None:
    """From their publication on, with the instant from which they are offered."""
    client = Client()
    (told,) = client.hears(1, newest="2", newest_from=_day(90))
    assert told.kind is LetterKind.TERMS_CHANGED
    assert told.facts == {"version": "2", "effective": "April 1, 2026, 02:00 (Europe/Berlin)"}
    assert client.hears(2, newest="2", newest_from=_day(90)) == []
    assert Client().kinds(1, newest="2", bound="2") == []


@pytest.mark.parametrize(("day", "again"), [(1, 30 - AHEAD.days), (30 - AHEAD.days, 30), (29, 30), (31, None)], ids=str)
def test_it_is_looked_again_when_time_alone_changes_something(day: float, again: float | None) -> None:
    """At the warning before a lapse, and at the lapse; never where only news can change anything."""
    expected = None if again is None else _day(again)
    assert look_again(Client().at(day)) == expected


def test_every_notice_has_the_facts_of_its_letter() -> None:
    """But for who is written to, and the link, which are put in when it is mailed."""
    invoices = (
        OpenInvoice(ref="in_1", number="INV-7", owed=Money(1, "USD"), due_at=_day(90)),
        OpenInvoice(ref="in_2", number="INV-8", owed=Money(1, "USD"), failed=True),
    )
    client = Client(told=frozenset(), facts=(ACCEPTED, PAID, PLACED, LIFTED))
    seen = client.hears(3, invoices=invoices, newest="2") + client.hears(4) + client.hears(25) + client.hears(31)
    client.facts += (_fact(events.PeriodPaid, 32, invoice="INV-2", since=_day(32), until=_day(62)),)
    seen += client.hears(32)
    assert {each.kind for each in seen} == set(LetterKind) - {LetterKind.INVITATION, LetterKind.SIGN_IN}
    for notice in seen:
        rest = dict.fromkeys(set(FACTS[notice.kind]) & {"client", "name", "link"}, "x")
        assert Letter(notice.kind, {**notice.facts, **rest}).facts


def test_a_lapse_under_a_hold_begins_when_it_does() -> None:
    """Not when the hold was placed: of that another letter told."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    client.hears(3)
    (lapsed,) = client.hears(30)
    assert lapsed.facts["since"] == "January 31, 2026, 01:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("kind", "cause", "then", "later"),
    [
        (LetterKind.LICENSE_LAPSED, "lapsed:x", 31, 32),
        (LetterKind.LICENSE_RESTORED, "restored:x", 32, 62),
        (LetterKind.LICENSE_LAPSING, f"lapsing:{_day(30).isoformat()}", 29, 30),
        (LetterKind.HOLD_PLACED, f"hold:{HOLD}", 3, 4),
    ],
    ids=lambda each: each.value if isinstance(each, LetterKind) else "",
)
def test_a_letter_that_waited_too_long_is_not_sent(kind: LetterKind, cause: str, then: float, later: float) -> None:
    """What it says was so, and is not any more."""
    facts: tuple[Any, ...] = (ACCEPTED, PAID, PLACED, LIFTED)
    if then > 30:
        facts += (_fact(events.PeriodPaid, 32, invoice="INV-2", since=_day(32), until=_day(62)),)
    client = Client(facts=facts)
    notice = Notice(kind=kind, cause=cause)
    assert still_true(notice, client.at(then))
    assert not still_true(notice, client.at(later))
