"""What if: the scenario that is written is one of the features' own, and passes as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from features.drivers.driver import Driver
from features.drivers.stores import Template, copied
from features.steps.story import Story
from features.test_steps import _definitions, _matching
from features.wishes import OPERATIONS, actions, right
from saas_app import what_if as module
from saas_app.what_if import what_if
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import LicenseeKind, Verdict
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.what_if import Asker, Invented, InventedLicense, WhatIf

KIND = {"Given": "given", "When": "when", "Then": "then"}


@pytest.fixture
def story(memory_template: Template, tmp_path: Path) -> Iterator[Story]:
    """Yield a story over a store in memory."""
    with copied(memory_template, tmp_path / "home", lambda _home: "memory:") as driver:
        yield _begun(driver)


def _begun(driver: Driver) -> Story:
    driver.entrance.begin("what-if")
    return Story(driver)


def _tell(story: Story, found: WhatIf) -> None:
    """Tell the scenario step by step, each by its one definition."""
    definitions, kind = _definitions(), ""
    for line in found.scenario.splitlines()[2:]:
        word, _space, text = line.strip().partition(" ")
        kind = KIND.get(word, kind)
        (step,) = _matching(definitions, kind, text)
        step.step_func(story=story, **step.parser.parse_arguments(text))


@pytest.mark.parametrize("state", list(InventedLicense))
def test_every_state_of_a_license_is_brought_about_and_pinned(story: Story, state: InventedLicense) -> None:
    """By the very steps of the features, which then find the very same answer."""
    found = what_if(Invented(action="support.open", license=state))
    assert (found.decision.verdict is Verdict.ALLOWED) == (state in {InventedLicense.PAID, InventedLicense.TRIAL})
    _tell(story, found)


@pytest.mark.parametrize(
    "invented",
    [
        Invented(
            action="engagements.approve",
            asker=Asker.USER,
            rights=("engagements.approve", "invoices.read"),
            limit="650.00 USD",
            amount="700.00 USD",
        ),
        Invented(action="invoices.read", asker=Asker.BLOCKED_USER, rights=("invoices.read",)),
        Invented(action="invoices.approve", asker=Asker.USER),
        Invented(action="root.access", asker=Asker.CUSTOMER),
        Invented(action="parcels.auction", kind=LicenseeKind.END_USER),
        Invented(action="exclusion.call_systems"),
        Invented(action="topic.feature_usage", capacity=LicenseeKind.DEVELOPER),
        Invented(action="exclusion.call_systems", asker=Asker.SUPPORT_STAFF, as_support=True),
        Invented(action="topic.feature_usage", asker=Asker.SUPPORT_STAFF),
    ],
    ids=lambda each: f"{each.asker.value} {each.action}",
)
def test_every_kind_of_asker_is_brought_about_and_pinned(story: Story, invented: Invented) -> None:
    found = what_if(invented)
    assert found.question
    assert f"is {'an end-user' if invented.kind is LicenseeKind.END_USER else 'a business operator'}" in str(
        found.situation
    )
    _tell(story, found)


def test_other_terms_give_another_answer() -> None:
    """A document that nobody has published is asked in the same way."""
    draft = shipped_document().replace(b"grace_days = 0 ", b"grace_days = 7 ")
    asked = Invented(action="support.open", license=InventedLicense.OVERDUE)
    assert what_if(asked).decision.verdict is Verdict.DENIED
    found = what_if(asked, draft)
    assert (found.decision.verdict, found.decision.terms_version) == (Verdict.ALLOWED, "2026-02-draft")


@pytest.mark.parametrize(
    "given",
    [
        {"kind": LicenseeKind.AGENCY},
        {"as_support": True},
        {"asker": Asker.SUPPORT_STAFF, "amount": "1.00 USD"},
        {"capacity": LicenseeKind.AGENCY, "amount": "1.00 USD"},
        {"rights": ("invoices.read",)},
        {"asker": Asker.USER, "limit": "1.00 USD"},
    ],
)
def test_what_no_scenario_could_say_is_refused_by_the_field(given: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        what_if(Invented(action="support.open", **given))


def test_what_is_asked_is_called_as_the_features_call_it() -> None:
    """Operations by their own titles, rows of the terms by theirs, and what no clause mentions by its name."""
    assert dict(module.OPERATIONS) == {name: title for title, name in OPERATIONS.items()}
    for each in shipped_terms().actions:
        assert actions(each.title)[0] == each.name or actions(each.title)[0] in {
            other.name for other in shipped_terms().actions if other.title == each.title
        }
        if each.permission is not None:
            assert right(each.title)
    assert actions(f"{module.UNMENTIONED}parcels auction") == ("unmentioned.parcels_auction",)
