"""What was not found is named as it was typed, and what may have been meant is suggested to whoever may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailed import newest_token

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")


@pytest.mark.parametrize(
    ("words", "typed", "meant"),
    [
        (("users", "deactivate", "harbor", "mai@harbor.example", "--yes", *OWNER), "mai@harbor", "mia@harbor.example"),
        (("roles", "delete", "harbor", "aprover", "--yes", *OWNER), "aprover", "Approver"),
        (("departments", "remove", "harbor", "Finance/Acount", "--yes", *OWNER), "Finance/Acount", "Finance/Accounts"),
        (("departments", "remove", "harbor", "warehose", "--yes", *OWNER), "warehose", "Warehouse"),
        (("tenant", "show", "habror"), "habror", "harbor"),
        (("staff", "deactivate", "sma@provider.example", "--yes"), "sma@provider", "sam@provider.example"),
        (("who-may", "harbor", "invoices.aprove", *OWNER), "invoices.aprove", "invoices.approve"),
        (("roles", "add", "harbor", "X", "--permission", "invoice.*", *OWNER), "invoice.*", "invoices.*"),
        (("keys", "create", "harbor", "X", "--scope", "stock.ajust", *OWNER), "stock.ajust", "stock.adjust"),
        (("decide", "harbor", "mai@harbor.example", "invoices.view", *OWNER), "mai@harbor", "mia@harbor.example"),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, tuple) else "",
)  # fmt: skip
def test_a_near_miss_is_named_and_suggested(harbor: Saas, words: tuple[str, ...], typed: str, meant: str) -> None:
    """For users, roles, departments, clients, staff and permissions."""
    problem = harbor.wrong(*words, "--json").problem
    assert typed in problem["message"]
    assert f"Did you mean {meant}" in problem["remedy"]


def test_nothing_like_it_is_suggested_where_nothing_is(harbor: Saas) -> None:
    """The remedy then says where to look."""
    problem = harbor.wrong("roles", "delete", "harbor", "Zzyzx", "--yes", *OWNER, "--json").problem
    assert problem["message"] == "there is no role 'Zzyzx'."
    assert "Did you mean" not in problem["remedy"]


@pytest.mark.parametrize("command", ["decide", "why"])
def test_an_action_like_the_one_asked_about_is_suggested(harbor: Saas, command: str) -> None:
    """A misspelled action is one that no clause covers."""
    told = harbor(command, "harbor", "me", "invoices.aprove", *OWNER)
    assert (told.code, "Did you mean invoices.approve" in told.out) == (3, True)
    asked = harbor(command, "harbor", "me", "topic.feature_usge", *OWNER, "--json").json
    assert "topic.feature_usage" in asked["did_you_mean"]
    assert harbor(command, "harbor", "me", "invoices.approve", *OWNER, "--json").json["did_you_mean"] == []


def test_a_client_is_told_no_other_clients_name(harbor: Saas) -> None:
    """Neither by a suggestion, nor by another answer to a name that exists."""
    harbor.done("tenant", "add", "harbour-two")
    answers = [
        harbor.wrong("tenant", "show", typed, *OWNER, "--json").problem for typed in ("harbour-two", "harbour-tow")
    ]
    told = [{**each, "message": each["message"].replace("tow", "two")} for each in answers]
    assert told[0] == told[1]
    assert "Did you mean" not in answers[1]["remedy"]


def test_staff_is_told_no_address_of_a_clients_people(harbor: Saas) -> None:
    """Not without a grant (1.5): a question by a mistyped address is answered without a suggestion."""
    told = harbor.refused("decide", "harbor", "mai@harbor.example", "invoices.view", "--json")
    assert "mia@" not in told.err


def test_only_staff_is_told_to_register_and_only_what_can_be(harbor: Saas) -> None:
    """A client cannot register, and an area that belongs to the terms never can be."""
    own = harbor.wrong("roles", "add", "harbor", "X", "--permission", "fleet.move", *OWNER, "--json").problem
    assert "egister it first" not in own["remedy"]
    harbor.done("tenant", "add", "island")
    added = ("roles", "add", "island", "X", "--json", "--permission")
    staff = harbor(*added, "fleet.move")
    if staff.code == 2:
        assert "Register it first" in staff.problem["remedy"]
    for never in ("exclusion.design_ui_x", "custom.thing", "root.access", "server.shell"):
        refused = harbor(*added, never)
        assert refused.code != 0
        assert "egister it first" not in refused.err


def test_staff_without_a_permission_is_sent_to_staff_that_gives_it(harbor: Saas) -> None:
    """Not to the client's administrator, who could not give it; what the client alone decides is still its own."""
    harbor.done("staff", "add", "Ana Ruiz", "ana@provider.example", "--permission", "staff.billing")
    harbor.done("staff", "fetch-key", newest_token(harbor.home / "mail", "stk"), "--save-profile", "ana")
    told = harbor.refused("tenant", "add", "island", "--profile", "ana")
    assert "ASK_STAFF_ADMINISTRATOR" in told.err
    assert "staff.admin" in told.err
    assert "administrator of the client" not in told.err
    inside = harbor.refused("roles", "add", "harbor", "X", "--permission", "invoices.view")
    assert "ASK_ADMINISTRATOR" in inside.err
