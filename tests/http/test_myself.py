"""`GET /v1/me` and `GET /v1/who-may`: who asks, and who may do what where."""

from __future__ import annotations

from api import Api, key_of


def test_each_way_in_is_told_with_what_it_opens(api: Api) -> None:
    """A person's key, a session, a program's key, and the key of a member of staff."""
    acme, staff = api.world.told.acme, key_of(api.world, api.world.told.staff)
    ways = {"key": acme.key, "session": acme.signed_in, "api_key": acme.program, "staff_key": staff}
    told = {way: api("GET", "/v1/me", key).json for way, key in ways.items()}
    assert {way: each["entrance"]["by"] for way, each in told.items()} == {way: way for way in ways}
    assert told["session"]["entrance"]["id"] == str(acme.session)
    assert told["api_key"]["entrance"]["name"] == "Till 3"
    for way in ("key", "session", "api_key"):
        assert told[way]["name"] == "Ola Canary-user"
        assert told[way]["client"] == {"tenant_id": str(acme.tenant_id), "name": "Acme Canary-legal Ltd"}
        assert [(each["role"], each["department"]) for each in told[way]["roles"]] == [("Owner", "")]
    assert {each["permission"] for each in told["api_key"]["rights"]} < {
        each["permission"] for each in told["key"]["rights"]
    }
    assert (told["staff_key"]["client"], told["staff_key"]["permissions"]) == (None, ["staff.admin"])


def test_who_may_without_a_department_lists_every_place(api: Api) -> None:
    """With the place of each; with a department only who may there."""
    acme = api.world.told.acme
    path = "/v1/who-may?permission=invoices.view"
    places = {
        each["user"]["name"]: [place["department"] for place in each["places"]]
        for each in api("GET", path, acme.key).json["items"]
    }
    assert places == {"Ola Canary-user": [""], "Kim Canary-user": ["Sales"]}
    there = api("GET", f"{path}&department_id={acme.empty}", acme.key).json["items"]
    assert [each["user"]["name"] for each in there] == ["Ola Canary-user"]
