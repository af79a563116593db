"""Questions at the shell: decide, why, who-may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

MIA = ("harbor", "mia@harbor.example", "invoices.approve")
OLIVIA = ("harbor", "olivia@harbor.example")
OWNER = ("--profile", "olivia")


def test_an_allowed_question_names_its_clauses_and_how_long_it_holds(harbor: Saas) -> None:
    """Exit code 0; a department by name, by path and in another case."""
    for place in ("Finance", "Finance/Accounts", "accounts"):
        told = harbor.done("decide", *MIA, "--department", place, *OWNER, "--json").json
        assert told["verdict"] == "ALLOWED"
        assert told["clauses"] == ["0.1", "1.3", "1.4", "1.4.b", "1.4.c"]
        assert told["valid_until"] is not None
    text = harbor.done("decide", *MIA, "--department", "Finance", *OWNER).out
    assert text.startswith("ALLOWED  invoices.approve  (clause 0.1, 1.3, 1.4, 1.4.b, 1.4.c)")
    assert "\x1b[" not in text


def test_a_refused_question_names_reason_clause_and_remedy(harbor: Saas) -> None:
    """Exit code 3; the answer is on stdout, since it was asked for."""
    result = harbor.refused("decide", *MIA, "--department", "Warehouse", *OWNER)
    assert "DENIED" in result.out
    assert "1.4.c" in result.out
    assert "ASK_ADMINISTRATOR" in result.out
    assert result.err == ""


@pytest.mark.parametrize(
    ("action", "verdict", "clause"),
    [
        ("root.access", "DENIED", "1.2"),
        ("R00T.shell", "DENIED", "1.2"),
        ("source.access", "DENIED", "0.3"),
        ("enhancement.ownership", "DENIED", "5.2"),
        ("enhancement.export", "DENIED", "5.3"),
        ("topic.feature_usage", "ALLOWED", "2.3.b"),
        ("support.open", "ALLOWED", "2.3.a"),
        ("integration.payment_gateway", "ALLOWED", "2.2"),
        ("exclusion.advanced_sms", "CHARGEABLE", "3.1"),
        ("exclusion.design_ui", "CHARGEABLE", "3.8"),
        ("custom.development", "CHARGEABLE", "4.1"),
        ("setup.users", "CHARGEABLE", "2.1"),
        ("custom.perform", "DENIED", "4.2"),
        ("training.on_site", "NEEDS_PERSON", "9.3"),
    ],
)
def test_every_kind_of_action_is_answered_with_its_clause(action: str, verdict: str, clause: str, harbor: Saas) -> None:
    """Permissions, topics, exclusions, integrations, never-granted rights, paid and silent ones."""
    result = harbor("decide", *OLIVIA, action, *OWNER, "--json")
    assert result.code == (0 if verdict == "ALLOWED" else 3)
    assert result.json["verdict"] == verdict
    assert clause in result.json["clauses"]


def test_an_exclusion_is_sold_when_asked_for_and_denied_as_support(harbor: Saas) -> None:
    """--also and --as-support; the overruled clauses are named."""
    words = ("decide", *OLIVIA, "topic.feature_usage", "--also", "exclusion.design_ui", *OWNER, "--json")
    assert harbor.refused(*words).json["verdict"] == "CHARGEABLE"
    denied = harbor.refused(*words, "--as-support").json
    assert denied["verdict"] == "DENIED"
    assert denied["overruled"] == ["2.3.b", "2.4"]


def test_an_agency_is_not_served_whoever_asks_for_it(harbor: Saas) -> None:
    """--as-kind agency is clause 0.2."""
    told = harbor.refused("decide", *OLIVIA, "support.open", "--as-kind", "agency", *OWNER, "--json").json
    assert "0.2" in told["clauses"]


def test_an_earlier_instant_has_its_own_answer(harbor: Saas, ahead: Callable[[int], str]) -> None:
    """As of tomorrow allowed, as of a day after the paid period refused, as known a year ago there was nothing."""
    assert harbor.done("decide", *MIA, "--department", "Finance", "--at", ahead(1), *OWNER)
    lapsed = harbor.refused("decide", *MIA, "--department", "Finance", "--at", ahead(40), *OWNER, "--json").json
    assert lapsed["reasons"][0]["code"] == "LICENSE_EXPIRED"
    assert lapsed["remedy"] == "RENEW"
    earlier = ahead(-365)
    unknown = harbor.refused("decide", *MIA, "--known-at", earlier, *OWNER, "--json").json
    assert unknown["known_at"] == earlier


def test_why_explains_fact_by_fact_with_the_texts_of_the_clauses(harbor: Saas) -> None:
    """Facts, clause texts, and in JSON the same as decide and more."""
    text = harbor.refused("why", *OLIVIA, "exclusion.call_systems", *OWNER).out
    assert "It rests on these facts" in text
    assert "call system integrations" in text
    told = harbor.refused("why", *OLIVIA, "exclusion.call_systems", *OWNER, "--json").json
    assert {"name": "licensee", "value": "business_operator"} in told["facts"]
    assert set(told["texts"]) >= {"3.2", "5.1", "4.1"}


def test_what_is_never_granted_is_recorded_when_asked(harbor: Saas) -> None:
    """The decision carries the id of its journal entry; a question about another user is not their own request."""
    wish = ("decide", "harbor", "me", "root.access", "--profile", "olivia", "--json")
    assert harbor.refused(*wish).json["id"] is not None
    assert harbor.refused(*wish, "--at", "2026-11-01T00:00:00Z").json["id"] is None
    assert harbor.refused("decide", *MIA[:2], "root.access", *OWNER, "--json").json["id"] is None
    assert harbor.refused("decide", *MIA, *OWNER, "--json").json["id"] is None


def test_users_ask_for_themselves_and_administrators_for_others(harbor: Saas) -> None:
    """A clerk may not ask what the owner may do; the owner may; nobody asks about another client."""
    assert harbor.done("decide", "harbor", "me", "support.open", "--profile", "olivia")
    assert harbor.refused("decide", *MIA, "--profile", "mia")
    refused = harbor.refused("decide", *OLIVIA, "support.open", "--profile", "mia", "--json").problem
    assert refused["decision"]["action"] == "people.read"
    assert harbor.done("decide", *MIA, "--department", "Finance", "--profile", "olivia")
    harbor.done("tenant", "add", "other")
    assert harbor.wrong("decide", "other", "me", "support.open", "--profile", "olivia")


def test_who_may_names_users_and_assignments(harbor: Saas) -> None:
    """Whoever holds it above counts, whoever holds it elsewhere does not; without a department every place counts."""
    there = harbor.done("who-may", "harbor", "invoices.approve", "--department", "Accounts", "--profile", "olivia")
    assert "mia@harbor.example" in there.out
    assert "olivia@harbor.example" in there.out
    here = harbor.done("who-may", "harbor", "invoices.approve", "--profile", "olivia", "--json").json
    places = {each["user"]["email"]: [place["department"] for place in each["places"]] for each in here}
    assert places == {"olivia@harbor.example": [""], "mia@harbor.example": ["Finance"]}
    assert harbor.refused("who-may", "harbor", "invoices.approve", "--profile", "staff")


def test_places_are_listed_by_their_paths(harbor: Saas) -> None:
    """Everywhere for the owner, Finance with what lies under it for Mia; nowhere is exit code 3, with the reasons."""
    mia = harbor.done("places", *MIA, *OWNER)
    assert mia.out.splitlines()[1:] == ["  Finance"]
    there = harbor.done("places", *MIA, *OWNER, "--json").json
    assert ([each["department"] for each in there["departments"]], there["everywhere"]) == (["Finance"], False)
    assert there["answer"]["reasons"][0]["code"] == "DEPARTMENT_OUT_OF_SCOPE"
    assert harbor.done("places", *OLIVIA, "invoices.approve", *OWNER).out.startswith("Everywhere.")
    nowhere = harbor.refused("places", *MIA[:2], "data.export", *OWNER)
    assert "Nowhere." in nowhere.out
    assert "PERMISSION_MISSING" in harbor.refused("places", *MIA[:2], "data.export", *OWNER, "--json").out
    assert harbor.refused("places", *OLIVIA, "invoices.approve", "--profile", "mia")


def test_a_recorded_decision_is_shown_by_its_id(harbor: Saas) -> None:
    """It is shown to anyone who reads the journal; a malformed id, and an id of nothing recorded, are reported."""
    told = harbor("decide", "harbor", "me", "source.access", "--profile", "mia", "--json").json
    assert told["verdict"] == "DENIED"
    shown = harbor.done("journal", "decision", told["id"], "harbor", *OWNER, "--json").json
    assert (shown["decision"], shown["action"], shown["clauses"]) == (told["id"], "source.access", told["clauses"])
    assert (
        "DENIED  source.access" in harbor.done("journal", "decision", told["id"], "harbor", "--profile", "olivia").out
    )
    assert harbor.refused("journal", "decision", told["id"], "harbor", "--profile", "mia").err
    for wrong in ("nonsense", "01975a2e-0000-7000-8000-000000000001"):
        assert harbor.wrong("journal", "decision", wrong, "harbor", "--json").problem["field"] == "decision"


def test_a_question_may_name_an_amount_and_what_it_is_about(harbor: Saas) -> None:
    """An owner has no limit; work on an engagement that nobody knows was not approved."""
    asked = ("decide", *OLIVIA, "engagements.approve", *OWNER, "--json")
    assert harbor.done(*asked, "--amount", "650.00 USD").json["verdict"] == "ALLOWED"
    thing = "01975a2e-0000-7000-8000-000000000001"
    told = harbor("decide", "harbor", "me", "custom.perform", "--about", f"engagement:{thing}", "--json").json
    assert (told["verdict"], told["clauses"]) == ("DENIED", ["0.1", "1.3", "4.2"])
    for wrong in ("650", "650.00", "650.00 EUR", "-1.00 USD"):
        assert harbor.wrong(*asked, f"--amount={wrong}").problem["field"] == "amount"
    for wrong, field in ((thing, "about"), ("engagement:7", "engagement_id")):
        assert harbor.wrong(*asked, "--about", wrong).problem["field"] == field


def test_whoami_names_the_person_the_client_and_the_rights(harbor: Saas) -> None:
    """Of a user, with the places; of staff, with its permissions."""
    text = harbor.done("whoami", "--profile", "mia").out
    assert text.startswith("Mia Chen <mia@harbor.example>")
    assert "Approver in Finance" in text
    assert "invoices.approve in Finance" in text
    told = harbor.done("whoami", "--profile", "mia", "--json").json
    assert told["entrance"]["by"] == "key"
    assert [(each["role"], each["department"]) for each in told["roles"]] == [("Approver", "Finance")]
    staff = harbor.done("whoami", "--profile", "staff", "--json").json
    assert (staff["client"], staff["permissions"]) == (None, ["staff.admin"])
