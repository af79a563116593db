"""Behavior specific to async hosts: a loop that never blocks, WebSockets, mounts, separate callers."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_embed import AsgiGuard, Guard, Route, current_caller

Anything = Any


def _scope(path: str = "/invoices", **given: Any) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": path, "headers": [], **given}


async def _heard(app: Any, scope: dict[str, Any], *received: dict[str, Any]) -> list[dict[str, Any]]:
    """Call an application with what it receives, and give what it sent."""
    sent: list[dict[str, Any]] = []
    waiting = list(received)

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


async def _ok(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(current_caller().by.user_id).encode()})


def _body(sent: list[dict[str, Any]]) -> Any:
    return json.loads(sent[1]["body"])


def test_the_loop_goes_on_while_the_store_is_asked(world: Anything) -> None:
    """A store that does not answer holds up the request that needs it, and no other task."""
    gate, answer = world.application.gate, threading.Event()

    async def both() -> list[dict[str, Any]]:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()

        class Slow:
            def peek(self, question: Any) -> Any:
                return None

            def check(self, question: Any) -> Any:
                loop.call_soon_threadsafe(asked.set)
                # Were the loop held up, nobody would let the store answer.
                assert answer.wait(10)
                return gate.check(question)

        guard = Guard(gate=Slow(), routes=[Route("GET", "/invoices", "invoices.view")])
        request = asyncio.create_task(_heard(AsgiGuard(_ok, guard=guard, who=lambda _scope: world.clerk), _scope()))
        await asked.wait()
        answer.set()
        return await request

    assert asyncio.run(both())[0]["status"] == 200


def test_a_person_met_before_is_answered_without_a_thread(world: Anything, monkeypatch: pytest.MonkeyPatch) -> None:
    """From memory, in the loop itself."""
    app = AsgiGuard(_ok, guard=world.guard, who=lambda _scope: world.clerk)
    assert asyncio.run(_heard(app, _scope()))[0]["status"] == 200

    def never(*_args: Any) -> Any:
        pytest.fail("a thread was asked")

    monkeypatch.setattr(asyncio, "to_thread", never)
    assert asyncio.run(_heard(app, _scope()))[0]["status"] == 200


def test_who_calls_may_be_found_out_by_a_coroutine(world: Anything) -> None:
    """As where a session is looked up in a store of its own."""

    async def who(_scope: Any) -> Any:
        await asyncio.sleep(0)
        return world.clerk

    async def nobody(_scope: Any) -> Any:
        return None

    for asked, status in ((who, 200), (nobody, 401)):
        app = AsgiGuard(_ok, guard=world.guard, who=asked)
        assert asyncio.run(_heard(app, _scope()))[0]["status"] == status


def test_callers_of_requests_at_once_do_not_meet(world: Anything) -> None:
    """Each handler sees its own, whatever the order in which they go on."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(scope["wait"])
        await _ok(scope, receive, send)

    people = [world.owner, world.clerk]
    app = AsgiGuard(slow, guard=world.guard, who=lambda scope: people[scope["person"]])

    async def all_of_them() -> list[bytes]:
        scopes = [_scope(person=number % 2, wait=0.02 - number * 0.002) for number in range(10)]
        return [sent[1]["body"] for sent in await asyncio.gather(*(_heard(app, each) for each in scopes))]

    expected = [str(people[number % 2].user_id).encode() for number in range(10)]
    assert asyncio.run(all_of_them()) == expected


def test_a_websocket_is_refused_before_it_opens(world: Anything) -> None:
    """By closing it with the reason, or with the whole problem where the server can send one."""
    app = AsgiGuard(_ok, guard=world.guard, who=lambda _scope: world.clerk)
    world.lapse()
    scope = {"type": "websocket", "path": "/updates", "headers": []}
    opening = {"type": "websocket.connect"}
    assert asyncio.run(_heard(app, scope, opening)) == [
        {"type": "websocket.close", "code": 1008, "reason": "LICENSE_EXPIRED"}
    ]
    able = {**scope, "extensions": {"websocket.http.response": {}}}
    start, body = asyncio.run(_heard(app, able, opening))
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 402)
    assert body["type"] == "websocket.http.response.body"
    assert json.loads(body["body"])["code"] == "LICENSE_EXPIRED"


def test_a_websocket_that_may_be_opened_reaches_the_application(world: Anything) -> None:
    """With its opening still to be received."""

    async def accepting(_scope: Any, receive: Any, send: Any) -> None:
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})

    app = AsgiGuard(accepting, guard=world.guard, who=lambda _scope: world.clerk)
    scope = {"type": "websocket", "path": "/updates", "headers": []}
    assert asyncio.run(_heard(app, scope, {"type": "websocket.connect"})) == [{"type": "websocket.accept"}]


