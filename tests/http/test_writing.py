"""Writing: once per key, for the state that was seen, and never half."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api import ENDPOINTS, Answer, Api, key_of
from two_clients import Worlds


def test_a_repeat_gets_the_first_result(api: Api) -> None:
    """Also when what was made has been changed since; another request under the key is refused."""
    key, told = api.world.told.acme.key, {"Idempotency-Key": "one"}
    body = {"name": "Ada", "email": "ada@acme.example"}
    first = api("POST", "/v1/users", key, body, headers=told)
    assert first.status == 201
    assert first.headers["location"] == f"/v1/users/{first.json['user_id']}"
    before = api.world.marks()
    again = api("POST", "/v1/users", key, body, headers=told)
    assert (again.status, again.body) == (first.status, first.body)
    assert api.world.marks()[api.world.told.acme.tenant_id][1:] == before[api.world.told.acme.tenant_id][1:]
    other = api("POST", "/v1/users", key, {**body, "name": "Eve"}, headers=told)
    assert (other.status, other.code) == (409, "KEY_REUSED")


def test_a_key_is_one_clients_own(api: Api) -> None:
    """Another client that happens to choose the same key does not get someone else's result."""
    told = {"Idempotency-Key": "one"}
    made = [
        api("POST", "/v1/roles", client.key, {"name": "R", "permissions": ["invoices.view"]}, headers=told)
        for client in (api.world.told.acme, api.world.told.bolt)
    ]
    assert [each.status for each in made] == [201, 201]
    assert made[0].json["role_id"] != made[1].json["role_id"]


def test_every_write_takes_a_key_but_signing_in_and_deciding() -> None:
    """Asking for a link again sends another mail, a secret is in one answer only, and a decision is made once."""
    writes = [each for each in ENDPOINTS if not each.asks and each.method not in {"GET", "HEAD"}]
    assert len(writes) > 50
    signing_in = {"/v1/sign-in", "/v1/sign-in/complete"}
    by_link = {f"/v1/approvals/by-link/{step}" for step in ("code", "identify", "present", "approve", "decline")}
    signed_in = {f"/v1/estimates/{{estimate_id}}/{step}" for step in ("present", "approve", "decline")}
    assert {each.path for each in writes if not each.keyed} == signing_in | by_link | signed_in
    assert not any(each.keyed for each in ENDPOINTS if each not in writes)


def _repeatable(api: Api, name: str) -> tuple[str, str | None, dict[str, Any], str, dict[str, Any]]:
    """Return the path, the key, what is sent, and another request under the same idempotency key."""
    told, application = api.world.told, api.world.application
    acme, admin = told.acme, key_of(api.world, told.staff)
    of_acme = f"/v1/staff/tenants/{acme.tenant_id}"
    asked: tuple[str, str | None, dict[str, Any], str, dict[str, Any]]
    match name:
        case "accept":
            open_to_all, wrong = "/v1/invitations/accept", {"token": acme.token, "accept_terms": "0" * 64}
            asked = open_to_all, None, {"body": {"token": acme.token}}, open_to_all, {"body": wrong}
        case "import":
            path, file = "/v1/users/import", b"email,name\nu@acme.example,U\nx,X\n"
            asked = path, acme.key, {"raw": file}, path, {"raw": file + b"v@acme.example,V\n"}
        case "renew-key":
            members = "/v1/staff/members"
            paths = (f"{members}/{each}/renew-key" for each in (told.helper, told.staff.staff_id))
            asked = next(paths), admin, {}, next(paths), {}
        case "replay":
            for event in ("evt_1", "evt_2"):
                sent = {"id": event, "object": "event", "type": "customer.updated", "created": 1_700_000_000}
                data = {"object": {"id": "cus_9", "object": "customer"}}
                body, headers = api.world.stripe.signed({**sent, "livemode": False, "data": data})
                application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
            inbox = "/v1/staff/inbox/stripe"
            asked = f"{inbox}/evt_1/replay", admin, {}, f"{inbox}/evt_2/replay", {}
        case "look":
            application.payments.subscribe(by=acme.owner, tenant_id=acme.tenant_id)
            application.work.worker.drain(tenant_id=acme.tenant_id)
            asked = f"{of_acme}/billing/look", admin, {}, f"{of_acme}/journal/checkpoints", {}
        case "look at all":
            asked = "/v1/staff/billing/look", admin, {}, f"/v1/staff/members/{told.helper}/deactivate", {}
        case "checkpoint":
            asked = f"{of_acme}/journal/checkpoints", admin, {}, f"{of_acme}/license/end", {}
    return asked


