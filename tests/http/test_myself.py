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


def test_places_are_told_with_their_reasons(api: Api) -> None:
    """Everywhere for the owner; the departments of a clerk, with what lies under them; nobody asks about others."""
    acme = api.world.told.acme
    path = "/v1/places?action=invoices.view"
    everywhere = api("GET", path, acme.key).json
    assert (everywhere["everywhere"], everywhere["departments"]) == (True, [])
    told = api("GET", f"{path}&user_id={acme.clerk.user_id}", acme.key).json
    assert (told["everywhere"], told["departments"]) == (
        False,
        [{"department_id": str(acme.top), "department": "Sales"}],
    )
    assert [each["code"] for each in told["answer"]["reasons"]] == ["DEPARTMENT_OUT_OF_SCOPE"]
    nowhere = api("GET", "/v1/places?action=exclusion.design_ui", acme.key)
    assert (nowhere.status, nowhere.json["everywhere"], nowhere.json["answer"]["verdict"]) == (200, False, "CHARGEABLE")
    assert api("GET", f"{path}&user_id={api.world.told.bolt.clerk.user_id}", acme.key).status == 404


def test_a_menu_is_told_which_of_its_actions_are_open(api: Api) -> None:
    """With the decision of each; in a department that is not there nothing is told."""
    acme = api.world.told.acme
    actions = ["invoices.view", "source.access", "license.read"]
    menu = api("POST", "/v1/permitted", acme.key, {"actions": actions}).json
    assert menu["open"] == ["invoices.view", "license.read"]
    assert [each["verdict"] for each in menu["decisions"]] == ["ALLOWED", "DENIED", "ALLOWED"]
    there = api("POST", "/v1/permitted", acme.key, {"actions": actions[:1], "department_id": str(acme.top)})
    assert there.json["open"] == ["invoices.view"]
    away = {"actions": actions[:1], "department_id": "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"}
    assert api("POST", "/v1/permitted", acme.key, away).status == 404
    assert api("POST", "/v1/permitted", acme.key, {"actions": ["a.b"] * 201}).status == 400
