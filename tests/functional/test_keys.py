"""API keys, sign-in links and break-glass grants at the shell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mailed import newest_token

if TYPE_CHECKING:
    import pytest

    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")


def test_a_program_acts_by_its_key_within_its_scopes(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Created, kept in a profile, listed, rotated, revoked."""
    made = harbor.done(
        "keys", "create", "harbor", "Till 3", "--scope", "invoices.view", "--save-profile", "till", *OWNER, "--json"
    ).json
    assert made["key"] is None
    key_id = made["api_key"]["key_id"]
    till = ("--profile", "till")
    harbor.done("decide", "harbor", "me", "invoices.view", *till)
    told = harbor.refused("why", "harbor", "me", "invoices.approve", *till)
    assert "scopes of the API key" in told.out
    harbor.refused("users", "list", "harbor", *till)
    listed = harbor.done("keys", "list", "harbor", *OWNER).out
    assert "Till 3" in listed
    assert "live" in listed
    second = harbor.done("keys", "rotate", "harbor", key_id, "--overlap-hours", "0", *OWNER, "--json").json["key"]
    harbor.wrong("decide", "harbor", "me", "invoices.view", *till)
    monkeypatch.setenv("SAAS_KEY", second)
    harbor.done("decide", "harbor", "me", "invoices.view")
    harbor.done("keys", "revoke", "harbor", key_id, "--yes", *OWNER)
    harbor.wrong("decide", "harbor", "me", "invoices.view")
    harbor.wrong("keys", "revoke", "harbor", "till", "--yes", *OWNER)
    harbor.refused("keys", "create", "harbor", "Mine", "--scope", "stock.adjust", "--profile", "jon")


def test_a_person_signs_in_by_a_mailed_link(harbor: Saas) -> None:
    """The answer does not reveal whether the address is known; the session then acts as the person."""
    known = harbor.done("sign-in", "ask", "harbor", "olivia@harbor.example").out
    mailed = len(list((harbor.home / "mail").glob("*.eml")))
    for tenant, email in (("harbor", "nobody@harbor.example"), ("nowhere", "olivia@harbor.example")):
        other = harbor.done("sign-in", "ask", tenant, email).out
        assert other.replace(tenant, "harbor").replace("nobody@", "olivia@") == known
    assert len(list((harbor.home / "mail").glob("*.eml"))) == mailed
    link = newest_token(harbor.home / "mail", "sin")
    harbor.done("sign-in", "complete", link, "--save-profile", "session")
    harbor.wrong("sign-in", "complete", link)
    session = ("--profile", "session")
    (listed,) = harbor.done("sign-in", "sessions", "harbor", *session, "--json").json
    harbor.done("users", "list", "harbor", *session)
    harbor.done("sign-in", "out", *session)
    harbor.wrong("users", "list", "harbor", *session)
    assert "No sessions" in harbor.done("sign-in", "sessions", "harbor", *OWNER).out
    harbor.done("sign-in", "end", "harbor", listed["session_id"], *OWNER)


def test_staff_sees_users_under_a_grant_that_an_owner_confirmed(harbor: Saas) -> None:
    """As the second member of staff is too new; the client sees what was given, and takes it back."""
    added = harbor.done("staff", "add", "Ana", "ana@provider.example", "--permission", "staff.admin").out
    assert "stf_" not in added
    link = newest_token(harbor.home / "mail", "stk")
    harbor.done("staff", "fetch-key", link, "--save-profile", "ana")
    harbor.wrong("staff", "fetch-key", link)
    until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = ("--why", "Roles were lost", "--until", until, "--scope", "change")
    harbor.wrong("break-glass", "ask", "harbor", "--reason", "curious", *words)
    asked = harbor.done("break-glass", "ask", "harbor", "--reason", "client_wish", *words, "--json").json
    assert asked["by_client"] is True
    harbor.wrong("break-glass", "approve", "harbor", asked["grant_id"], "--profile", "ana")
    harbor.refused("users", "list", "harbor")
    harbor.refused("decide", "harbor", "mia@harbor.example", "invoices.view")
    harbor.done("break-glass", "confirm", newest_token(harbor.home / "mail", "grt"))
    assert "mia@harbor.example" in harbor.done("users", "list", "harbor").out
    assert asked["grant_id"] in harbor.done("why", "harbor", "me", "people.read").out
    harbor.done("users", "add", "harbor", "Eve", "eve@harbor.example")
    harbor.wrong("users", "add", "harbor", "Eva", "eva@harbor.example", "--owner")
    assert "Roles were lost" in harbor.done("break-glass", "list", "harbor", *OWNER).out
    assert "access.add_user" in harbor.done("break-glass", "uses", "harbor", asked["grant_id"], *OWNER).out
    back = harbor.done("break-glass", "take-back", "harbor", asked["grant_id"], *OWNER, "--yes", "--json").json
    assert back == {"taken": 1, "left": 0, "left_uses": []}
    harbor.refused("users", "list", "harbor")
    assert "deactivated" in harbor.done("users", "list", "harbor", *OWNER).out
