"""Two-person acts over HTTP take two persons: the attack of one who makes a second one fails at every step (1.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api import Api, key_of
from mailed import newest_token
from saas_core.access.values import GrantReason
from saas_core.kernel.ids import PROVIDER
from staffing import settle
from two_clients import World, Worlds

Anything = Any


@pytest.fixture
def world(in_memory: Worlds) -> Iterator[World]:
    """Yield two clients whose provider has one administrator and one supporter, who came long ago."""
    with in_memory.fresh() as made:
        yield made


def _asking(world: World, **more: Anything) -> dict[str, Anything]:
    until = world.clock.now() + timedelta(hours=2)
    return {
        "reason": "client_wish",
        "why": "Nobody answers",
        "until": until.isoformat(),
        "scope": "change",
        **more,
    }


def _mailed(world: World, kind: str, tenant_id: Anything = PROVIDER) -> str:
    world.application.work.worker.drain(tenant_id=tenant_id)
    return newest_token(world.application.settings.mail_folder, kind)


def _hired(api: Api, key: str, name: str) -> str:
    """Hire a member of staff over HTTP, and fetch the key as whoever reads that mailbox."""
    body = {"name": name, "email": f"{name}@attacker.example", "permissions": ["staff.admin"]}
    added = api("POST", "/v1/staff/members", key, body)
    assert added.status == 201
    assert "stf_" not in added.body.decode()
    assert set(added.json) == {"staff_id", "name", "email", "permissions", "active"}
    fetched = api("POST", "/v1/staff/key", None, {"token": _mailed(api.world, "stk")})
    assert fetched.status == 200, fetched.body
    return str(fetched.json["key"])


def test_whoever_makes_a_second_member_of_staff_approves_nothing_with_it(world: World) -> None:
    """Neither at once, nor a day later, nor the other way round, nor by a colleague's renewed key."""
    api, told = Api.over(world), world.told
    eve, tenant_id = key_of(world, told.staff), told.acme.tenant_id
    grants = f"/v1/staff/tenants/{tenant_id}/break-glass"
    puppet = _hired(api, eve, "puppet")
    other = _hired(api, eve, "other")
    for days in (0, 2):
        world.clock.at += timedelta(days=days)
        for asks, approves in ((eve, puppet), (puppet, eve), (puppet, other)):
            asked = api("POST", grants, asks, _asking(world))
            assert asked.status == 201, asked.body
            answer = api("POST", f"{grants}/{asked.json['grant_id']}/approve", approves, {})
            assert (answer.status, answer.json["code"]) == (409, "SECOND_PERSON")
            assert answer.json["remedy"]
    renewed = api("POST", f"/v1/staff/members/{told.helper}/renew-key", eve, {})
    assert renewed.status == 200
    assert "stf_" not in renewed.body.decode()
    # Nothing was opened: no owner is made, nobody is seen.
    owner = {"email": "eve@attacker.example", "name": "Eve", "owner": True, "invite": True}
    for key in (eve, puppet, other):
        assert api("POST", f"/v1/staff/tenants/{tenant_id}/users", key, owner).status == 403
        for path in ("users", "roles", "assignments", "departments", "who-may?permission=invoices.view"):
            assert api("GET", f"/v1/staff/tenants/{tenant_id}/{path}", key).status == 403
        about = {"action": "invoices.view", "user_id": str(told.acme.clerk.user_id)}
        assert api("POST", f"/v1/staff/tenants/{tenant_id}/decisions", key, about).status == 403
    shown = api("GET", f"/v1/staff/tenants/{tenant_id}/journal?limit=500", eve).body.decode()
    theirs = (told.acme.owner.user_id, told.acme.clerk.user_id, told.acme.role, told.acme.assignment, told.acme.top)
    assert [each for each in map(str, theirs) if each in shown] == []


