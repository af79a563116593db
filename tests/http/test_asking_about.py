"""Questions over HTTP that say what they are about and which amount: judged, kept, and strict in every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api import Api, key_of
from two_clients import Worlds

Anything = Any

THING = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
APPROVING = "engagements.approve"


@pytest.fixture(scope="module")
def api(in_memory: Worlds) -> Iterator[Api]:
    """Yield one interface for all: a question changes nothing that another rests on."""
    with in_memory.fresh() as world:
        yield Api.over(world)


@pytest.fixture(scope="module")
def key(api: Api) -> str:
    """Return the key of a user who may approve up to 650 dollars."""
    acme = api.world.told.acme
    role = api("POST", "/v1/roles", acme.key, {"name": "Estimates", "permissions": [APPROVING]}).json["role_id"]
    held = {"role_id": role, "user_id": str(acme.clerk.user_id), "approval_limit_minor": 65_000}
    assert api("POST", "/v1/assignments", acme.key, held).status in {200, 201}
    return key_of(api.world, acme.clerk)


def _of(minor: Anything, currency: Anything = "USD") -> dict[str, Anything]:
    return {"action": APPROVING, "amount": {"minor": minor, "currency": currency}}


@pytest.mark.parametrize("route", ["decisions", "decisions/bulk", "decisions/why"])
def test_an_amount_is_judged_to_the_cent_on_every_route(api: Api, key: str, route: str) -> None:
    """Asked twice, so that the second answer may come from memory."""
    for minor, reasons in ((65_000, []), (65_001, ["OVER_LIMIT"])) * 2:
        body = {"questions": [_of(minor)]} if route.endswith("bulk") else _of(minor)
        answer = api("POST", f"/v1/{route}", key, body)
        assert answer.status == 200, answer.body
        told = answer.json["decisions"][0] if route.endswith("bulk") else answer.json.get("answer", answer.json)
        assert [each["code"] for each in told["reasons"]] == reasons


def test_staff_is_told_that_work_on_an_unknown_engagement_is_not_approved(api: Api) -> None:
    """Denied by 4.2, with what would help."""
    told = api.world.told
    body = {"action": "custom.perform", "about": {"kind": "engagement", "id": THING}}
    found = api("POST", f"/v1/staff/tenants/{told.acme.tenant_id}/decisions", key_of(api.world, told.staff), body)
    answer = found.json["answer"]
    assert (answer["verdict"], answer["clauses"], answer["remedy"]) == (
        "DENIED",
        ["0.1", "1.3", "4.2"],
        "REQUEST_ESTIMATE",
    )


def test_a_recorded_decision_shows_thing_and_amount(api: Api, key: str) -> None:
    """As they were asked; none where none was."""
    about = {"kind": "ticket", "id": THING}
    for more in ({"about": about, "amount": {"minor": 7, "currency": "USD"}}, {"about": None, "amount": None}):
        number = api("POST", "/v1/decisions", key, {"action": "source.access", **more}).json["decision"]
        shown = api("GET", f"/v1/decisions/{number}", api.world.told.acme.key).json
        assert {name: shown[name] for name in more} == more


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (_of(1, "EUR"), "amount"),
        (_of(-1), "amount.minor"),
        (_of(1.5), "amount.minor"),
        (_of("1"), "amount.minor"),
        (_of(True), "amount.minor"),
        (_of(2**63), "amount.minor"),
        (_of(1, "usd"), "amount.currency"),
        (_of(1, "DOLLARS"), "amount.currency"),
        (_of(1, None), "amount.currency"),
        ({"action": APPROVING, "amount": 5}, "amount"),
        ({"action": APPROVING, "amount": {"minor": 5}}, "amount.currency"),
        ({"action": APPROVING, "amount": {"minor": 5, "currency": "USD", "hours": 1}}, "amount.hours"),
        ({"action": APPROVING, "about": THING}, "about"),
        ({"action": APPROVING, "about": {"kind": "invoice", "id": THING}}, "about.kind"),
        ({"action": APPROVING, "about": {"kind": "ticket", "id": "7"}}, "about.id"),
        ({"action": APPROVING, "about": {"id": THING}}, "about.kind"),
    ],
    ids=str,
)
def test_what_cannot_be_right_is_refused_by_its_field(api: Api, key: str, body: Anything, field: str) -> None:
    """With 400, and what would help."""
    answer = api("POST", "/v1/decisions", key, body)
    assert answer.status == 400, answer.body
    assert field in {answer.json.get("field"), *(each["field"] for each in answer.json.get("errors", ()))}
