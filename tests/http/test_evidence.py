"""Evidence over HTTP: downloaded, verified, and checked by keys that anybody gets."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from api import Api
from estimate_calls import approval_arguments, issued
from saas_documents import script

BYTES = {"content-type": "application/octet-stream"}


@pytest.fixture
def place(api: Api) -> str:
    """Return the path of the evidence of an approval of acme."""
    found = approval_arguments(api.world, api.world.told.acme)
    return f"/v1/approvals/{found['approval_id']}/evidence"


def test_a_pack_is_downloaded_and_verified_and_a_flipped_byte_is_named(api: Api, place: str) -> None:
    """With the field, as a problem of the request."""
    key = api.world.told.acme.key
    pack = api("GET", f"{place}/pack", key)
    assert pack.headers["content-disposition"] == 'attachment; filename="evidence.json"'
    report = api("POST", "/v1/evidence/verification", key, raw=pack.body, headers=BYTES)
    assert (report.status, report.json["keys_trusted"]) == (200, True)
    flipped = pack.body.replace(b'"cap_seconds"', b'"cap_secondz"', 1)
    refused = api("POST", "/v1/evidence/verification", key, raw=flipped, headers=BYTES)
    assert (refused.status, refused.code) == (400, "EVIDENCE_BROKEN")
    assert refused.field == "approval.cap_seconds"
    view = api("GET", place, key).json
    assert (view["approval_hash"], view["seal"]) == (report.json["approval_hash"], "not_configured")


def test_evidence_of_another_client_is_not_found(api: Api, place: str) -> None:
    """Like that of an approval that never was."""
    for path in (place, f"{place}/pack", f"{place}/document", f"{place}/sealed", f"{place}/time-stamp"):
        answer = api("GET", path, api.world.told.bolt.key)
        assert (answer.status, answer.code) == (404, "APPROVAL_UNKNOWN")


def test_public_keys_and_the_script_are_there_without_a_key(api: Api, place: str) -> None:
    """Whoever checks a pack is nobody's client."""
    pack = json.loads(api("GET", f"{place}/pack", api.world.told.acme.key).body)
    # A key that was rotated stays published.
    published = {each["key_id"]: each["public_key"] for each in api("GET", "/v1/journal/keys").json["items"]}
    assert {each["key_id"]: each["public_key"] for each in pack["keys"]}.items() <= published.items()
    for key_id, public in published.items():
        assert hashlib.sha256(base64.b64decode(public)).hexdigest()[:16] == key_id
    shipped = api("GET", "/v1/evidence/script")
    assert shipped.body == script()
    assert pack["verifier"]["sha256"] == f"sha256:{hashlib.sha256(shipped.body).hexdigest()}"


def test_a_decision_takes_a_session_and_no_key_however_it_is_held(api: Api) -> None:
    """A person's lasting key lies in shells and programs; with the session of the same person it is approved."""
    acme = api.world.told.acme
    place = f"/v1/estimates/{issued(api.world, acme).estimate_id}"
    given = {"nonce": "x", "content_hash": f"sha256:{'0' * 64}", "typed_name": "Ola"}
    ticked = {"accept_estimate": True, "accept_ownership": True}
    refused = [
        api("POST", f"{place}/present", acme.key, {}),
        api("POST", f"{place}/approve", acme.key, {**given, **ticked}),
        api(
            "POST", f"{place}/decline", acme.key, {"nonce": "x", "content_hash": given["content_hash"], "reason": "No"}
        ),
    ]
    assert [(each.status, each.code) for each in refused] == [(409, "NEEDS_SESSION")] * 3
    shown = api("POST", f"{place}/present", acme.signed_in, {}).json
    decided = {**given, **ticked, "nonce": shown["nonce"], "content_hash": shown["content_hash"]}
    assert api("POST", f"{place}/approve", acme.signed_in, decided).status == 200
    with api.world.application.store.read(acme.tenant_id) as work:
        approval = work.approvals.last()
    assert (approval.verified_by, approval.peer.session_id) == ("session", str(acme.session))
