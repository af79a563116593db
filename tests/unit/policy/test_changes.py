"""Changes between versions of the terms in sentences that a client reads."""

from __future__ import annotations

from attrs import evolve, fields

from saas_core.kernel.money import Money
from saas_core.policy.changes import NOTHING, SETTINGS, in_words
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.names import Reserved
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Clause, Settings

OLD = shipped_terms()


def test_the_same_terms_under_another_name_change_nothing() -> None:
    """Said in so many words."""
    assert in_words(OLD, evolve(OLD, version="other")) == (NOTHING,)


def test_every_setting_has_words() -> None:
    """So that a change of any is told."""
    assert set(SETTINGS) == {each.name for each in fields(Settings)}


def test_rate_currency_zone_kinds_and_settings_are_told() -> None:
    """With both values."""
    new = evolve(
        OLD,
        hourly_rate=Money(8000, "EUR"),
        currency="EUR",
        time_zone="Europe/Berlin",
        eligible=frozenset({LicenseeKind.END_USER, LicenseeKind.AGENCY}),
        settings=evolve(OLD.settings, trial_is_valid=False, renewal_tolerance_minutes=90),
    )
    assert in_words(OLD, new) == (
        "Amounts would be in EUR instead of USD.",
        "Custom work would cost 80.00 EUR per hour instead of 65.00 USD.",
        "The terms would be read in the time zone Europe/Berlin instead of UTC.",
        "The license would also serve agencies.",
        "The license would no longer serve business operators.",
        "Time by which a renewal by the payment provider may be late: 90 minutes instead of 24 hours.",
        "A trial is a valid license: no instead of yes.",
    )


def test_clauses_areas_and_actions_are_told() -> None:
    """Changed, new and gone."""
    clauses = [evolve(each, text="No.") if each.number == "5.1" else each for each in OLD.clauses]
    changed = evolve(
        OLD,
        clauses=(*clauses, Clause("6.1", "own.words", "Own words.")),
        reserved=(*OLD.reserved, Reserved("vault", "1.2")),
        actions=tuple(
            evolve(each, title="training") if each.name == "custom.development" else each for each in OLD.actions
        ),
    )
    assert in_words(OLD, changed) == (
        "Clause 5.1 would say “No.” instead of “Support does not include customization.”",
        "Clause 6.1 would be new: “Own words.”",
        "What is never granted would change: everything under vault (added).",
        "What can be asked for as custom.development would have the title “training” instead of “custom work”.",
    )
    assert "Clause 6.1 would go: “Own words.”" in in_words(changed, OLD)