@pytest.mark.parametrize("name", ["accept", "import", "renew-key", "replay", "look", "look at all", "checkpoint"])
@pytest.mark.parametrize("store", ["in_memory", "in_sqlite"])
def test_what_tells_or_does_much_is_repeated_too(name: str, store: str, request: pytest.FixtureRequest) -> None:
    """The repeat has the first answer but for the secret; another request under the key is refused as such.

    A link that was spent is told to nobody else, so there it is unknown as ever.
    """
    with request.getfixturevalue(store).fresh() as world:
        api = Api.over(world)
        path, key, sent, other, wish = _repeatable(api, name)
        told = {"Idempotency-Key": "one", **({"content-type": "text/csv"} if name == "import" else {})}
        first = api("POST", path, key, **sent, headers=told)
        assert first.status in {200, 201}, first.body
        before = world.marks()
        again = api("POST", path, key, **sent, headers=told)
        assert again.status == first.status, again.body
        assert again.json == ({**first.json, "key": None} if "key" in first.json else first.json)
        refused = api("POST", other, key, **wish, headers=told)
        assert refused.code == ("LINK_UNKNOWN" if name == "accept" else "KEY_REUSED")
        assert world.marks() == before


def _editable(api: Api) -> list[tuple[str, str, dict[str, Any]]]:
    acme = api.world.told.acme
    return [
        ("PATCH", f"/v1/users/{acme.clerk.user_id}", {"name": "N"}),
        ("PATCH", f"/v1/roles/{acme.role}", {"name": "N"}),
        ("PATCH", f"/v1/departments/{acme.below}", {"name": "N"}),
        (
            "PUT",
            "/v1/account",
            {
                "legal_name": "N",
                "country": "DE",
                "time_zone": "Europe/Berlin",
                "language": "de",
                "contact_email": "n@acme.example",
            },
        ),
    ]


@pytest.mark.parametrize("place", range(4))
def test_a_change_made_for_another_state_changes_nothing(api: Api, place: int) -> None:
    """With 412; for the state that is there it is made, and the answer has the ETag of the new one."""
    method, path, body = _editable(api)[place]
    key = api.world.told.acme.key
    etag = api("GET", path, key).headers["etag"]
    assert api("GET", path, key, headers={"If-None-Match": f'"x", {etag}'}).status == 304
    before = api.world.marks()
    for stale in ('"0"', '""', f"W/{etag}", etag[:-2] + '"'):
        answer = api(method, path, key, body, headers={"If-Match": stale})
        assert (answer.status, answer.code) == (412, "REVISION_STALE")
    for wrong in (etag.strip('"'), f"{etag}, {etag}", "x"):
        assert api(method, path, key, body, headers={"If-Match": wrong}).field == "If-Match"
    assert api.world.marks() == before
    done = api(method, path, key, body, headers={"If-Match": etag})
    assert done.status == 200, done.body
    assert done.headers["etag"] == api("GET", path, key).headers["etag"] != etag
    assert done.json["revision"] == done.headers["etag"].strip('"')
    assert api(method, path, key, body, headers={"If-Match": etag}).status == 412
    assert api(method, path, key, body, headers={"If-Match": "*"}).status == 200


def test_a_repeat_of_a_change_for_a_state_is_no_conflict(api: Api) -> None:
    """The first one changed the state; the repeat is still answered as the first."""
    method, path, body = _editable(api)[0]
    key = api.world.told.acme.key
    told = {"If-Match": api("GET", path, key).headers["etag"], "Idempotency-Key": "k"}
    first = api(method, path, key, body, headers=told)
    assert (first.status, api(method, path, key, body, headers=told).body) == (200, first.body)


def test_deleting_is_for_a_state_too(api: Api) -> None:
    """A role and a department that were changed meanwhile stay."""
    acme = api.world.told.acme
    for path in (f"/v1/roles/{acme.spare}", f"/v1/departments/{acme.empty}"):
        etag = api("GET", path, acme.key).headers["etag"]
        assert api("PATCH", path, acme.key, {"name": "Changed"}).status == 200
        assert api("DELETE", path, acme.key, headers={"If-Match": etag}).code == "REVISION_STALE"
        assert api("DELETE", path, acme.key).status == 200
        assert api("GET", path, acme.key).status == 404


def test_of_changes_for_one_state_one_is_made(in_sqlite: Worlds) -> None:
    """Ten at once, each for what all of them saw."""
    with in_sqlite.fresh() as world:
        api, acme = Api.over(world), world.told.acme
        for path in (f"/v1/users/{acme.clerk.user_id}", f"/v1/departments/{acme.empty}", f"/v1/roles/{acme.spare}"):
            told = {"If-Match": api("GET", path, acme.key).headers["etag"]}
            answers = asyncio.run(_all(api, path, acme.key, told))
            assert sorted(each.status for each in answers) == [200] + [412] * 9
            (won,) = (each for each in answers if each.status == 200)
            assert api("GET", path, acme.key).json["name"] == won.json["name"]


async def _all(api: Api, path: str, key: str, headers: dict[str, str]) -> list[Answer]:
    wishes = (api.ask("PATCH", path, key, {"name": f"Name {number}"}, headers=headers) for number in range(10))
    return await asyncio.gather(*wishes)
