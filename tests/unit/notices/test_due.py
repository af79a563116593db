"""Notices that are due: one per occasion, once for each cause, and none while a client is in setup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve, frozen

from saas_core.kernel.gathered import Parts, parts_of
from saas_core.kernel.letters import Letter
from saas_core.kernel.money import Money
from saas_core.kernel.notices import Notice, Occasions, Reader
from saas_core.licensing import events
from saas_core.licensing import part as licensing
from saas_core.licensing.letters import (
    HOLD_LIFTED,
    HOLD_PLACED,
    LICENSE_LAPSED,
    LICENSE_LAPSING,
    LICENSE_RESTORED,
    TERMS_CHANGED,
)
from saas_core.licensing.model import License
from saas_core.licensing.occasions import AHEAD, LicenseOccasions
from saas_core.licensing.occasions import occasions as of_licensing
from saas_core.licensing.values import HoldKind
from saas_core.notices.effects import due
from saas_core.payments import part as payments
from saas_core.payments.letters import INVOICE_DUE, PAYMENT_FAILED
from saas_core.payments.model import OpenInvoice
from saas_core.payments.occasions import InvoiceOccasions
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Settings, Terms
from saas_core.tenancy import part as tenancy
from saas_core.tenancy.letters import WELCOME
from saas_core.tenancy.occasions import Welcome

PARTS: Parts[Any] = parts_of()
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


@frozen
class Work:
    """A unit of work that holds one license and one version of the terms, and is its own library of both."""

    license_: License
    version: Terms

    @property
    def licenses(self) -> Any:
        return _Found(self.license_, self.version)

    @property
    def terms(self) -> Any:
        return _Found(self.version, self.version)


@frozen
class _Found:
    thing: Any
    version: Terms

    def get(self, _version: str = "") -> Any:
        return self.thing

    def all(self) -> tuple[Terms, ...]:
        return (self.version,)


@frozen
class Now:
    """All notices due to a client at an instant."""

    reader: Reader
    sources: tuple[Occasions, ...]

    @property
    def again(self) -> datetime | None:
        moments = (each.look_again(self.reader) for each in self.sources)
        return min((each for each in moments if each is not None), default=None)

    def still_true(self, notice: Notice) -> bool:
        license_ = next(each for each in self.sources if isinstance(each, LicenseOccasions))
        return license_.facts(notice, self.reader) is not None


@define
class Client:
    """A client whose facts grow, and the notices due at each look."""

    facts: tuple[Any, ...] = (ACCEPTED, PAID)
    told: frozenset[str] = frozenset({"welcome"})
    settings: Settings = Settings()

    def at(self, day: float, invoices: tuple[OpenInvoice, ...] = (), **given: Any) -> Now:
        at = _day(day)
        license_ = License(
            id=UUID(int=3), tenant_id=UUID(int=4), instance_id=UUID(int=5), terms_version="1", opened_at=BEGIN
        ).with_facts(self.facts)
        reader = Reader(
            at=at,
            zone="Europe/Berlin",
            activated=given.pop("activated", True),
            terms=given.pop("bound", "1"),
            told=self.told,
        )
        terms = evolve(shipped_terms(), version="1", effective_from=BEGIN, settings=self.settings)
        licensing = evolve(of_licensing(Work(license_, terms), reader), **given)
        return Now(reader, (Welcome(), InvoiceOccasions(invoices), licensing))

    def hears(self, day: float, **given: Any) -> list[Notice]:
        now = self.at(day, **given)
        notices = due(now.sources, now.reader)
        self.told |= {each.cause for each in notices}
        return list(notices)

    def kinds(self, day: float, **given: Any) -> list[str]:
        return [each.kind for each in self.hears(day, **given)]


def test_a_client_is_welcomed_once() -> None:
    """With its activation, and under the version that it accepted; in setup it is told nothing at all."""
    client = Client(told=frozenset())
    assert client.kinds(0, activated=False) == []
    (welcome,) = client.hears(1)
    assert (welcome.kind, welcome.facts) == (WELCOME.name, {"terms": "1"})
    assert client.hears(2) == []


def test_a_lapse_is_told_before_it_comes_and_when_it_came() -> None:
    """Seven days ahead by the forecast, at its very instant, and when it is over: each once."""
    client = Client()
    assert client.kinds(30 - AHEAD.days - 0.001) == []
    (lapsing,) = client.hears(30 - AHEAD.days)
    assert lapsing.kind == LICENSE_LAPSING.name
    assert lapsing.facts["at"] == "January 31, 2026, 01:00 (Europe/Berlin)"
    assert lapsing.facts["reason"] == "The paid period ends then, and no payment for the next one has arrived."
    assert "before then" in lapsing.facts["remedy"]
    assert client.hears(29) == []
    (lapsed,) = client.hears(30)
    assert lapsed.kind == LICENSE_LAPSED.name
    assert lapsed.facts["since"] == lapsing.facts["at"]
    assert lapsed.facts["reason"] == "The license ended on January 31, 2026, 01:00 (Europe/Berlin)."
    assert lapsed.facts["clauses"]
    assert client.hears(31) == []
    client.facts += (_fact(events.PeriodPaid, 32, invoice="INV-2", since=_day(32), until=_day(62)),)
    (restored,) = client.hears(32)
    assert restored.kind == LICENSE_RESTORED.name
    assert restored.facts == {
        "since": "February 2, 2026, 01:00 (Europe/Berlin)",
        "until": "March 4, 2026, 01:00 (Europe/Berlin)",
    }
    assert client.hears(33) == []
    assert client.kinds(62) == [LICENSE_LAPSED.name]


@pytest.mark.parametrize("minutes", [60, 1440])
def test_who_renews_by_itself_is_not_warned(minutes: int) -> None:
    """The payment provider collects, so a monthly letter would be noise; a renewal that never arrives is announced.

    Not before it is certain: providers collect hours after the period's end, however short the tolerance of the terms.
    """
    client = Client(facts=(ACCEPTED, PAID, HEARD), settings=Settings(renewal_tolerance_minutes=minutes))
    assert client.kinds(29) == []
    assert client.kinds(30) == []
    assert client.kinds(30.9) == []
    assert client.kinds(31) == [LICENSE_LAPSED.name]


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
    assert lapsing.kind == LICENSE_LAPSING.name
    assert lapsing.facts["at"].startswith("February 5, 2026")
    assert lapsing.facts["reason"] == "Invoice INV-2 is overdue."
    assert lapsing.facts["remedy"] == "Pay the open invoice before then; access then stays open."


def test_a_license_never_in_good_standing_did_not_lapse() -> None:
    """Its first payment is pending, which the client knows."""
    client = Client(facts=(ACCEPTED,))
    assert client.kinds(1) == []


def test_a_hold_is_told_when_it_is_placed_and_when_it_is_lifted() -> None:
    """The lapse that it is needs no letter of its own; one that nobody heard of is not said to be lifted."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    (placed,) = client.hears(3)
    assert (placed.kind, placed.facts) == (HOLD_PLACED.name, {"why": "Too much.", "clause": "1.3"})
    client.facts += (LIFTED,)
    (lifted,) = client.hears(4)
    assert (lifted.kind, lifted.facts) == (HOLD_LIFTED.name, {"why": "Settled."})
    assert client.hears(5) == []
    assert Client(facts=(ACCEPTED, PAID, PLACED, LIFTED)).kinds(5) == []


