"""The guard of a WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import Context, copy_context
from http import HTTPStatus
from itertools import chain, islice
from types import TracebackType
from typing import Any, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Decision
from saas_embed.callers import Caller, CallerUnknown, Known, acting_as, caller_of
from saas_embed.guard import CALLER, DECISIONS, Guard, signing_in
from saas_embed.problems import Problem
from saas_embed.routes import Matched

Who: TypeAlias = Callable[[WSGIEnvironment], Known | None]
_Fault: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class WsgiGuard:
    """Asks the gate about every request before the application sees it.

    `who` returns the caller of an environment from a credential it has verified, or None; the caller stays current
    until the last part of a streamed answer. A SaasError that the application raises before it starts to answer also
    becomes a problem; most frameworks catch errors themselves, so register an error handler that calls `guard.problem`.
    """

    def __init__(self, app: WSGIApplication, *, guard: Guard, who: Who) -> None:
        """Wrap an application."""
        self._app = app
        self._guard = guard
        self._who = who

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let a request through, or answer it with a problem."""
        rules = self._guard.rules(environ["REQUEST_METHOD"], _path(environ))
        if isinstance(rules, Problem):
            return _refuse(rules, environ, start_response)
        if not rules:
            return self._pass_on(environ, start_response)
        try:
            caller, decisions = self._asked(rules, environ)
        except SaasError as fault:
            return _refuse(self._guard.unasked(fault), environ, start_response)
        problem = self._guard.refusal(decisions)
        if problem is not None:
            return _refuse(problem, environ, start_response)
        environ[DECISIONS], environ[CALLER] = decisions, caller
        with acting_as(caller):
            within = copy_context()
        return within.run(self._pass_on, environ, start_response, within)

    def _asked(self, rules: tuple[Matched, ...], environ: WSGIEnvironment) -> tuple[Caller, tuple[Decision, ...]]:
        with signing_in():
            known = self._who(environ)
        if known is None:
            raise CallerUnknown
        caller = caller_of(known)
        return caller, tuple(map(self._guard.gate.check, self._guard.questions(rules, caller)))

    def _pass_on(
        self, environ: WSGIEnvironment, start_response: StartResponse, within: Context | None = None
    ) -> Iterable[bytes]:
        answered = False

        def answering(
            status: str, headers: list[tuple[str, str]], fault: _Fault | None = None, /
        ) -> Callable[[bytes], Any]:
            nonlocal answered
            answered = True
            return start_response(status, headers, fault)

        body: Iterable[bytes] = ()
        try:
            body = self._app(environ, answering)
            if answered and (within is None or isinstance(body, list | tuple)):
                return body
            parts = iter(body)
            # A generator application starts to answer only when its first part is requested.
            first = () if answered else tuple(islice(parts, 1))
        except SaasError as fault:
            _close(body)
            if answered:
                raise
            return _refuse(self._guard.problem(fault), environ, start_response)
        return _Streamed(body, chain(first, parts), within or copy_context())


class _Streamed:
    """The rest of an answer, produced for the same caller as its start."""

    def __init__(self, body: Iterable[bytes], parts: Iterator[bytes], within: Context) -> None:
        self._body = body
        self._parts = parts
        self._within = within

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return self._within.run(next, self._parts)

    def close(self) -> None:
        self._within.run(_close, self._body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _path(environ: WSGIEnvironment) -> str:
    """Return the path as text; servers pass its UTF-8 bytes as Latin-1."""
    raw = str(environ.get("PATH_INFO") or "/")
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""


def _refuse(problem: Problem, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{problem.status} {HTTPStatus(problem.status).phrase}", list(problem.all_headers.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [problem.body]
