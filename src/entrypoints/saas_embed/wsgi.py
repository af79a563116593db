"""The guard before a WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from types import TracebackType
from typing import Any, TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Decision
from saas_embed.callers import Caller, CallerUnknown, Known, acting_as, caller_of
from saas_embed.guard import DECISIONS, Guard
from saas_embed.problems import Problem
from saas_embed.routes import Matched

Who: TypeAlias = Callable[[WSGIEnvironment], Known | None]
_Fault: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class WsgiGuard:
    """Asks the gate about every request before the application sees it.

    `who` gives the caller of an environment from a credential it checked, or None. A SaasError that the application
    raises when it is called, before it begins to answer, becomes a problem too; most frameworks keep errors to
    themselves, and give them to a handler that calls `problem_of`.
    """

    def __init__(self, app: WSGIApplication, *, guard: Guard, who: Who) -> None:
        """Stand before an application."""
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
            return _refuse(self._guard.problem(fault), environ, start_response)
        problem = self._guard.refusal(decisions)
        if problem is not None:
            return _refuse(problem, environ, start_response)
        environ[DECISIONS] = decisions
        with acting_as(caller):
            return self._pass_on(environ, start_response)

    def _asked(self, rules: tuple[Matched, ...], environ: WSGIEnvironment) -> tuple[Caller, tuple[Decision, ...]]:
        known = self._who(environ)
        if known is None:
            raise CallerUnknown
        caller = caller_of(known)
        return caller, tuple(map(self._guard.gate.check, self._guard.questions(rules, caller)))

    def _pass_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered = False

        def answering(
            status: str, headers: list[tuple[str, str]], fault: _Fault | None = None, /
        ) -> Callable[[bytes], Any]:
            nonlocal answered
            answered = True
            return start_response(status, headers, fault)

        try:
            return self._app(environ, answering)
        except SaasError as fault:
            if answered:
                raise
            return _refuse(self._guard.problem(fault), environ, start_response)


def _path(environ: WSGIEnvironment) -> str:
    """Give the path as text: servers hand its bytes on as Latin-1, and mean UTF-8."""
    raw = str(environ.get("PATH_INFO") or "/")
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""


def _refuse(problem: Problem, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{problem.status} {HTTPStatus(problem.status).phrase}", list(problem.all_headers.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [problem.body]
