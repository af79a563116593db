"""Rules for every request: limits, time, ids, logs, metrics, headers, browsers, health."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from attrs import define, evolve

from api import PLENTY, Api, key_of
from saas_app.settings import settings_at
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_web.manners import Manners, Rate, manners_of
from two_clients import Worlds


@define
class Ticks:
    """A clock of seconds that stands until it is moved."""

    at: float = 1000.0

    def __call__(self) -> float:
        """Return the second."""
        return self.at


def _limited(in_memory: Worlds, **given: Any) -> Any:
    return in_memory.fresh(), Manners(rate=Rate(5, 10), stranger_rate=Rate(3, 60), **given), Ticks()


def test_a_key_may_ask_so_often_and_then_must_wait(in_memory: Worlds) -> None:
    """Each key for itself; tokens come back evenly, and every answer says how many are left."""
    fresh, manners, ticks = _limited(in_memory)
    with fresh as world:
        api, (one, other) = Api.over(world, manners, ticks=ticks), (world.told.acme.key, world.told.bolt.key)
        assert api("GET", "/v1/me", one).headers["ratelimit-policy"] == '"address";q=3;w=60'
        for left in (4, 3, 2, 1, 0):
            answer = api("GET", "/v1/me", one)
            assert (answer.status, answer.headers["ratelimit"].split(";")[:2]) == (200, ['"key"', f"r={left}"])
        answer = api("GET", "/v1/me", one)
        assert (answer.status, answer.code, answer.headers.get("retry-after")) == (429, "TOO_MANY_REQUESTS", "2")
        assert api("GET", "/v1/me", other).status == 200
        ticks.at += 2
        assert [api("GET", "/v1/me", one).status for _ in range(2)] == [200, 429]
        ticks.at += 3600
        assert [api("GET", "/v1/me", one).status for _ in range(6)] == [200] * 5 + [429]


def test_whoever_shows_no_key_is_limited_by_address(in_memory: Worlds) -> None:
    """So that guessing keys is slow; a guessed key has no bucket of its own, and health is always told."""
    fresh, manners, ticks = _limited(in_memory)
    with fresh as world:
        api = Api.over(world, manners, ticks=ticks)
        told = [api("GET", "/v1/me", f"usr_{number}").status for number in range(4)]
        assert told == [401, 401, 401, 429]
        assert api("GET", "/v1/terms").status == 429
        assert api("GET", "/nothing").status == 429
        assert [api("GET", "/health/live").status for _ in range(9)] == [200] * 9


def test_a_body_that_does_not_come_ends_the_request(in_memory: Worlds) -> None:
    """With 408, after as long as the settings say."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, timeout=1))

        async def drip() -> AsyncIterator[bytes]:
            while True:
                yield b" "
                await asyncio.sleep(0.05)

        named = {"authorization": f"Bearer {world.told.acme.key}", "content-type": "application/json"}
        answer = asyncio.run(api._sent("POST", "/v1/users", named, drip()))
        assert (answer.status, answer.code) == (408, "BODY_LATE")