@pytest.mark.parametrize("reason", ["curious", "", None, "the last owner left"])
def test_a_reason_that_is_not_of_the_list_is_refused_by_its_field(world: World, reason: Anything) -> None:
    """With what would help; words alone are no reason."""
    api, told = Api.over(world), world.told
    grants = f"/v1/staff/tenants/{told.acme.tenant_id}/break-glass"
    answer = api("POST", grants, key_of(world, told.staff), _asking(world, reason=reason))
    assert answer.status == 400
    assert "reason" in {answer.json.get("field"), *(each["field"] for each in answer.json.get("errors", ()))}
    assert all(each.value in answer.body.decode() for each in GrantReason)
    assert "remedy" in answer.body.decode()


def test_an_owner_who_was_made_under_a_grant_goes_at_the_clients_word(world: World) -> None:
    """With everything else that was given; what was only seen is listed beside it."""
    api, told = Api.over(world), world.told
    admin, helper, acme = key_of(world, told.staff), told.helper_key, told.acme
    there = f"/v1/staff/tenants/{acme.tenant_id}"
    asking = _asking(world, reason="last_administrator_locked_out")
    grant = api("POST", f"{there}/break-glass", helper, asking).json["grant_id"]
    refused = api("POST", f"{there}/break-glass/{grant}/approve", admin, {})
    assert (refused.status, refused.json["code"], refused.json["field"]) == (409, "SECOND_PERSON", "reason")
    confirming = {"token": _mailed(world, "grt", acme.tenant_id)}
    assert api("POST", "/v1/break-glass/confirm", None, confirming).status == 200
    body = {"email": "eve@attacker.example", "name": "Eve", "owner": True, "invite": True}
    eve = api("POST", f"{there}/users", helper, body).json["user_id"]
    token = _mailed(world, "inv", acme.tenant_id)
    accepted = api("POST", "/v1/invitations/accept", None, {"token": token})
    assert accepted.status == 200, accepted.body
    assert api("GET", f"{there}/users", helper).status == 200
    held = {"user_id": str(acme.clerk.user_id), "role_id": str(acme.spare)}
    assert api("POST", f"{there}/assignments", helper, held).status == 201
    uses = api("GET", f"/v1/break-glass/{grant}/uses", acme.key).json["items"]
    assert [each["action"] for each in uses] == ["access.add_user", "people.read", "access.assign_role"]
    assert api("GET", f"/v1/break-glass/{grant}/uses", helper).status == 403
    back = api("POST", f"/v1/break-glass/{grant}/take-back", acme.key, {})
    assert (back.status, back.json) == (200, {"taken": 2, "left": 0, "left_uses": []})
    assert api("GET", "/v1/me", accepted.json["key"]).status == 401
    assert api("GET", f"/v1/users/{eve}", acme.key).json["state"] == "deactivated"
    assert api("GET", f"{there}/users", helper).status == 403


def test_a_provider_of_one_person_needs_the_clients_own_confirmation(world: World) -> None:
    """By the link that an owner was mailed, once; the provider's people cannot give it."""
    api, told = Api.over(world), world.told
    settle(world.application, world.clock.now())
    admin, acme = key_of(world, told.staff), told.acme
    assert api("POST", f"/v1/staff/members/{told.helper}/deactivate", admin, {}).status == 200
    there = f"/v1/staff/tenants/{acme.tenant_id}"
    asked = api("POST", f"{there}/break-glass", admin, _asking(world, reason="security_incident", scope="read"))
    assert asked.json["by_client"] is True
    assert api("POST", f"{there}/break-glass/{asked.json['grant_id']}/approve", admin, {}).status == 409
    assert api("GET", f"{there}/users", admin).status == 403
    token = _mailed(world, "grt", acme.tenant_id)
    confirmed = api("POST", "/v1/break-glass/confirm", None, {"token": token})
    assert (confirmed.status, confirmed.json["state"]) == (200, "open")
    assert api("POST", "/v1/break-glass/confirm", None, {"token": token}).status == 404
    assert api("GET", f"{there}/users", admin).status == 200
