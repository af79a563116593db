"""Every route, asked by everybody: who gets in, and that a foreign thing looks like one that is not there."""

from __future__ import annotations

import json
from typing import Any

import attrs

from api import ENDPOINTS, Answer, Api, key_of
from asking import UNKNOWN, asked, things_of
from saas_core.kernel.actors import Staff
from saas_core.policy.shipped import shipped_document
from saas_http.endpoints import Endpoint, Who
from two_clients import PERMISSIONS

# The license, and keys, sessions and grants as far as they are one's own.
ANYBODY_READS = {"license.read", "credentials.take_away", None}
"""Actions for which no role is needed."""


class _Nothing:
    """Has whatever is asked of it, and is nothing."""

    def __getattr__(self, name: str) -> Any:
        return self


_NOBODY: Any = _Nothing()


def _served(who: Who) -> list[Endpoint]:
    return [each for each in ENDPOINTS if each.rule.who is who]


def test_without_a_key_only_open_routes_answer(api: Api) -> None:
    """And with a key that opens nothing they answer alike, whatever is wrong with it."""
    wrong = [None, "usr_", "nothing", api.world.told.acme.key[:-1] + "x", "stf_" + "0" * 32 + "_x", "ü" * 10]
    for each in ENDPOINTS:
        told = [asked(api, each, key, {}) for key in wrong]
        if each.rule.who is Who.ANYBODY:
            assert all(answer.status not in {401, 403, 500} for answer in told), each.path
            continue
        assert [answer.status for answer in told] == [401] * len(wrong), each.path
        assert {answer.code for answer in told[1:]} == {"KEY_UNKNOWN"}
        assert told[1].headers["www-authenticate"] == "Bearer"


def test_a_user_without_a_role_for_it_is_refused(api: Api) -> None:
    """Whatever the route changes or shows, and nothing is changed."""
    acme = api.world.told.acme
    key, before = key_of(api.world, acme.clerk), api.world.marks()
    for each in _served(Who.CLIENT):
        if each.rule.action not in ANYBODY_READS:
            answer = asked(api, each, key, {**things_of(acme), "user_id": str(acme.invited)})
            assert answer.status == 403, (each.path, answer.body)
            assert answer.json["clauses"], each.path
    assert api.world.marks() == before


def test_staff_and_clients_keep_to_their_own_routes(api: Api) -> None:
    """Whichever client is named, a client's user gets the same answer."""
    told = api.world.told
    admin = key_of(api.world, told.staff)
    for each in _served(Who.CLIENT):
        assert asked(api, each, admin, {}).code == "CLIENTS_ONLY", each.path
    for each in _served(Who.STAFF):
        answers = [
            asked(api, each, told.acme.key, things) for things in ({}, things_of(told.bolt), things_of(told.acme))
        ]
        assert {answer.code for answer in answers} == {"STAFF_ONLY"}, each.path


def test_staff_without_the_permission_is_refused(api: Api) -> None:
    """Someone of the support records no payment, holds no license, publishes nothing and manages nobody."""
    key = api.world.told.helper_key
    assert isinstance(api.world.application.access.staff.authenticate(key), Staff)
    beyond = {"provider.payments", "provider.licenses", "provider.terms", "provider.permissions", "provider.staff"}
    before = api.world.marks()
    right = {"until": "2027-01-01T00:00:00Z"}
    for each in _served(Who.STAFF):
        if each.rule.action in beyond:
            if each.path.endswith(("/terms", "/permissions")):
                right["document"] = (PERMISSIONS if each.path.endswith("/permissions") else shipped_document()).decode()
            answer = asked(api, each, key, {**things_of(api.world.told.acme), **right})
            assert answer.status == 403, (each.path, answer.body)
    assert api.world.marks() == before


def test_a_foreign_thing_answers_as_one_that_is_not_there(api: Api) -> None:
    """Byte for byte, but for the id of the request and the instant; and the other client is left as it was."""
    world, bolt = api.world, api.world.told.bolt
    before = world.marks()[bolt.tenant_id]
    world.clock.step *= 0
    named = ((each, _things_named(each)) for each in _served(Who.CLIENT))
    for endpoint, things in ((each, things) for each, things in named if things):
        foreign = {name: each for name, each in things_of(bolt).items() if name in things}
        unknown = dict.fromkeys(things, UNKNOWN)
        answers = [asked(api, endpoint, world.told.acme.key, ids) for ids in (foreign, unknown)]
        assert answers[0].status == answers[1].status, endpoint.path
        assert _same(answers[0], foreign) == _same(answers[1], unknown), endpoint.path
        assert endpoint.asks or answers[0].status == 404, endpoint.path
    assert world.marks()[bolt.tenant_id] == before


def _things_named(endpoint: Endpoint) -> set[str]:
    named = set(endpoint.parameters) | {each.name for each in attrs.fields(endpoint.query)}
    if endpoint.body is not None:
        named |= {each.name for each in attrs.fields(endpoint.body)}
    return named & (set(things_of(_NOBODY)) - {"tenant_id"})


def _same(answer: Answer, ids: dict[str, str]) -> str:
    """Return an answer without the id of its request, and without the ids that were asked about themselves."""
    told = json.loads(answer.body)
    told.pop("request_id", None)
    text = json.dumps(told, sort_keys=True)
    for each in ids.values():
        text = text.replace(each, "ID")
    return text