def test_when_too_many_wait_the_next_one_is_sent_away(in_memory: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and to come again; who waited too long is told so, and what did not begin never begins."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, timeout=1, threads=1, waiting=1))
        key, go, begun = world.told.acme.key, threading.Event(), []
        api("GET", "/v1/me", key)
        monkeypatch.setattr(world.application.policy, "versions", lambda: (begun.append(1), go.wait(20), ())[2])

        async def crowd() -> list[Any]:
            asked = [api.ask("GET", "/v1/terms") for _ in range(3)]
            answers = await asyncio.gather(*asked)
            go.set()
            await asyncio.sleep(0.3)
            return answers

        answers = asyncio.run(crowd())
        assert sorted((each.status, each.code) for each in answers) == [
            (503, "BUSY"),
            (503, "TOOK_TOO_LONG"),
            (503, "TOOK_TOO_LONG"),
        ]
        assert all(each.headers["retry-after"] for each in answers)
        assert len(begun) == 1
        assert api("GET", "/v1/terms").status == 200


def test_every_answer_has_the_id_of_its_request(api: Api) -> None:
    """The one that was sent along where it is well formed, else a new one."""
    assert api("GET", "/health/live", headers={"X-Request-Id": "mine-12345"}).headers["x-request-id"] == "mine-12345"
    for bad in ("short", "x" * 65, "a b c d e f g", '"; drop', "ünü-12345678"):
        given = api("GET", "/nothing", headers={"X-Request-Id": bad})
        assert given.headers["x-request-id"] != bad
        assert given.json["request_id"] == given.headers["x-request-id"]


def test_the_log_tells_of_each_request_and_holds_no_secret(api: Api) -> None:
    """A line of JSON each: where to by its template, who by id, how it ended; nothing that was sent."""
    acme = api.world.told.acme
    api("POST", "/v1/users?x=canary-query", acme.key, {"name": "canary-body", "email": "canary@x.example"})
    api("POST", "/v1/users", acme.key, {"name": "canary-body", "email": "canary@x.example"})
    api("GET", f"/v1/users/{acme.clerk.user_id}", acme.key)
    api("POST", "/v1/invitations/look", None, {"token": acme.token})
    api("GET", "/canary-path")
    api("GET", "/v1/me", "usr_canary-key")
    text = api.lines.getvalue()
    assert "canary" not in text
    assert not any(secret in text for secret in api.world.told.secrets)
    told = api.logged()
    assert [each["status"] for each in told] == [400, 201, 200, 200, 404, 401]
    assert told[2]["route"] == "/v1/users/{user_id}"
    assert told[4]["route"] == "unknown"
    assert told[1]["tenant_id"] == str(acme.tenant_id)
    assert told[1]["actor"] == f"user:{acme.owner.user_id}"
    assert {"request_id", "method", "duration_ms", "at"} <= set(told[0])


def test_a_fault_of_ours_tells_nothing_of_itself(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller gets an id, the log the place, and neither the words of the fault."""

    def broken() -> None:
        message = "canary-words"
        raise RuntimeError(message)

    monkeypatch.setattr(api.world.application.policy, "versions", broken)
    answer = api("GET", "/v1/terms")
    assert (answer.status, answer.code) == (500, "ERROR")
    assert b"canary" not in answer.body
    assert "canary" not in api.lines.getvalue()
    assert "RuntimeError: broken (test_manners.py:" in api.logged()[-1]["fault"]


def test_metrics_are_for_whoever_has_the_token(in_memory: Worlds) -> None:
    """Without one in the settings there are none; labels are templates, so that nobody can make more of them."""
    with in_memory.fresh() as world:
        assert Api.over(world)("GET", "/metrics").code == "ROUTE_UNKNOWN"
        api = Api.over(world, evolve(PLENTY, metrics_token="a-token-of-some-length"))
        assert api("GET", "/metrics").code == "CALLER_UNKNOWN"
        assert api("GET", "/metrics", world.told.acme.key).code == "KEY_UNKNOWN"
        for number in range(3):
            api("GET", f"/v1/users/{number}", world.told.acme.key)
            api("GET", f"/{number}")
        told = api("GET", "/metrics", "a-token-of-some-length").body.decode()
        assert 'saas_http_requests_total{method="GET",route="/v1/users/{user_id}",status="404"} 3.0' in told
        assert 'saas_http_requests_total{method="GET",route="unknown",status="404"} 3.0' in told
        assert world.told.acme.key not in told


def test_browsers_of_other_origins_are_let_in_only_where_the_settings_name_them(in_memory: Worlds) -> None:
    """Closed by default; a named origin is told what it may send, and sees the headers that matter."""
    before = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    with in_memory.fresh() as world:
        closed = Api.over(world)("OPTIONS", "/v1/users", headers=before)
        assert not any(name.startswith("access-control") for name in closed.headers)
        api = Api.over(world, evolve(PLENTY, origins=frozenset({"https://app.example"})))
        opened = api("OPTIONS", "/v1/users", headers=before)
        assert opened.status == 204
        assert opened.headers["access-control-allow-origin"] == "https://app.example"
        assert "Idempotency-Key" in opened.headers["access-control-allow-headers"]
        assert "ETag" in api("GET", "/v1/terms", headers=before).headers["access-control-expose-headers"]
        other = api("GET", "/v1/terms", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
        assert other.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in opened.headers


def test_answers_protect_themselves(api: Api) -> None:
    """Nothing is guessed from their bytes, framed, or kept by others."""
    for path, key in (("/v1/me", api.world.told.acme.key), ("/nothing", None), ("/health/live", None)):
        headers = api("GET", path, key).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] in {"no-store", "private, no-cache"}


def test_a_path_tells_what_it_takes(api: Api) -> None:
    """By OPTIONS, and when another method is tried; HEAD is GET without the body."""
    assert api("OPTIONS", "/v1/users").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    refused = api("PUT", "/v1/users", api.world.told.acme.key)
    assert (refused.status, refused.code) == (405, "METHOD_UNKNOWN")
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    whole = api("GET", "/v1/me", api.world.told.acme.key)
    head = api("HEAD", "/v1/me", api.world.told.acme.key)
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole.body)))


def test_readiness_asks_the_store_and_life_does_not(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service whose store is away is not to be asked, and not to be killed either."""

    def away() -> None:
        message = "the store is away: canary."
        raise StoreUnavailable(message)

    assert api("GET", "/health/ready").json == {"state": "ready"}
    monkeypatch.setattr(api.world.application.policy, "versions", away)
    answer = api("GET", "/health/ready")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "STORE_UNAVAILABLE", "5")
    assert b"canary" not in answer.body
    assert api("GET", "/health/live").json == {"state": "live"}


def test_whoever_was_deactivated_is_refused_at_the_next_request(api: Api) -> None:
    """Though the key was just known; and a key that was ended elsewhere is known for a second at most."""
    acme = api.world.told.acme
    key = key_of(api.world, acme.clerk)
    assert api("GET", "/v1/me", key).status == 200
    assert api("POST", f"/v1/users/{acme.clerk.user_id}/deactivate", acme.key).status == 200
    assert api("GET", "/v1/me", key).code == "KEY_UNKNOWN"


def test_a_key_ended_elsewhere_is_known_for_a_second_at_most(in_memory: Worlds) -> None:
    """Another process ended it, without any notice to this one."""
    ticks = Ticks()
    with in_memory.fresh() as world:
        api, access = Api.over(world, ticks=ticks), world.application.access
        assert api("GET", "/v1/me", world.told.helper_key).status == 200
        access.staff.deactivate(by=world.told.staff, staff_id=world.told.helper)
        ticks.at += 1
        assert api("GET", "/v1/me", world.told.helper_key).status == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("http_rate", "fast"),
        ("http_rate", "0/60"),
        ("http_stranger_rate", "60"),
        ("http_origins", "*"),
        ("http_origins", "https://a.example/path"),
        ("http_metrics_token", "short"),
        ("http_timeout", "0"),
        ("http_threads", "-1"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Any, name: str, value: str) -> None:
    """Before anything is served."""
    with pytest.raises(InvalidValue) as fault:
        manners_of(settings_at(tmp_path, **{name: value}))
    assert fault.value.field == name
    assert fault.value.remedy


def test_settings_say_how_the_entrance_behaves(tmp_path: Any) -> None:
    """And what is left out is as usual."""
    told = manners_of(settings_at(tmp_path, http_rate="10/2", http_origins="https://a.example, http://b.example:8080"))
    assert (told.rate, told.origins) == (Rate(10, 2), {"https://a.example", "http://b.example:8080"})
    assert told.stranger_rate == Manners().stranger_rate