def test_a_debt_under_a_hold_is_told_as_a_lapse() -> None:
    """A payment does not lift a hold, nor a hold take a debt away."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    client.hears(3)
    (lapsed,) = client.hears(30)
    assert lapsed.kind == LICENSE_LAPSED.name
    assert "hold" not in lapsed.facts["reason"].lower()


def test_an_invoice_is_told_while_it_can_be_paid_in_time() -> None:
    """Once, with its amount; afterwards the letter about the lapse tells."""
    sent = OpenInvoice(ref="in_1", number="INV-7", owed=Money(49000, "USD"), due_at=_day(5), link="https://x.example")
    client = Client()
    (told,) = client.hears(1, invoices=(sent,))
    assert (told.kind, told.cause) == (INVOICE_DUE.name, "due:in_1")
    assert told.facts == {"invoice": "INV-7", "amount": "490.00 USD", "due": "January 6, 2026, 01:00 (Europe/Berlin)"}
    assert client.hears(2, invoices=(sent,)) == []
    assert Client().kinds(5, invoices=(sent,)) == []
    assert Client().kinds(1, invoices=(evolve(sent, due_at=None),)) == []


def test_a_payment_that_failed_is_told_once_for_its_invoice() -> None:
    """However often the provider tries again."""
    failed = OpenInvoice(ref="in_1", number="INV-7", owed=Money(49000, "USD"), due_at=_day(1), failed=True)
    client = Client()
    (told,) = client.hears(1, invoices=(failed,))
    assert (told.kind, told.facts) == (PAYMENT_FAILED.name, {"invoice": "INV-7", "amount": "490.00 USD"})
    assert client.hears(2, invoices=(evolve(failed, due_at=_day(2)),)) == []


def test_new_terms_are_told_to_who_accepted_others() -> None:
    """From their publication on, with the instant from which they are offered."""
    client = Client()
    (told,) = client.hears(1, newest="2", newest_from=_day(90))
    assert told.kind == TERMS_CHANGED.name
    assert told.facts == {"version": "2", "effective": "April 1, 2026, 02:00 (Europe/Berlin)"}
    assert client.hears(2, newest="2", newest_from=_day(90)) == []
    assert Client().kinds(1, newest="2", bound="2") == []


def test_the_letter_about_new_terms_says_what_they_would_change_for_the_client() -> None:
    """Against the version that binds this client, with the digest of the document; the notice keeps no text."""
    client = Client()
    (told,) = client.hears(1, newest="2", newest_from=_day(90))
    now = client.at(2, newest="2")
    license_ = next(each for each in now.sources if isinstance(each, LicenseOccasions))
    old = license_.versions[0]
    new = evolve(old, version="2", settings=Settings(grace_days=7), digest="d" * 64)
    facts = evolve(license_, versions=(old, new)).facts(told, now.reader)
    assert facts == {
        **told.facts,
        "accepted": "1",
        "changes": "Days of grace for an overdue invoice: 7 instead of 0.",
        "digest": "d" * 64,
    }


@pytest.mark.parametrize(("day", "again"), [(1, 30 - AHEAD.days), (30 - AHEAD.days, 30), (29, 30), (31, None)], ids=str)
def test_it_is_looked_again_when_time_alone_changes_something(day: float, again: float | None) -> None:
    """At the warning before a lapse, and at the lapse; never where only news can change anything."""
    expected = None if again is None else _day(again)
    assert Client().at(day).again == expected


# Put in when a letter is mailed: its readers, links, and what would change from the terms that then bind.
ADDED = {"client", "name", "link", "terms_at", "accepted", "changes", "digest"}


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
    # Of its account, its license and its payments; letters of other contexts have occasions of their own.
    told = (tenancy.PART, licensing.PART, payments.PART)
    assert {each.kind for each in seen} == {each.name for part in told for each in part.letters}
    for notice in seen:
        rest = dict.fromkeys(set(PARTS.letters[notice.kind].needed) & ADDED, "x")
        assert Letter(PARTS.letters[notice.kind], {**notice.facts, **rest}).facts


def test_a_lapse_under_a_hold_begins_when_it_does() -> None:
    """Not when the hold was placed: of that another letter told."""
    client = Client(facts=(ACCEPTED, PAID, PLACED))
    client.hears(3)
    (lapsed,) = client.hears(30)
    assert lapsed.facts["since"] == "January 31, 2026, 01:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("kind", "cause", "then", "later"),
    [
        (LICENSE_LAPSED.name, "lapsed:x", 31, 32),
        (LICENSE_RESTORED.name, "restored:x", 32, 62),
        (LICENSE_LAPSING.name, f"lapsing:{_day(30).isoformat()}", 29, 30),
        (HOLD_PLACED.name, f"hold:{HOLD}", 3, 4),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_letter_that_waited_too_long_is_not_sent(kind: str, cause: str, then: float, later: float) -> None:
    """The letter was true once and is no longer true."""
    facts: tuple[Any, ...] = (ACCEPTED, PAID, PLACED, LIFTED)
    if then > 30:
        facts += (_fact(events.PeriodPaid, 32, invoice="INV-2", since=_day(32), until=_day(62)),)
    client = Client(facts=facts)
    notice = Notice(kind=kind, cause=cause)
    assert client.at(then).still_true(notice)
    assert not client.at(later).still_true(notice)
