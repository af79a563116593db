"""Facts and the license that holds them: keys, order, repetition, the pinned version."""

from __future__ import annotations

from itertools import permutations
from typing import Any, get_args

from attrs import evolve

from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.ordering import RANK, order

Told = Any


def test_a_fact_learned_twice_has_one_key(told: Told) -> None:
    """The instant a fact was learned is not part of its content; everything else is."""
    fact = told.invoice("overdue", "7", 3)
    assert evolve(fact, recorded_at=told.day(9)).key == fact.key
    assert evolve(fact, effective_at=told.day(4)).key != fact.key
    assert evolve(fact, invoice="8").key != fact.key


def test_what_people_type_never_makes_two_facts_one(told: Told) -> None:
    """A bar or a backslash in a number does not shift the fields of the key into each other."""
    pairs = [("a|b", "c"), ("a", "b|c"), ("a\\", "|b|c"), ("a\\|b", "c")]
    keys = {told.dispute("opened", 1, invoice=invoice, name=name).key for name, invoice in pairs}
    assert len(keys) == len(pairs)


def test_every_kind_of_fact_has_one_rank() -> None:
    """The documented ranks cover the kinds of facts, each once."""
    assert set(RANK) == set(get_args(LicenseFact))
    assert sorted(RANK.values()) == list(range(len(RANK)))


def test_of_one_instant_the_harder_word_is_the_last(told: Told) -> None:
    """Money given back outranks money given, an ending a payment, at once the end of the period, stopping renewing."""
    pairs = [
        (told.paid("1", 0, 30), told.refunded("1", 0)),
        (told.paid("1", 0, 30), told.canceled(0)),
        (told.dispute("won", 0), told.dispute("lost", 0)),
        (told.canceled(0), told.canceled(0, at_period_end=False)),
        (told.canceled(0), told.resumed(0)),
        (told.heard(0, renews=True), told.heard(0, renews=False)),
    ]
    for earlier, later in pairs:
        assert order(earlier) < order(later)


def test_a_license_keeps_a_repetition_once_and_its_earliest_learning(told: Told) -> None:
    """However copies arrive, the fact stands once, as it was first learned."""
    copies = [evolve(told.paid("1", 0, 30), recorded_at=told.day(day)) for day in (5, 2, 8)]
    for arrival in permutations(copies):
        license_ = told.license().with_facts(arrival[:1]).with_facts(arrival[1:])
        assert [each.recorded_at for each in license_.facts] == [told.day(2)]
        assert told.license(*arrival).known(told.day(9)) == license_.facts
        assert told.license(*arrival).known(told.day(1)) == ()


def test_the_last_acceptance_in_effect_and_known_pins_the_version(told: Told) -> None:
    """Before any, the offered version holds; acceptances of one instant are told apart by version, not by arrival."""
    facts = (told.accepted(2, "a"), told.accepted(5, "b", learned=7), told.accepted(5, "c", learned=8))
    for arrival in permutations(facts):
        license_ = told.license(*arrival)
        assert license_.pinned(at=told.day(1), known_at=told.day(9)) == "2026-01"
        assert license_.pinned(at=told.day(2), known_at=told.day(9)) == "a"
        assert license_.pinned(at=told.day(6), known_at=told.day(6)) == "a"
        assert license_.pinned(at=told.day(6), known_at=told.day(7)) == "b"
        assert license_.pinned(at=told.day(6), known_at=told.day(9)) == "c"


def test_an_acceptance_says_who_when_which_version_and_which_document(told: Told) -> None:
    """All four are part of the fact."""
    accepted = told.license(told.accepted(2)).accepted(at=told.day(3), known_at=told.day(3))
    assert isinstance(accepted, events.TermsAccepted)
    assert (accepted.effective_at, accepted.version, accepted.digest) == (told.day(2), "2026-01", "ab" * 32)
    assert accepted.by.int == 5
