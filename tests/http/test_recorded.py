"""Recorded decisions over HTTP: shown by the id in the answer, to anyone who may read the journal."""

from __future__ import annotations

import pytest

from api import Api, key_of

UNKNOWN = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


def _wished(api: Api, key: str) -> str:
    told = api("POST", "/v1/decisions", key, {"action": "source.access", "also": ["license.read"]}).json
    assert told["verdict"] == "DENIED"
    return str(told["decision"])


def test_an_answer_names_the_decision_under_which_it_is_shown(api: Api) -> None:
    """As its entry in the journal tells it, to the client; to the provider's staff under a grant alone (1.5)."""
    told = api.world.told
    number = _wished(api, key_of(api.world, told.acme.clerk))
    answer = api("GET", f"/v1/decisions/{number}", told.acme.key)
    assert answer.status == 200, answer.body
    entry = api("GET", "/v1/journal?limit=1", told.acme.key).json["items"][0]
    assert entry["id"] == answer.json["decision"] == number
    assert [answer.json[name] for name in ("position", "at", "by")] == [
        entry[name] for name in ("position", "at", "by")
    ]
    assert (answer.json["action"], answer.json["also"]) == ("source.access", ["license.read"])
    assert answer.json["reasons"] == entry["details"]["reasons"] == ["NEVER_GRANTED"]
    admin = key_of(api.world, told.staff)
    withheld = api("GET", f"/v1/staff/tenants/{told.acme.tenant_id}/decisions/{number}", admin)
    assert (withheld.status, withheld.json["clauses"]) == (403, ["0.1", "1.3", "1.5"])
    known = {"If-None-Match": answer.headers["etag"]}
    assert api("GET", f"/v1/decisions/{number}", told.acme.key, headers=known).status == 304


def test_a_refusal_of_staff_names_its_decision_too(api: Api) -> None:
    """A client that is not served is refused for good, in the provider's own journal."""
    admin = key_of(api.world, api.world.told.staff)
    refused = api("POST", "/v1/staff/tenants", admin, {"slug": "agents", "kind": "agency"})
    assert refused.status == 403, refused.body
    shown = api("GET", f"/v1/staff/decisions/{refused.json['decision']}", admin)
    assert (shown.status, shown.json["clauses"]) == (200, refused.json["clauses"])


@pytest.mark.parametrize("number", ["theirs", UNKNOWN, "bulkier", "entry"])
def test_what_is_no_decision_of_the_client_is_unknown(api: Api, number: str) -> None:
    """Another client's id, a nonexistent one, a malformed one, and an unrelated entry are answered alike."""
    told = api.world.told
    numbers = {
        "theirs": _wished(api, told.bolt.key),
        "entry": api("GET", "/v1/journal?action=tenancy.add_tenant", told.acme.key).json["items"][0]["id"],
    }
    answer = api("GET", f"/v1/decisions/{numbers.get(number, number)}", told.acme.key)
    assert (answer.status, answer.code) == (404, "DECISION_UNKNOWN")
    unknown = api("GET", f"/v1/decisions/{UNKNOWN}", told.acme.key)
    alike = ("title", "detail", "remedy", "field")
    assert [answer.json.get(each) for each in alike] == [unknown.json.get(each) for each in alike]


def test_who_may_not_read_the_journal_is_refused(api: Api) -> None:
    """Also to whoever asked, with 403 whether or not there is such a decision."""
    key = key_of(api.world, api.world.told.acme.clerk)
    for number in (_wished(api, key), UNKNOWN):
        assert api("GET", f"/v1/decisions/{number}", key).status == 403
