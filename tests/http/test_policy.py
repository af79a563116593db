"""The policy over HTTP: signed, counted, compared and asked."""

from __future__ import annotations

from api import Api, key_of
from saas_core.policy.shipped import shipped_document
from saas_core.policy.tables import LARGEST_DOCUMENT

POLICY = "/v1/staff/policy"


def test_a_clause_is_read_signed_rejected_and_asked_about(api: Api) -> None:
    """Only what was shown is signed; a client sees nothing of it."""
    staff, client = key_of(api.world, api.world.told.staff), api.world.told.acme.key
    shown = api("GET", f"{POLICY}/scope?scope=clause:0.2", staff).json
    given = {"scope": "clause:0.2", "role": "legal", "digest": shown["digest"]}
    signed = api("POST", f"{POLICY}/signatures", staff, given)
    assert (signed.status, signed.json["state"], signed.json["verdict"]) == (201, "current", "agreed")
    assert api("POST", f"{POLICY}/signatures", staff, {**given, "digest": "0" * 64}).json["code"] == "SCOPE_CHANGED"
    assert api("POST", f"{POLICY}/comments", staff, {**given, "comment": "Well."}).json["comment"] == "Well."
    assert api("POST", f"{POLICY}/rejections", staff, {**given, "why": "No."}).json["verdict"] == "rejected"
    assert len(api("GET", f"{POLICY}/signatures", staff).json["items"]) == 3
    questions = api("GET", f"{POLICY}/questions?scope=clause:0.2", staff).json["items"]
    assert [each["why"] for each in questions] == ["No."]
    owned = {"scope": "clause:0.2", "role": "legal", "owner": str(api.world.told.staff.staff_id)}
    assert api("POST", f"{POLICY}/questions/owners", staff, owned).json["owner"] == owned["owner"]
    assert len(api("GET", f"{POLICY}/signatures/file", staff).json["signatures"]) == 1
    for path in ("scope?scope=whole", "signatures", "questions", "signatures/file", "counts"):
        assert api("GET", f"{POLICY}/{path}", client).status == 403


def test_counts_and_comparisons_are_read_by_whoever_may_read_journals(api: Api) -> None:
    staff, acme = key_of(api.world, api.world.told.staff), api.world.told.acme
    counts = api("GET", f"{POLICY}/counts?since=2026-01-01&until=2026-02-01", staff).json
    assert (counts["answers"], len(counts["clauses"])) == (0, 33)
    assert api("GET", f"{POLICY}/counts?since=tomorrow", staff).status == 400
    assert api("GET", f"/v1/staff/tenants/{acme.tenant_id}/policy-counts", staff).status == 200
    api("POST", "/v1/decisions", acme.key, {"action": "root.access"})
    document = shipped_document().decode().replace('version = "2026-02"', 'version = "2027-01"')
    draft = {"before": "2026-02", "document": document.replace('hourly_rate = "65.00"', 'hourly_rate = "70.00"')}
    found = api("POST", "/v1/staff/terms/comparison", staff, draft).json["differences"]
    assert [(each["part"], each["name"]) for each in found] == [("heading", "hourly_rate"), ("clause", "4.1")]
    replayed = api("POST", "/v1/staff/terms/replay", staff, {**draft, "days": 3}).json
    # Whoever may not see the client's people learns of five decisions at a time, and this is one.
    assert (replayed["decisions"], replayed["changed"], replayed["complete"]) == (0, 0, True)
    assert api("POST", "/v1/staff/terms/replay", acme.key, draft).status == 403
    room = LARGEST_DOCUMENT - len(document.encode())
    large = {"before": "2026-02", "document": document + "#" * (room - 1) + "\n"}
    assert api("POST", "/v1/staff/terms/comparison", staff, large).status == 200
    refused = api("POST", "/v1/staff/terms/comparison", staff, {**large, "document": f"#ü{large['document'][2:]}"})
    assert (refused.status, refused.code) == (400, "TERMS_INVALID")


def test_what_if_is_answered_with_the_scenario(api: Api) -> None:
    """And explained as `why` explains an answer; what cannot be is refused by its field, as nobody's refusal."""
    staff = key_of(api.world, api.world.told.staff)
    found = api("POST", f"{POLICY}/what-if", staff, {"action": "support.open", "license": "on_hold"}).json
    assert found["explained"]["answer"]["verdict"] == "DENIED"
    assert {each["number"] for each in found["explained"]["texts"]} >= {"0.1", "1.3"}
    assert "licensee" in {each["name"] for each in found["explained"]["facts"]}
    assert "has placed a hold on the license" in found["scenario"]
    asked = {
        "action": "invoices.approve",
        "also": ["topic.feature_usage"],
        "asker": "user",
        "rights": ["invoices.approve"],
        "role_department": "Sales",
        "department": "Purchasing",
        "connected": ["payment_gateway"],
    }
    found = api("POST", f"{POLICY}/what-if", staff, asked).json
    assert "DEPARTMENT_OUT_OF_SCOPE" in {each["code"] for each in found["explained"]["answer"]["reasons"]}
    works = {"action": "custom.perform", "asker": "support_staff", "work": "approved"}
    found = api("POST", f"{POLICY}/what-if", staff, works).json
    assert found["explained"]["answer"]["verdict"] == "ALLOWED"
    for field, given in (("kind", {"kind": "agency"}), ("asker", {"asker": "user", "license": "unpaid"})):
        refused = api("POST", f"{POLICY}/what-if", staff, {"action": "support.open", **given})
        assert (refused.status, refused.json["field"]) == (400, field)