@pytest.mark.parametrize("listened", [True, False])
def test_a_websocket_refused_by_its_handler_is_closed(world: Anything, listened: bool) -> None:
    """Whether the handler received the opening or not."""

    async def refusing(_scope: Any, receive: Any, _send: Any) -> None:
        if listened:
            await receive()
        message = "is no room."
        raise InvalidValue(message, field="room")

    app = AsgiGuard(refusing, guard=world.guard, who=lambda _scope: world.clerk)
    scope = {"type": "websocket", "path": "/updates", "headers": []}
    (sent,) = asyncio.run(_heard(app, scope, {"type": "websocket.connect"}))
    assert (sent["type"], sent["reason"]) == ("websocket.close", "INVALID_VALUE")


@pytest.mark.parametrize(
    ("root_path", "path", "status"),
    [
        ("/api", "/api/invoices", 200),
        ("/api", "/invoices", 200),
        ("/api", "/apinvoices", 403),
        ("/api/", "/api/invoices", 200),
        ("/inv", "/invoices", 403),
        ("/api", "/invoices/api/invoices", 403),
        ("/api", "/api/api/invoices", 403),
        ("/invoices", "/invoices", 403),
        ("", "/api/invoices", 403),
    ],
)
def test_routes_are_read_below_the_mount(world: Anything, root_path: str, path: str, status: int) -> None:
    """As the application's own routes are."""
    app = AsgiGuard(_ok, guard=world.guard, who=lambda _scope: world.clerk)
    assert asyncio.run(_heard(app, _scope(path, root_path=root_path)))[0]["status"] == status


def test_the_handler_finds_the_decision_in_the_scope(world: Anything) -> None:
    """To say until when it holds, or through which role."""
    seen = []

    async def looking(scope: Any, receive: Any, send: Any) -> None:
        seen.extend(scope["saas_core.decisions"])
        await _ok(scope, receive, send)

    asyncio.run(_heard(AsgiGuard(looking, guard=world.guard, who=lambda _scope: world.clerk), _scope()))
    assert [(each.question.action, each.allowed) for each in seen] == [("invoices.view", True)]


def test_an_error_after_the_answer_began_is_the_servers_to_tell(world: Anything) -> None:
    """A second answer would be worse than none; errors that are not ours are never touched."""
    fault, foreign = InvalidValue("is wrong.", field="x"), KeyError("not ours")

    async def late(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise fault

    async def other(_scope: Any, _receive: Any, _send: Any) -> None:
        raise foreign

    for app, kind in ((late, InvalidValue), (other, KeyError)):
        with pytest.raises(kind):
            asyncio.run(_heard(AsgiGuard(app, guard=world.guard, who=lambda _scope: world.clerk), _scope()))


def test_start_and_stop_of_the_server_pass_by(world: Anything) -> None:
    """They are no requests."""
    seen = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(_heard(AsgiGuard(app, guard=world.guard, who=lambda _scope: None), {"type": "lifespan"}))
    assert seen == ["lifespan"]


def test_a_scope_that_is_no_kind_of_request_reaches_nobody(world: Anything) -> None:
    """A request that no rule can name must not pass unchecked."""

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        pytest.fail("the application was called")

    with pytest.raises(ValueError, match="webtransport"):
        asyncio.run(_heard(AsgiGuard(app, guard=world.guard, who=lambda _scope: world.owner), {"type": "webtransport"}))


def test_a_method_named_like_a_websocket_is_refused(world: Anything) -> None:
    """The rules of openings are for openings alone."""
    app = AsgiGuard(_ok, guard=world.guard, who=lambda _scope: world.clerk)
    sent = asyncio.run(_heard(app, _scope("/updates", method="WEBSOCKET")))
    assert (sent[0]["status"], _body(sent)["code"]) == (403, "ROUTE_UNRULED")


def test_the_mount_itself_is_its_first_page(world: Anything) -> None:
    """As frameworks read it."""
    guard = Guard(gate=world.application.gate, routes=[Route("GET", "/", "invoices.view")])
    app = AsgiGuard(_ok, guard=guard, who=lambda _scope: world.clerk)
    assert asyncio.run(_heard(app, _scope("/api", root_path="/api")))[0]["status"] == 200


def test_a_store_that_fails_a_handler_is_not_told_as_if_nothing_had_been_done(world: Anything) -> None:
    """Before the handler nothing was begun; within it nobody knows."""

    async def failing(_scope: Any, _receive: Any, _send: Any) -> None:
        message = "gone"
        raise StoreUnavailable(message)

    class Away:
        def peek(self, _question: Any) -> Any:
            message = "gone"
            raise StoreUnavailable(message)

        check = peek

    rules = [Route("GET", "/invoices", "invoices.view")]
    told = [
        _body(asyncio.run(_heard(AsgiGuard(app, guard=guard, who=lambda _scope: world.clerk), _scope())))
        for app, guard in ((failing, world.guard), (_ok, Guard(gate=Away(), routes=rules)))
    ]
    assert ["nothing was changed" in each["detail"] for each in told] == [False, True]
    assert [each["code"] for each in told] == ["STORE_UNAVAILABLE"] * 2
