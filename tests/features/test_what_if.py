"""What if: the scenario that is written is one of the features' own, and passes as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from features.drivers.driver import Driver
from features.drivers.stores import Template, copied
from features.linter import BANNED, DOTTED
from features.steps.story import Story
from features.test_steps import _definitions, _matching
from features.wishes import OPERATIONS, actions, right
from saas_app import what_if as module
from saas_app.what_if import staged, what_if
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.actions import OF_SOFTWARE
from saas_core.policy.decision import LicenseeKind, Verdict
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.what_if import Asker, Connected, Invented, InventedLicense, InventedWork, WhatIf

KIND = {"Given": "given", "When": "when", "Then": "then"}
USERS = (Asker.USER, Asker.BLOCKED_USER)
CATALOGUE = tuple(each.name for each in (*shipped_terms().actions, *OF_SOFTWARE))
RESERVED = ("root.shell", "server.reboot", "source.read.all", "Backend.Access", "r00t.shell", "server")


@pytest.fixture
def story(memory_template: Template, tmp_path: Path) -> Iterator[Story]:
    """Yield a story over a store in memory."""
    with copied(memory_template, tmp_path / "home", lambda _home: "memory:") as driver:
        yield _begun(driver)


def _begun(driver: Driver) -> Story:
    driver.entrance.begin("what-if")
    return Story(driver)


def _told(found: WhatIf, *, given: bool = True) -> Iterator[tuple[str, str]]:
    """Yield each step of a scenario, as kind and text."""
    kind = ""
    for line in found.scenario.splitlines()[2:]:
        word, _space, text = line.strip().partition(" ")
        kind = KIND.get(word, kind)
        if given or kind != "given":
            yield kind, text


def _tell(story: Story, steps: Iterable[tuple[str, str]]) -> None:
    """Tell a scenario step by step, each by its one definition."""
    definitions = _definitions()
    for kind, text in steps:
        (step,) = _matching(definitions, kind, text)
        step.step_func(story=story, **step.parser.parse_arguments(text))


def _words(found: WhatIf) -> list[str]:
    """Return what no feature may say."""
    return [each for rule in (BANNED, DOTTED) for each in rule.findall(found.scenario)]


@pytest.mark.parametrize("state", list(InventedLicense))
def test_every_state_of_a_license_is_brought_about_for_whoever_asks(
    memory_template: Template, tmp_path: Path, state: InventedLicense
) -> None:
    """By the very steps of the features, which then find the very same answer."""
    # What a license does reaches owners and users; those without a part in it are asked where it begins.
    for asker in Asker if state in {InventedLicense.UNPAID, InventedLicense.TRIAL} else (Asker.OWNER, Asker.USER):
        invented = Invented(action="support.open", license=state, asker=asker)
        if asker in USERS:
            invented = evolve(invented, rights=("support.open",))
        if state is InventedLicense.UNPAID and asker in USERS:
            with pytest.raises(InvalidValue) as refused:
                what_if(invented)
            assert (refused.value.field, refused.value.code) == ("asker", "INVALID_VALUE")
            continue
        found = what_if(invented)
        open_ = state in {InventedLicense.PAID, InventedLicense.TRIAL} and asker in {Asker.OWNER, Asker.USER}
        assert (found.decision.verdict is Verdict.ALLOWED) == open_, (state, asker)
        with copied(memory_template, tmp_path / asker.value, lambda _home: "memory:") as driver:
            _tell(_begun(driver), _told(found))


@pytest.mark.parametrize("asker", [Asker.OWNER, Asker.SUPPORT_STAFF])
def test_every_name_of_the_catalogue_is_told_by_its_title(story: Story, asker: Asker) -> None:
    """Rows of the terms and of the software, operations, reserved names, and one that no clause mentions."""
    names = (*CATALOGUE, *module.OPERATIONS, *RESERVED, "parcels.auction")
    with staged(Invented(action=names[0], asker=asker)) as stage:
        answers = {name: stage.answered(name) for name in names}
    _tell(story, (each for each in _told(answers[names[0]]) if each[0] == "given"))
    unmentioned = {name for name, found in answers.items() if module.UNMENTIONED in found.question}
    assert unmentioned == {"parcels.auction"}
    for name, found in answers.items():
        assert _words(found) == [], name
        _tell(story, _told(found, given=False))
        assert story.answer is not None
        asked = story.answer.decided().question.action
        assert asked == name or name in {*RESERVED, "parcels.auction"}, name


@pytest.mark.parametrize(
    "invented",
    [
        Invented(
            action="engagements.approve",
            asker=Asker.USER,
            rights=("engagements.approve", "invoices.read", "integrations.use", "invoices.*"),
            limit="650.00 USD",
            role_department="Sales",
            department="Sales",
            amount="700.00 USD",
        ),
        Invented(action="invoices.read", asker=Asker.BLOCKED_USER, rights=("invoices.*",)),
        Invented(
            action="invoices.approve",
            asker=Asker.USER,
            rights=("invoices.approve",),
            role_department="Sales",
            department="Purchasing",
        ),
        Invented(action="invoices.approve", asker=Asker.USER, license=InventedLicense.TRIAL, department="Sales"),
        Invented(action="root.access", asker=Asker.CUSTOMER, department="Sales", amount="1.00 USD"),
        Invented(action="parcels.auction", kind=LicenseeKind.END_USER),
        Invented(action="topic.feature_usage", also=("exclusion.call_systems", "root.shell")),
        Invented(
            action="topic.feature_usage", capacity=LicenseeKind.DEVELOPER, also=("parcels.auction",), amount="9.00 USD"
        ),
        Invented(
            action="topic.feature_usage", asker=Asker.SUPPORT_STAFF, as_support=True, also=("exclusion.call_systems",)
        ),
        Invented(action="integration.payment_gateway.use", also=("integration.email.use",), connected=tuple(Connected)),
        Invented(
            action="integration.financial_settings.use",
            connected=(Connected.FINANCIAL_SETTINGS,),
            license=InventedLicense.EXPIRED,
        ),
        *(Invented(action="custom.perform", asker=Asker.SUPPORT_STAFF, work=each) for each in InventedWork),
        Invented(
            action="custom.perform",
            asker=Asker.SUPPORT_STAFF,
            work=InventedWork.APPROVED,
            license=InventedLicense.ON_HOLD,
        ),
    ],
    ids=lambda each: f"{each.asker.value} {each.action}",
)
def test_whatever_can_be_asked_is_brought_about_and_pinned(story: Story, invented: Invented) -> None:
    """In a capacity, under headings, in a department, about an amount, work or a connection."""
    found = what_if(invented)
    assert _words(found) == []
    _tell(story, _told(found))


@pytest.mark.parametrize(
    ("work", "verdict", "reason"),
    [
        (InventedWork.REQUESTED, Verdict.DENIED, "NOT_APPROVED"),
        (InventedWork.APPROVED, Verdict.ALLOWED, ""),
        (InventedWork.USED_UP, Verdict.DENIED, "OVER_CAP"),
        (InventedWork.CANCELED, Verdict.DENIED, "NOT_APPROVED"),
    ],
)
def test_work_is_judged_by_its_approval(work: InventedWork, verdict: Verdict, reason: str) -> None:
    """Under an approval it is allowed, and before it, beyond it and after its end it is not (4.2)."""
    decision = what_if(Invented(action="custom.perform", asker=Asker.SUPPORT_STAFF, work=work)).decision
    assert (decision.verdict, "".join(each.code.value for each in decision.reasons)) == (verdict, reason)


def test_a_connection_opens_its_use() -> None:
    asked = Invented(action="integration.payment_gateway.use")
    assert what_if(asked).decision.verdict is Verdict.DENIED
    assert what_if(evolve(asked, connected=(Connected.PAYMENT_GATEWAY,))).decision.verdict is Verdict.ALLOWED


def test_other_terms_give_another_answer() -> None:
    """A document that nobody has published is asked in the same way; another date is no other document."""
    draft = shipped_document().replace(b"grace_days = 0 ", b"grace_days = 7 ")
    asked = Invented(action="support.open", license=InventedLicense.OVERDUE)
    assert what_if(asked).decision.verdict is Verdict.DENIED
    found = what_if(asked, draft)
    assert (found.decision.verdict, found.decision.terms_version) == (Verdict.ALLOWED, "2026-02-draft")
    dated = shipped_document().replace(b"effective_from = 2026-02-01", b"effective_from = 2026-11-01")
    assert dated != shipped_document()
    found = what_if(asked, dated)
    assert (found.decision.verdict, found.decision.terms_version) == (Verdict.DENIED, "2026-02")


def test_whom_the_terms_take_on_is_asked_of_the_terms_themselves() -> None:
    """A draft that takes agencies on, and one that takes no end-users on any more."""
    eligible = b'eligible = ["end_user", "business_operator"]'
    assert eligible in shipped_document()
    draft = shipped_document().replace(eligible, b'eligible = ["business_operator", "agency"]')
    found = what_if(Invented(action="support.open", kind=LicenseeKind.AGENCY), draft)
    assert found.decision.verdict is Verdict.ALLOWED
    assert "is an agency with a license" in found.scenario
    with pytest.raises(InvalidValue) as refused:
        what_if(Invented(action="support.open", kind=LicenseeKind.END_USER), draft)
    assert (refused.value.field, refused.value.code) == ("kind", "INVALID_VALUE")


def test_operations_of_a_platform_are_told_by_their_own_titles() -> None:
    """Two with one title cannot be told apart, nor can a title be said that ends its own quotation."""
    own = (("labels.print", "print labels"), ("labels.copy", "print labels"), ("labels.burn", 'burn "labels"'))
    assert '"print labels"' in what_if(Invented(action="labels.print"), None, own[:1]).question
    for name in ("labels.print", "labels.burn"):
        with pytest.raises(InvalidValue) as refused:
            what_if(Invented(action=name), None, own)
        assert refused.value.field == "action"


USER: dict[str, Any] = {"asker": Asker.USER}
STAFF: dict[str, Any] = {"asker": Asker.SUPPORT_STAFF}
HELD: dict[str, Any] = {**USER, "rights": ("invoices.read",)}
UNPAID: dict[str, Any] = {"license": InventedLicense.UNPAID}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("kind", {"kind": LicenseeKind.AGENCY}),
        ("as_support", {"as_support": True}),
        ("amount", {**STAFF, "amount": "1.00 USD"}),
        ("capacity", {**STAFF, "capacity": LicenseeKind.AGENCY}),
        ("department", {**STAFF, "department": "Sales"}),
        ("work", {**STAFF, "as_support": True, "work": InventedWork.APPROVED}),
        ("work", {"work": InventedWork.APPROVED}),
        ("work", {**UNPAID, **STAFF, "work": InventedWork.APPROVED}),
        ("department", {**UNPAID, "department": "Sales"}),
        ("connected", {**UNPAID, "connected": (Connected.EMAIL,)}),
        ("rights", {"rights": ("invoices.read",)}),
        ("rights", {**USER, "rights": ("root.access",)}),
        ("rights", {**USER, "rights": ("*",)}),
        ("rights", {**USER, "rights": ("invoices.burn",)}),
        ("rights", {**USER, "rights": ("staff.admin",)}),
        ("limit", {**USER, "limit": "1.00 USD"}),
        ("limit", {**HELD, "limit": "650.00 EUR"}),
        ("limit", {**HELD, "limit": "65000 JPY"}),
        ("limit", {**HELD, "limit": "abc"}),
        ("limit", {**HELD, "limit": "9999999999999999.00 USD"}),
        ("amount", {"amount": "640.00 EUR"}),
        ("amount", {"amount": "-1.00 USD"}),
        ("role_department", {**USER, "role_department": "Sales"}),
        ("department", {"department": "Sales, East"}),
        ("department", {"department": 'The "East"'}),
        ("department", {**HELD, "role_department": "Sales", "department": "SALES"}),
        ("also", {"also": ("topic.feature_usage",) * 21}),
        ("also", {"also": ("r\u043e\u043et.shell",)}),
    ],
)
def test_what_no_scenario_could_say_is_refused_by_the_field(field: str, given: dict[str, Any]) -> None:
    """With what would help, and never as if whoever asks were refused something."""
    with pytest.raises(InvalidValue) as refused:
        what_if(Invented(action="support.open", **given))
    assert (refused.value.field, refused.value.code) == (field, "INVALID_VALUE")
    assert refused.value.remedy
    assert refused.value.message.split(" ")[0] in {"is", "are", "holds", "names", "cannot", "has"} or "'" in str(
        refused.value
    )


def test_what_is_asked_is_called_as_the_features_call_it() -> None:
    """Operations by their own titles, rows of the catalogue by theirs, and what no clause mentions by its name."""
    assert dict(module.OPERATIONS) == {name: title for title, name in OPERATIONS.items()}
    for each in (*shipped_terms().actions, *OF_SOFTWARE):
        assert actions(each.title) == (each.name,)
        if each.permission is not None:
            assert right(each.title)
    assert actions(f"{module.UNMENTIONED}parcels auction") == ("unmentioned.parcels_auction",)
    assert actions(f"{module.RESERVED}root shell") == ("root.shell",)
    assert right(f"{module.EVERY}invoices") == "invoices.*"
