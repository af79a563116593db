"""The invoicing service in FastAPI, Flask and Django: what its clients are told before and after a lapse."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from saas_core.kernel.errors import StoreUnavailable

Anything = Any


def test_a_license_in_good_standing_opens_what_the_roles_allow(ask: Anything, world: Anything) -> None:
    """The handler is called, and knows who asked."""
    assert ask("GET", "/invoices", "mia").json == ["INV-1", "INV-2"]
    assert ask("GET", "/invoices/INV-1", "mia").json == {"number": "INV-1", "asked_by": str(world.clerk.user_id)}
    assert ask("POST", "/invoices/INV-1/approve", "olivia").json == {"approved": "INV-1"}
    assert world.called == ["list", "show", "approve"]


def test_a_lapse_answers_402_with_clause_and_remedy_at_its_very_instant(ask: Anything, world: Anything) -> None:
    """A microsecond before it the handler is still called; from then on it is not."""
    world.lapse()
    world.clock.at -= timedelta(microseconds=1)
    assert ask("GET", "/invoices", "olivia").status == 200
    world.lapse()
    told = ask("GET", "/invoices", "olivia")
    assert told.status == 402
    assert told.headers["content-type"] == "application/problem+json"
    assert told.headers["cache-control"] == "no-store"
    assert (told.json["code"], told.json["clauses"], told.json["remedy"]) == (
        "LICENSE_EXPIRED",
        ["0.1", "1.3"],
        "RENEW",
    )
    assert told.json["help"] == "/billing/pay"
    assert told.json["at"] == "2026-03-31T09:30:00Z"
    assert told.json["status"] == 402
    assert "0.1" in told.json["reasons"][0]["clauses"]
    assert world.called == ["list"]


def test_paying_reading_the_license_and_export_stay_open_after_a_lapse(ask: Anything, world: Anything) -> None:
    """As the policy says, not by a list of the middleware's own."""
    world.lapse()
    assert ask("POST", "/billing/pay", "olivia").status == 200
    assert ask("GET", "/license", "olivia").status == 200
    assert ask("GET", "/export", "olivia").json == ["everything"]
    assert ask("GET", "/health").status == 200
    assert world.called == ["pay"]


def test_a_payment_opens_everything_again_at_once(ask: Anything, world: Anything) -> None:
    """Without a restart, and without waiting."""
    world.lapse()
    assert ask("GET", "/invoices", "olivia").status == 402
    since = world.clock.at
    world.application.licensing.record_payment(
        by=world.staff, tenant_id=world.tenant_id, invoice="2", since=since, until=since + timedelta(days=30)
    )
    assert ask("GET", "/invoices", "olivia").status == 200


def test_a_role_that_does_not_allow_it_answers_403(ask: Anything, world: Anything) -> None:
    """With the permission that is missing, and whom to ask."""
    told = ask("POST", "/invoices/INV-1/approve", "mia")
    assert (told.status, told.json["code"], told.json["remedy"]) == (403, "PERMISSION_MISSING", "ASK_ADMINISTRATOR")
    assert told.json["action"] == "invoices.approve"
    assert "help" not in told.json
    assert world.called == []


def test_somebody_the_client_does_not_know_answers_403(ask: Anything, world: Anything) -> None:
    """Whatever the credential was, the instance has no such user."""
    told = ask("GET", "/invoices", "eve")
    assert (told.status, told.json["code"]) == (403, "USER_UNKNOWN")
    assert world.called == []


@pytest.mark.parametrize("token", [None, "nobody", "\xff"])
def test_who_is_not_signed_in_answers_401(ask: Anything, world: Anything, token: str | None) -> None:
    """And is told by which scheme to sign in."""
    told = ask("GET", "/invoices", token)
    assert (told.status, told.json["code"]) == (401, "CALLER_UNKNOWN")
    assert told.headers["www-authenticate"] == "Bearer"
    assert world.called == []


def test_a_route_that_no_rule_names_is_refused(ask: Anything, world: Anything) -> None:
    """A handler without a rule is closed, even to the owner."""
    told = ask("GET", "/forgotten", "olivia")
    assert told.status == 403
    assert (told.json["code"], told.json["clauses"]) == ("ROUTE_UNRULED", ["9.3"])
    assert ask("DELETE", "/invoices/INV-1", "olivia").json["code"] == "ROUTE_UNRULED"
    assert world.called == []


def test_head_is_judged_as_get_and_answers_without_a_body(ask: Anything, world: Anything) -> None:
    """The headers tell what GET would have told."""
    world.lapse()
    told, whole = (ask(method, "/invoices", "olivia") for method in ("HEAD", "GET"))
    assert (told.status, told.body) == (402, b"")
    assert int(whole.headers["content-length"]) == len(whole.body)
    assert told.headers["content-type"] == "application/problem+json"
    assert world.called == []


def test_a_department_in_the_path_is_asked_about(ask: Anything, world: Anything) -> None:
    """One that is not there is 404, what is no id 400 with the field; nobody's handler is called for either."""
    access, by = world.application.access, world.owner
    made = access.departments.create(by=by, tenant_id=world.tenant_id, name="Sales")
    place = f"/departments/{made.department_id}/invoices"
    assert ask("GET", place, "olivia").json == [str(made.department_id)]
    absent = ask("GET", "/departments/00000000-0000-0000-0000-00000000000a/invoices", "olivia")
    assert (absent.status, absent.json["field"]) == (404, "department")
    wrong = ask("GET", "/departments/Sales/invoices", "olivia")
    assert (wrong.status, wrong.json["field"]) == (400, "place")
    assert world.called == ["of department"]


@pytest.mark.parametrize("met", [True, False], ids=["warm", "cold"])
def test_a_store_that_is_away_answers_503_and_calls_no_handler(
    ask: Anything, world: Anything, met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the person was met before or not; soon after the store is back, so is the service."""
    store, gate = world.application.store, world.application.gate
    if met:
        assert ask("GET", "/invoices", "mia").status == 200
    fault = StoreUnavailable("the database at db.internal:5432 is down", remedy="Call somebody.")

    def away(*_args: Any, **_kwargs: Any) -> Any:
        raise fault

    with monkeypatch.context() as broken:
        for name in ("begin", "read", "basis", "roll", "news"):
            broken.setattr(store, name, away)
        # As if the second, for which memory may answer without a look, were over.
        for timed in (gate, gate._current.look):
            broken.setattr(timed, "_ticks", lambda: float("inf"))
        told = ask("GET", "/invoices", "mia")
    assert told.status == 503
    assert (told.json["code"], told.headers["retry-after"]) == ("STORE_UNAVAILABLE", "5")
    assert b"db.internal" not in told.body
    assert world.called == ["list"] * met
    assert ask("GET", "/invoices", "mia").status == 200


def test_a_refusal_inside_a_handler_is_told_like_one_before_it(ask: Anything, world: Anything) -> None:
    """A step of the export that the clerk may not take."""
    world.drafts_attached = True
    told = ask("GET", "/export", "mia")
    assert (told.status, told.json["code"]) == (403, "PERMISSION_MISSING")
    assert told.headers["content-type"] == "application/problem+json"
    assert ask("GET", "/export", "olivia").status == 200
    assert world.called == ["drafts"]


def test_the_problem_shown_to_embedders_is_the_problem(ask: Anything, world: Anything) -> None:
    """The page on embedding shows what a client is told after a lapse, member by member."""
    page = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    world.lapse()
    assert ask("GET", "/invoices", "mia").json == json.loads(shown)
