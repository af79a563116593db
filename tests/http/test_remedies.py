"""One catalogue of remedies: each has its sentence, and ways that are there."""

from __future__ import annotations

import pytest

from api import ENDPOINTS, Api, key_of
from saas_cli.root import shell
from saas_core.policy.reasons import ReasonCode, Remedy
from saas_core.policy.remedies import SENTENCES
from saas_http.endpoints import Who
from saas_views.remedies import HELPS, help_for

# Nothing opens it, or a colleague is to be asked.
WITHOUT_A_WAY = {Remedy.ASK_STAFF_ADMINISTRATOR, Remedy.NONE}


def test_every_remedy_has_a_sentence_a_command_and_a_route() -> None:
    """But for those that nobody can call; a sentence speaks to everybody, so it names no way of its own."""
    assert set(HELPS) == set(SENTENCES) == set(Remedy)
    assert {each for each, ways in HELPS.items() if ways.command is None} == WITHOUT_A_WAY
    assert {each for each, ways in HELPS.items() if ways.route is None} == WITHOUT_A_WAY
    for remedy, sentence in SENTENCES.items():
        assert HELPS[remedy].sentence == sentence
        assert sentence.endswith(".")
        assert "saas " not in sentence
        assert "/v1" not in sentence


@pytest.mark.parametrize("remedy", sorted(set(Remedy) - WITHOUT_A_WAY, key=lambda each: each.value))
def test_the_ways_to_a_remedy_are_there(remedy: Remedy) -> None:
    """The command can be called, and the route is one of a client's own, or open."""
    ways = HELPS[remedy]
    assert ways.command is not None
    program, *words = ways.command.split()
    assert program == "saas"
    command = shell()
    for word in words:
        command = command[word]
    assert command.default_command is not None
    assert ways.route is not None
    (endpoint,) = (each for each in ENDPOINTS if (each.method, each.path) == (ways.route.method, ways.route.path))
    assert endpoint.rule.who in {Who.CLIENT, Who.ANYBODY}
    assert ways.at_the_shell == f"{ways.sentence[:-1]} ({ways.command})."


def test_about_a_closed_license_the_provider_is_asked_by_an_appeal() -> None:
    """Where the terms are silent it is asked by a question; the remedy is the same."""
    closed = help_for(ReasonCode.LICENSE_ON_HOLD, Remedy.CONTACT_PROVIDER)
    silent = help_for(ReasonCode.POLICY_SILENT, Remedy.CONTACT_PROVIDER)
    assert (closed.command, silent.command) == ("saas tickets appeal", "saas questions ask")
    assert closed.route is not None
    assert shell()["tickets"]["appeal"].default_command is not None
    assert [each.rule.who for each in ENDPOINTS if each.path == closed.route.path] == [Who.CLIENT]


def test_a_refusal_names_the_route_to_users_of_a_client(api: Api) -> None:
    """It is a route of theirs; staff is sent to none."""
    acme = api.world.told.acme
    body = {"name": "Y", "email": "y@acme.example"}
    refused = api("POST", "/v1/users", key_of(api.world, acme.clerk), body)
    assert (refused.status, refused.json["remedy"]) == (403, "ASK_ADMINISTRATOR")
    assert refused.json["help"] == "/v1/assignments"
    staff = api("POST", f"/v1/staff/tenants/{acme.tenant_id}/users", key_of(api.world, api.world.told.staff), body)
    assert (staff.status, staff.json["remedy"]) == (403, "ASK_ADMINISTRATOR")
    assert "help" not in staff.json
