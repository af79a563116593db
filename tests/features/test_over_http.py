"""The driver over HTTP uses the interface, and nothing else but for what is listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from features.drivers import over_http
from features.drivers.driver import ASK, Driver
from features.drivers.entrance import Operation
from features.drivers.over_http import served
from features.drivers.stores import in_memory
from features.drivers.unsaid import UNSAID, Unsaid
from features.drivers.values import Duty
from features.linter import read_folder, scenarios_of
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import LicenseeKind, Question

FEATURES = Path(__file__).parents[2] / "features"
ABOUT_US = "a question about the provider"


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Driver]:
    """Open an application and serve it, whatever --driver names."""
    with served(in_memory(tmp_path / "home")) as driver:
        yield driver


def test_a_question_is_answered_by_the_route_that_the_interface_promises(http: Driver) -> None:
    """A client's owner asks, and the interface has served just that."""
    staff = http.staff(Duty.SUPPORT)
    tenant_id = http.add_client(staff, "acme", LicenseeKind.BUSINESS_OPERATOR)
    owner = http.join(staff, tenant_id, "Olivia", owner=True).actor
    assert http.ask(Question(tenant_id, owner, "license.read")).allowed
    assert http.entrance.api.logged()[-1]["route"] == "/v1/decisions"


def test_a_route_that_is_gone_is_an_error(http: Driver) -> None:
    """An operation whose route the interface does not have fails the scenario; it is not done in process."""
    staff = http.staff(Duty.SUPPORT)
    gone = Operation("tenancy.add_tenant", "POST /v1/staff/clients")
    with pytest.raises(AssertionError, match="has no POST"):
        http.entrance.do(gone, staff, None, slug="acme", kind=LicenseeKind.BUSINESS_OPERATOR)
    tenant_id = http.add_client(staff, "acme", LicenseeKind.BUSINESS_OPERATOR)
    owner = http.join(staff, tenant_id, "Olivia", owner=True).actor
    with pytest.raises(AssertionError, match="has no POST"):
        http.entrance.do(evolve(ASK, route="POST /v1/rulings"), None, None, question=Question(tenant_id, owner, "x"))


def test_what_the_interface_refuses_is_not_done_in_process(http: Driver) -> None:
    """A client that is not there and a key that ended are the answers of the interface."""
    staff = http.staff(Duty.SUPPORT)
    with pytest.raises(SaasError) as caught:
        http.activate(staff, PROVIDER)
    assert caught.value.code == "TENANT_UNKNOWN"
    with pytest.raises(SaasError) as caught:
        http.sign_in("no key")
    assert caught.value.code == "KEY_UNKNOWN"


def test_an_argument_that_the_interface_does_not_take_is_an_error(http: Driver) -> None:
    """Nothing that a scenario says is omitted in the request."""
    adding = Operation("tenancy.add_tenant", "POST /v1/staff/tenants")
    with pytest.raises(AssertionError, match="takes no color"):
        http.entrance.do(adding, http.staff(Duty.SUPPORT), None, slug="acme", color="red")


def test_a_scenario_that_is_not_listed_may_not_step_aside(http: Driver) -> None:
    """A question that no request can express fails unless it is listed."""
    question = Question(PROVIDER, http.staff(Duty.SUPPORT), "provider.tenants")
    http.entrance.begin("0.0-00")
    with pytest.raises(AssertionError, match="not to be said over HTTP here"):
        http.ask(question)


def test_a_scenario_that_is_listed_in_vain_fails(http: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list shrinks: an entry that is no longer needed must be removed."""
    monkeypatch.setattr(over_http, "UNSAID", {ABOUT_US: Unsaid("", frozenset({"0.0-00"}))})
    http.entrance.begin("0.0-00")
    with pytest.raises(AssertionError, match="say it by now"):
        http.entrance.finish()
    http.ask(Question(PROVIDER, http.staff(Duty.SUPPORT), "provider.tenants"))
    http.entrance.finish()


def test_every_entry_has_a_reason_and_scenarios_that_are_told() -> None:
    """An entry without a scenario, or for one that is gone, is dead."""
    told = {each.scenario["name"].partition(" ")[0] for each in scenarios_of(read_folder(FEATURES))}
    assert {name: each.scenarios - told for name, each in UNSAID.items() if each.scenarios - told} == {}
    assert [
        name for name, each in UNSAID.items() if not each.scenarios or not re.fullmatch(r"[A-Z].+\.", each.why)
    ] == []
