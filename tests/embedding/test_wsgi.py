"""Behavior specific to WSGI hosts: streamed answers, and errors before and after they begin."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.kernel.errors import Conflict, InvalidValue
from saas_embed import CallerUnknown, Guard, WsgiGuard, current_caller, open_route

Anything = Any


def _called(app: Any, path: str = "/invoices") -> tuple[list[Any], Any]:
    told: list[Any] = []

    def start(status: str, headers: Any, fault: Any = None) -> Any:
        told[:] = [status, dict(headers), fault]
        return lambda _data: None

    return told, app({"REQUEST_METHOD": "GET", "PATH_INFO": path}, start)


def test_an_answer_is_handed_on_as_the_application_gave_it(world: Anything) -> None:
    """Streams stay streams, are read on behalf of the caller, and are closed by the server."""
    closed: list[Any] = []

    class Stream:
        def __iter__(self) -> Any:
            yield b"a"
            yield str(current_caller().by.user_id).encode()

        def close(self) -> None:
            closed.append(current_caller().by)

    stream = Stream()

    def app(environ: Any, start_response: Any) -> Any:
        assert [each.allowed for each in environ["saas_core.decisions"]] == [True]
        assert current_caller().by == world.clerk
        start_response("200 OK", [])
        return stream

    told, body = _called(WsgiGuard(app, guard=world.guard, who=lambda _environ: world.clerk))
    assert told[0] == "200 OK"
    assert list(body) == [b"a", str(world.clerk.user_id).encode()]
    body.close()
    assert closed == [world.clerk]
    with pytest.raises(CallerUnknown):
        current_caller()


def test_an_application_that_answers_when_it_is_read_knows_its_caller(world: Anything) -> None:
    """Many are generators: what they raise before they begin to answer becomes a problem too."""
    fault = Conflict("was approved already.", field="invoice")

    def app(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/license":
            raise fault
        start_response("200 OK", [])
        yield str(current_caller().by.user_id).encode()
        raise fault

    guarded = WsgiGuard(app, guard=world.guard, who=lambda _environ: world.owner)
    told, body = _called(guarded, "/license")
    assert told[0] == "409 Conflict"
    assert b"approved already" in b"".join(body)
    told, body = _called(guarded)
    assert (told[0], next(body)) == ("200 OK", str(world.owner.user_id).encode())
    with pytest.raises(Conflict):
        next(body)
    unasked = Guard(gate=world.application.gate, routes=[open_route("GET", "/license")])
    told, body = _called(WsgiGuard(app, guard=unasked, who=lambda _environ: None), "/license")
    assert told[0] == "409 Conflict"


def test_an_answer_without_parts_stays_empty(world: Anything) -> None:
    """As to a HEAD."""

    def app(_environ: Any, start_response: Any) -> Any:
        start_response("204 No Content", [])
        return iter(())

    told, body = _called(WsgiGuard(app, guard=world.guard, who=lambda _environ: world.clerk))
    assert (told[0], list(body)) == ("204 No Content", [])


def test_an_error_of_ours_before_the_answer_becomes_a_problem(world: Anything) -> None:
    """After it began it is the server's to tell."""
    fault = Conflict("was approved already.", field="invoice")

    def early(_environ: Any, _start_response: Any) -> Any:
        raise fault

    def late(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        raise fault

    told, body = _called(WsgiGuard(early, guard=world.guard, who=lambda _environ: world.clerk))
    assert told[0] == "409 Conflict"
    assert b"approved already" in b"".join(body)
    with pytest.raises(Conflict):
        _called(WsgiGuard(late, guard=world.guard, who=lambda _environ: world.clerk))


def test_an_application_may_replace_its_own_answer(world: Anything) -> None:
    """The error status that replaces the answer reaches the server."""
    fault = (InvalidValue, InvalidValue("x"), None)

    def app(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        start_response("500 Internal Server Error", [], fault)
        return []

    told, _body = _called(WsgiGuard(app, guard=world.guard, who=lambda _environ: world.clerk))
    assert told[0].startswith("500")
    assert told[2] is fault


@pytest.mark.parametrize("path", ["/invoices/\xff", "/invoices/\xc3", "/inv\xc3\xb6ices"])
def test_a_path_that_is_no_utf8_matches_nothing(world: Anything, path: str) -> None:
    """Servers hand bytes on as Latin-1; what they mean must be readable."""
    told, _body = _called(WsgiGuard(lambda *_: [], guard=world.guard, who=lambda _environ: world.clerk), path)
    assert told[0] == "403 Forbidden"
