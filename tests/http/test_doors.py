"""Access over HTTP: programs with their keys, people with an emailed link, staff with a second approval."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from api import PLENTY, Answer, Api, key_of
from mailed import newest_token
from saas_http.routes.access.signing_in import SETTLES
from saas_web.manners import Manners, Rate
from two_clients import Worlds

QUESTION = {"action": "invoices.view"}


@pytest.fixture
def owner(api: Api) -> str:
    """Return the key of an owner."""
    return api.world.told.acme.key


def _made(api: Api, key: str, *scopes: str, **more: Any) -> Answer:
    return api("POST", "/v1/api-keys", key, {"name": "Till 3", "scopes": list(scopes), **more})


def _codes(answer: Answer) -> list[str]:
    return [each["code"] for each in answer.json["reasons"]]


def test_a_program_does_what_its_scopes_name_and_nothing_else(api: Api, owner: str) -> None:
    """Refused with the reason and the clause; its own scopes bound the keys that it makes."""
    made = _made(api, owner, "invoices.view", "keys.manage").json
    assert made["key"].startswith("api_")
    assert made["api_key"]["scopes"] == ["invoices.view", "keys.manage"]
    assert api("POST", "/v1/decisions", made["key"], QUESTION).json["verdict"] == "ALLOWED"
    beyond = api("POST", "/v1/decisions", made["key"], {"action": "people.manage"}).json
    assert [each["code"] for each in beyond["reasons"]] == ["KEY_OUT_OF_SCOPE"]
    refused = api("GET", "/v1/users", made["key"])
    assert (refused.status, _codes(refused)) == (403, ["KEY_OUT_OF_SCOPE"])
    assert "1.4.b" in refused.json["clauses"]
    for scope in ("people.manage", "invoices.*", "*"):
        assert _made(api, made["key"], scope).status in {400, 409}, scope


def test_no_key_goes_beyond_its_maker(api: Api) -> None:
    """A clerk who may make keys makes none for what a clerk may not do; what nobody may have is in no key."""
    world = api.world
    acme = world.told.acme
    acting = {"by": acme.owner, "tenant_id": acme.tenant_id}
    role = world.application.access.roles.create(**acting, name="Keys", permissions=("keys.manage",)).role_id
    world.application.access.roles.assign(**acting, user_id=acme.clerk.user_id, role_id=role)
    clerk = key_of(world, acme.clerk)
    assert _made(api, clerk, "people.manage").code == "MORE_THAN_HELD"
    for scope in ("root.anything", "ROOT.*", "server.access"):
        assert _made(api, acme.key, scope).status == 400, scope


def test_a_secret_is_told_once_and_a_rotation_refuses_no_call(api: Api, owner: str) -> None:
    """A repeat tells the key and not its text; both secrets work until the overlap ends, none after a revocation."""
    headers = {"idempotency-key": "till-3"}
    body = {"name": "Till 3", "scopes": ["invoices.view"]}
    first = api("POST", "/v1/api-keys", owner, body, headers=headers).json
    again = api("POST", "/v1/api-keys", owner, body, headers=headers).json
    assert again == {**first, "key": None}
    key_id = first["api_key"]["key_id"]
    rotated = api("POST", f"/v1/api-keys/{key_id}/rotate", owner, {"overlap_seconds": 60}).json
    keys = (first["key"], rotated["key"])
    assert [api("POST", "/v1/decisions", key, QUESTION).status for key in keys] == [200, 200]
    api.world.clock.at += timedelta(seconds=61)
    api.app.service.credentials.forget()
    assert [api("POST", "/v1/decisions", key, QUESTION).status for key in keys] == [401, 200]
    assert api("POST", f"/v1/api-keys/{key_id}/revoke", owner).json["state"] == "revoked"
    assert [api("POST", "/v1/decisions", key, QUESTION).status for key in keys] == [401, 401]
    listed = api("GET", "/v1/api-keys", owner)
    assert not any(secret.split("_", 3)[3].encode() in listed.body for secret in keys)


def test_a_key_dies_with_its_maker(api: Api, owner: str) -> None:
    """At the next request."""
    acme = api.world.told.acme
    acting = {"by": acme.owner, "tenant_id": acme.tenant_id}
    program = _made(api, owner, "invoices.view").json["key"]
    body = {"email": "next@acme.example", "name": "Next", "owner": True, "invite": True}
    assert api("POST", "/v1/users", owner, body).status == 201
    api.world.application.work.worker.drain(tenant_id=acme.tenant_id)
    token = newest_token(api.world.application.settings.mail_folder)
    after = api("POST", "/v1/invitations/accept", None, {"token": token}).json["key"]
    assert api("POST", "/v1/decisions", program, QUESTION).status == 200
    assert api("POST", f"/v1/users/{acting['by'].user_id}/deactivate", after).status == 200
    assert api("POST", "/v1/decisions", program, QUESTION).status == 401


def test_people_sign_in_by_a_mailed_link(api: Api) -> None:
    """Every caller gets the same answer; the link works once, and its session ends when it is ended."""
    world = api.world
    acme = world.told.acme
    address = f"ola.canary@{acme.slug}.example"
    asked = [
        api("POST", "/v1/sign-in", None, {"client": client, "email": email})
        for client, email in ((acme.slug, address), (acme.slug, "nobody@acme.example"), ("no-client", address))
    ]
    assert {each.status for each in asked} == {202}
    assert len({each.body for each in asked}) == 1
    world.application.work.worker.drain()
    token = newest_token(world.application.settings.mail_folder, "sin")
    signed = api("POST", "/v1/sign-in/complete", None, {"token": token}).json
    assert api("POST", "/v1/sign-in/complete", None, {"token": token}).status == 404
    session = signed["key"]
    assert api("GET", "/v1/users", session).status == 200
    listed = api("GET", "/v1/sessions", session).json["items"]
    assert signed["session_id"] in [each["session_id"] for each in listed]
    assert api("POST", f"/v1/sessions/{signed['session_id']}/end", session).status == 200
    assert api("GET", "/v1/users", session).status == 401


def test_how_long_it_takes_does_not_tell_whose_address_is_known(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a link waits for the same instant."""
    waits: list[float] = []

    async def slept(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("saas_http.handling.asyncio.sleep", slept)
    acme = api.world.told.acme
    api = Api.over(api.world, evolve(PLENTY, settles=True))
    for email in (f"ola.canary@{acme.slug}.example", "nobody@acme.example"):
        assert api("POST", "/v1/sign-in", None, {"client": acme.slug, "email": email}).status == 202
    assert len(waits) == 2
    assert all(each <= SETTLES for each in waits)


def test_staff_sees_users_under_two_pairs_of_eyes_and_the_clients(api: Api, owner: str) -> None:
    """Nobody approves their own wish; the client reads why, and ends it."""
    world = api.world
    acme, helper = world.told.acme, world.told.helper_key
    admin = key_of(world, world.told.staff)
    place = f"/v1/staff/tenants/{acme.tenant_id}/break-glass"
    until = (world.clock.now() + timedelta(hours=1)).isoformat()
    wish = {"reason": "client_wish", "why": "Ticket 7: a role was lost", "until": until, "scope": "change"}
    first = api("POST", place, admin, wish).json
    own = api("POST", f"{place}/{first['grant_id']}/approve", admin)
    assert (own.code, own.json["clauses"]) == ("SECOND_PERSON", ["1.5"])
    asked = api("POST", place, helper, wish).json
    add = {"email": "ben@acme.example", "name": "Ben"}
    users = f"/v1/staff/tenants/{acme.tenant_id}/users"
    refused = api("POST", users, helper, add)
    assert (refused.status, "1.5" in refused.json["clauses"]) == (403, True)
    assert api("POST", f"{place}/{asked['grant_id']}/approve", admin).json["state"] == "open"
    assert api("POST", users, helper, add).status == 201
    seen = {each["grant_id"]: each for each in api("GET", "/v1/break-glass", owner).json["items"]}
    assert {name: seen[asked["grant_id"]][name] for name in ("reason", "why")} == {
        "reason": "client_wish",
        "why": "Ticket 7: a role was lost",
    }
    assert api("POST", f"/v1/break-glass/{asked['grant_id']}/end", owner).json["state"] == "ended"
    assert api("POST", users, helper, {**add, "email": "eve@acme.example"}).status == 403
    journal = api("GET", "/v1/journal?limit=500", owner).json["items"][::-1]
    under = [each for each in journal if each["details"].get("grant") == asked["grant_id"]]
    assert [each["action"] for each in under][:1] == ["access.add_user"]


def test_an_export_by_a_program_holds_what_its_scopes_name(api: Api, owner: str) -> None:
    """With only the scope for exporting, no data of people is included, and a file of users is refused, not empty."""
    narrow = _made(api, owner, "data.export").json["key"]
    lines = [json.loads(line) for line in api("GET", "/v1/export", narrow).body.splitlines()]
    assert {each["part"] for each in lines} == {"tenant", "license", "end"}
    people = ["departments", "roles", "users"]
    tickets = ["tickets", "ticket_messages", "questions"]
    paid = ["engagement_requests", "estimates", "approvals", "engagement_time", "work_invoices"]
    assert lines[-1]["record"]["withheld"] == [*people, *tickets, *paid, "integrations", "journal"]
    refused = api("GET", "/v1/export/users", narrow)
    assert (refused.status, _codes(refused)) == (403, ["KEY_OUT_OF_SCOPE"])
    wide = _made(api, owner, "data.export", "people.manage").json["key"]
    file = api("GET", "/v1/export/users?format=jsonl", wide)
    assert (file.status, file.headers["content-type"]) == (200, "application/jsonl")


def test_what_providers_tell_is_not_counted_among_strangers(in_memory: Worlds) -> None:
    """News comes in bursts and from few addresses; each is answered for itself."""
    with in_memory.fresh() as world:
        api = Api.over(world, Manners(rate=Rate(5, 10), stranger_rate=Rate(3, 60)))
        told = [api("POST", "/webhooks/stripe", raw=b"{}").status for _time in range(9)]
        assert told == [400] * 9


def test_who_may_bring_no_file_holds_no_place_for_one(api: Api) -> None:
    """The policy is asked before the first byte is taken, so that what is in the file does not matter."""
    clerk = key_of(api.world, api.world.told.acme.clerk)
    answer = api("POST", "/v1/users/import", clerk, raw=b"\xff\xff", headers={"content-type": "text/csv"})
    assert (answer.status, _codes(answer)) == (403, ["PERMISSION_MISSING"])
