"""Questions on which the terms are silent, over HTTP: asked, listed by pages, answered, and kept from others."""

from __future__ import annotations

from api import Api, key_of


def test_a_question_is_asked_answered_and_read(api: Api) -> None:
    """The same question is one question; staff answers it, and only whoever asked reads the answer."""
    acme, bolt, staff = api.world.told.acme, api.world.told.bolt, api.world.told.helper_key
    clerk = key_of(api.world, acme.clerk)
    asked = api("POST", "/v1/questions", acme.key, {"action": "stock.auction", "text": "May we?"})
    assert (asked.status, asked.json["state"]) == (201, "open")
    number = asked.json["question_id"]
    again = api("POST", "/v1/questions", clerk, {"action": "stock.auction"})
    assert again.json["question_id"] == number
    for key, status in ((acme.key, 200), (clerk, 200), (bolt.key, 404), (staff, 403)):
        assert api("GET", f"/v1/questions/{number}", key).status == status
    assert api("GET", "/v1/questions", bolt.key).json["items"] == []

    place = f"/v1/staff/tenants/{acme.tenant_id}/questions/{number}"
    assert api("GET", place, acme.key).status == 403
    shown = api("GET", place, staff).json
    assert {each["text"] for each in shown["askers"]} == {"May we?", ""}
    queue = api("GET", "/v1/staff/questions?limit=1", staff).json
    assert [each["question_id"] for each in queue["items"]] == [number]
    assert queue["next"] is None
    answered = api("POST", f"{place}/answer", staff, {"clause": "1.4", "reason": "It is their own stock."})
    assert (answered.status, answered.json["clause"]) == (200, "1.4")
    assert api("POST", f"{place}/answer", staff, {"reason": "Again."}).json["code"] == "QUESTION_ANSWERED"
    (own,) = api("GET", "/v1/questions", clerk).json["items"]
    assert own == answered.json


def test_the_queue_is_read_page_by_page(api: Api) -> None:
    """Those asked first before others, of all clients."""
    told = api.world.told
    asked = [
        api("POST", "/v1/questions", key, {"action": f"stock.auction_{number}"}).json["question_id"]
        for number, key in enumerate((told.acme.key, told.bolt.key, told.acme.key))
    ]
    path, found = "/v1/staff/questions?limit=2", []
    while path:
        page = api("GET", path, told.helper_key).json
        found += [each["question_id"] for each in page["items"]]
        path = page["next"]
    assert found == asked


def test_what_the_terms_decide_is_not_asked(api: Api) -> None:
    acme = api.world.told.acme
    allowed = api("POST", "/v1/questions", acme.key, {"action": "support.open"})
    assert (allowed.status, allowed.json["code"]) == (409, "TERMS_SPEAK")
    refused = api("POST", "/v1/questions", acme.key, {"action": "source.access"})
    assert (refused.status, refused.json["verdict"]) == (403, "DENIED")
