"""No client slows or stops another: shares of threads, limits of strangers, health, headers, costs of requests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import define, evolve

from api import PLENTY, Answer, Api, key_of
from saas_core.kernel.ids import TenantId
from saas_web.manners import Manners, Rate
from saas_web.pool import Threads
from saas_web.problems import Busy, TookTooLong
from two_clients import Worlds


@define
class Ticks:
    """A clock of seconds that stands until it is moved."""

    at: float = 1000.0

    def __call__(self) -> float:
        """Return the second."""
        return self.at


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Yield what slow calls wait for; they end with the test."""
    opened = threading.Event()
    yield opened
    opened.set()


async def _until(begun: list[Any]) -> None:
    while not begun:  # noqa: ASYNC110 - it is another thread that begins
        await asyncio.sleep(0.01)


def test_one_clients_slow_requests_leave_threads_to_another(
    in_memory: Worlds, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """However many it sends; health is told beside all of them, and a stranger is answered too."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, threads=4, waiting=16, timeout=5))
        acme, bolt, begun = world.told.acme, world.told.bolt, []
        list_roles = world.application.access.roles.list_roles

        def slow(*, tenant_id: TenantId, **given: Any) -> Any:
            if tenant_id == acme.tenant_id:
                begun.append(1)
                gate.wait(10)
            return list_roles(tenant_id=tenant_id, **given)

        monkeypatch.setattr(world.application.access.roles, "list_roles", slow)

        async def crowd() -> tuple[list[Answer], list[Answer]]:
            asked = [asyncio.create_task(api.ask("GET", "/v1/roles", acme.key)) for _ in range(12)]
            await _until(begun)
            paths = (("/v1/roles", bolt.key), ("/health/ready", None), ("/health/live", None), ("/v1/terms", None))
            others = [await api.ask("GET", path, key) for path, key in paths]
            running = len(begun)
            gate.set()
            told = await asyncio.gather(*asked)
            assert running == 1
            return told, others

        told, others = asyncio.run(crowd())
    assert [each.status for each in others] == [200] * 4
    # One runs, four wait for it, and the rest is told to come again.
    assert sorted((each.status, each.code) for each in told) == [(200, "")] * 5 + [(503, "BUSY")] * 7


def test_health_is_told_however_busy_all_threads_are(
    in_memory: Worlds, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """By a process whose every thread is taken, and whose queue is full."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, threads=1, waiting=1, timeout=5))
        list_roles, begun = world.application.access.roles.list_roles, []
        monkeypatch.setattr(
            world.application.access.roles,
            "list_roles",
            lambda **given: (begun.append(1), gate.wait(10), list_roles(**given))[2],
        )

        async def crowd() -> list[int]:
            asked = [asyncio.create_task(api.ask("GET", "/v1/roles", world.told.acme.key)) for _ in range(2)]
            await _until(begun)
            told = [(await api.ask("GET", f"/health/{each}")).status for each in ("ready", "live", "ready")]
            gate.set()
            await asyncio.gather(*asked)
            return told

        assert asyncio.run(crowd()) == [200] * 3


def test_callers_take_turns_in_the_pool(gate: threading.Event) -> None:
    """Who has many calls waiting is not served before who has one."""
    done: list[str] = []

    async def several() -> None:
        threads = Threads(threads=1, waiting=40, seconds=5)
        blocked = asyncio.create_task(threads.run(lambda: gate.wait(10), whose="first"))
        await asyncio.sleep(0.05)
        many = [asyncio.create_task(threads.run(lambda: done.append("many"), whose="many")) for _ in range(8)]
        await asyncio.sleep(0)
        one = asyncio.create_task(threads.run(lambda: done.append("one"), whose="one"))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(blocked, one, *many)
        threads.close()

    asyncio.run(several())
    assert done[:2] == ["many", "one"]


def test_a_call_that_was_given_up_holds_no_place(gate: threading.Event) -> None:
    """Neither its own nor another's, and it never begins."""
    begun: list[str] = []

    async def several() -> None:
        threads = Threads(threads=1, waiting=4, seconds=0.05)
        stuck = asyncio.create_task(threads.run(lambda: gate.wait(10), whose="a", within=5))
        await asyncio.sleep(0.02)
        for _ in range(20):
            with pytest.raises(TookTooLong):
                await threads.run(lambda: begun.append("given up"), whose="b")
        gate.set()
        await stuck
        await threads.run(lambda: begun.append("c"), whose="c", within=5)
        threads.close()

    asyncio.run(several())
    assert begun == ["c"]


def test_a_pool_that_stops_waits_for_nothing_that_does_not_end(gate: threading.Event) -> None:
    """Who waits is told at once, what is running has its time, and no thread keeps the process alive."""

    async def stopped() -> None:
        threads = Threads(threads=2, waiting=4, seconds=30)
        asked = [asyncio.create_task(threads.run(lambda: gate.wait(10), whose=each)) for each in ("a", "b", "c")]
        await asyncio.sleep(0.05)
        threads.close()
        with pytest.raises(Busy):
            await asked[2]
        with pytest.raises(Busy):
            await threads.run(lambda: None)
        assert [each.daemon for each in threading.enumerate() if each.name.startswith("saas-web")] != []
        assert all(each.daemon for each in threading.enumerate() if each.name.startswith("saas-web"))
        loop = asyncio.get_running_loop()
        before = loop.time()
        await threads.finish(0.1)
        assert loop.time() - before < 5
        assert not asked[0].done()
        gate.set()
        await threads.finish(5)
        assert await asyncio.gather(*asked[:2]) == [True, True]

    asyncio.run(stopped())


def _keys(world: Any, count: int) -> list[str]:
    create, acme = world.application.access.api_keys.create, world.told.acme
    named = {"by": acme.owner, "tenant_id": acme.tenant_id, "scopes": ["people.manage"]}
    return [str(create(**named, name=f"P{each}").key) for each in range(count)]


def test_every_valid_key_passes_after_a_restart(in_memory: Worlds) -> None:
    """A hundred of them, from one address, none of which was seen before; strangers keep their limit besides."""
    with in_memory.fresh() as world:
        keys = _keys(world, 100)
        api = Api.over(world, Manners(stranger_rate=Rate(60, 60)), ticks=Ticks())
        assert [api("GET", "/v1/me", key).status for key in keys] == [200] * 100
        assert [api("GET", "/v1/terms").status for _ in range(61)] == [200] * 60 + [429]
        again = Api.over(world, Manners(stranger_rate=Rate(10, 60)), ticks=Ticks())

        async def at_once(some: list[str]) -> list[int]:
            return [each.status for each in await asyncio.gather(*(again.ask("GET", "/v1/me", key) for key in some))]

        # No more at once than may wait in one line, however long the machine takes for each.
        assert [asyncio.run(at_once(keys[first : first + 50])) for first in (0, 50)] == [[200] * 50] * 2


def test_a_key_not_seen_yet_passes_after_many_wrong_ones(in_memory: Worlds) -> None:
    """Wrong ones are told to wait, well formed or not; so is whoever holds the token of the metrics never."""
    with in_memory.fresh() as world:
        token = "t" * 20
        api = Api.over(world, Manners(stranger_rate=Rate(60, 60), metrics_token=token), ticks=Ticks())
        acme = world.told.acme
        wrong = [f"{acme.key[: -1 - len(str(each))]}{each}x" for each in range(80)]
        assert [api("GET", "/v1/me", each).status for each in wrong] == [401] * 60 + [429] * 20
        for key in (acme.key, world.told.bolt.key, key_of(world, acme.clerk), token):
            assert api("GET", "/metrics" if key == token else "/v1/me", key).status == 200
        assert api("GET", "/v1/me", "no key at all").status == 429
        assert api("GET", "/v1/me", acme.key).headers["ratelimit-policy"].startswith('"key"')


def test_guessing_costs_a_thread_at_most_and_nobody_elses(
    in_memory: Worlds, monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """Over the limit of strangers, keys are looked up one after the other, the same once, what is none never."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, stranger_rate=Rate(1, 3600), timeout=5), ticks=Ticks())
        key, looked = world.told.acme.key, []
        assert api("GET", "/v1/terms").status == 200
        sign_in = type(world.application).sign_in

        def slow(application: Any, given: str) -> Any:
            looked.append(given)
            gate.wait(10)
            return sign_in(application, given)

        monkeypatch.setattr(type(world.application), "sign_in", slow)

        async def guessed() -> list[int]:
            wrong = [f"{key[:-4]}{each:04}" for each in range(300)]
            asked = [asyncio.create_task(api.ask("GET", "/v1/me", each)) for each in (*wrong, "usr_x", "bearer")]
            await _until(looked)
            await asyncio.sleep(0.05)
            assert len(looked) == 1
            gate.set()
            return [each.status for each in await asyncio.gather(*asked)]

        assert set(asyncio.run(guessed())) == {429}
        tried = len(looked)
        assert tried < 300
        assert api("GET", "/v1/me", looked[0]).status == 429
        assert len(looked) == tried
        assert api("GET", "/v1/me", key).status == 200


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Idempotency-Key", "If-Match", "Content-Type", "Content-Length", "X-Request-Id", "Origin"],
)
def test_a_header_that_comes_twice_is_refused_by_its_name(api: Api, name: str) -> None:
    """Also if both say the same: which one counts would depend on who reads them."""
    key, before = api.world.told.acme.key, api.world.marks()
    given = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    more = (name, given.get(name, "2"))
    if name not in given:
        given[name] = "2"
    answer = asyncio.run(_sent(api, "/v1/roles", [*given.items(), more], b'{"name": "R", "permissions": []}'))
    assert (answer.status, answer.code, answer.field) == (400, "HEADER_INVALID", name)
    assert api.world.marks() == before


@pytest.mark.parametrize("name", ["Stripe-Signature", "X-Gauge-Signature", "X-Amz-Sns-Message-Type"])
def test_a_signature_that_comes_twice_is_refused_by_its_name(api: Api, name: str) -> None:
    """Before anything is verified, at any provider's endpoint."""
    answer = asyncio.run(_sent(api, "/webhooks/stripe", [(name, "t=1,v1=aa"), (name, "t=1,v1=bb")], b"{}"))
    assert (answer.status, answer.code, answer.field) == (400, "HEADER_INVALID", name)


def test_a_list_on_several_lines_is_one_list(api: Api) -> None:
    """As of the ETags that a caller has, and of the proxies that a request came through."""
    key = api.world.told.acme.key
    first = api("GET", "/v1/me", key)
    headers = [("Authorization", f"Bearer {key}"), ("If-None-Match", '"a"'), ("If-None-Match", first.headers["etag"])]
    forwarded = [("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "192.0.2.2")]
    assert asyncio.run(_sent(api, "/v1/me", [*headers, *forwarded], b"", "GET")).status == 304


async def _sent(api: Api, path: str, headers: list[tuple[str, str]], body: bytes, method: str = "POST") -> Answer:
    """Send headers as they are, some of them several times."""

    async def chunks() -> Any:
        yield body

    class Several(dict[str, str]):
        def items(self) -> Any:
            return [("host", "api.example"), *((name.lower(), value) for name, value in headers)]

    return await api._sent(method, path, Several(), chunks())


def test_an_idempotency_key_is_the_callers_over_http(api: Api) -> None:
    """A program of the same person, which sends the same key and body, is not told of the person's record."""
    acme, again = api.world.told.acme, {"Idempotency-Key": "order-17"}
    made = api("POST", "/v1/api-keys", acme.key, {"name": "P", "scopes": ["roles.manage"]}).json["key"]
    body = {"name": "Clerks of order", "permissions": []}
    first = api("POST", "/v1/roles", acme.key, body, headers=again)
    assert (first.status, api("POST", "/v1/roles", acme.key, body, headers=again).json) == (201, first.json)
    other = api("POST", "/v1/roles", made, body, headers=again)
    assert (other.status, other.code) == (409, "NAME_TAKEN")


STARS = "*" * 196


def test_what_no_action_can_be_named_is_refused_by_its_place(api: Api) -> None:
    """Before it is compared with anything, alone and in bulk."""
    key = api.world.told.acme.key
    for name in (STARS, "a.*.b", "a*b.c", "a?.b", "x" * 201):
        answer = api("POST", "/v1/decisions", key, {"action": name})
        assert (answer.status, answer.field) == (400, "action"), name
        answer = api("POST", "/v1/decisions/bulk", key, {"questions": [{"action": "a.b"}, {"action": name}]})
        assert (answer.status, answer.field) == (400, "questions[1].action"), name
        answer = api("POST", "/v1/decisions/bulk", key, {"questions": [{"action": "a.b", "also": ["a.b", name]}]})
        assert (answer.status, answer.field) == (400, "questions[0].also[1]"), name
    assert api("POST", "/v1/decisions", key, {"action": "server.*"}).json["verdict"] == "DENIED"


def test_what_one_request_may_ask_is_bounded(api: Api) -> None:
    """In bytes, questions, further actions, users, and wishes that are recorded."""
    key = api.world.told.acme.key
    before = api.world.marks()

    def refused(path: str, body: Any) -> tuple[int, str]:
        answer = api("POST", path, key, body)
        return answer.status, answer.field or answer.code

    bulk, many = "/v1/decisions/bulk", [{"action": "license.read"}]
    assert refused("/v1/decisions", {"action": "a.b", "also": ["a.b"] * 21}) == (400, "also")
    assert refused(bulk, {"questions": [{"action": "a.b", "also": ["c.d"] * 20}] * 100}) == (400, "questions")
    users = [{**many[0], "user_id": f"00000000-0000-0000-0000-{each:012}"} for each in range(101)]
    assert refused(bulk, {"questions": users}) == (400, "questions")
    assert refused(bulk, {"questions": [{"action": f"server.x{each}"} for each in range(21)]}) == (400, "questions")
    assert refused(bulk, {"questions": many * 1001}) == (400, "questions")
    assert refused(bulk, {"questions": [{"action": "a." + "b" * 190}] * 1000 + [{"action": "a" * 100_000}]})[0] == 413
    assert refused("/v1/roles", {"name": "R", "permissions": ["a." + "b" * 80] * 900}) == (413, "BODY_TOO_LARGE")
    assert api.world.marks() == before
    assert len(api("POST", bulk, key, {"questions": many * 1000}).json["decisions"]) == 1000


def test_a_bulk_request_counts_as_many(in_memory: Worlds) -> None:
    """So that a limit of requests is a limit of work; what is owed comes back with time."""
    ticks = Ticks()
    with in_memory.fresh() as world:
        api = Api.over(world, Manners(rate=Rate(20, 20), stranger_rate=Rate(9, 9)), ticks=ticks)
        key = world.told.acme.key
        api("GET", "/v1/me", key)
        body = {"questions": [{"action": "license.read"}] * 1000}
        # Each takes eleven of twenty.
        assert [api("POST", "/v1/decisions/bulk", key, body).status for _ in range(3)] == [200, 200, 429]
        ticks.at += 5
        assert api("GET", "/v1/me", key).status == 200
        assert api("GET", "/v1/me", world.told.bolt.key).status == 200
