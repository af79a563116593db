"""The guard of an ASGI application; it never blocks the event loop on the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from inspect import isawaitable
from typing import Any, TypeAlias

from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Decision, Question
from saas_embed.callers import Caller, CallerUnknown, Known, acting_as, caller_of
from saas_embed.guard import CALLER, DECISIONS, Guard, signing_in
from saas_embed.problems import Problem
from saas_embed.routes import Matched

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Who: TypeAlias = Callable[[Scope], Known | Awaitable[Known | None] | None]

_POLICY_VIOLATION = 1008
_DENIAL = "websocket.http.response"


class AsgiGuard:
    """Asks the gate about every HTTP request and WebSocket before the application sees it.

    `who` returns the caller of a scope from a credential it has verified, or None; it may be a coroutine function, and
    must not block otherwise. A SaasError that the application raises before it answers also becomes a problem.
    """

    def __init__(self, app: App, *, guard: Guard, who: Who) -> None:
        """Wrap an application."""
        self._app = app
        self._guard = guard
        self._who = who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a problem; raises ValueError for an unknown scope type."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] not in {"http", "websocket"}:
            message = f"no rule can match a scope of type {scope['type']!r}."
            raise ValueError(message)
        method = str(scope["method"]) if scope["type"] == "http" else None
        rules = self._guard.rules(method, _path(scope))
        if isinstance(rules, Problem):
            await _refuse(rules, scope, receive, send)
        elif not rules:
            await self._pass_on(scope, receive, send)
        else:
            await self._ask(rules, scope, receive, send)

    async def _ask(self, rules: tuple[Matched, ...], scope: Scope, receive: Receive, send: Send) -> None:
        try:
            caller = await self._caller(scope)
            decisions = tuple([await self._decision(each) for each in self._guard.questions(rules, caller)])
        except SaasError as fault:
            await _refuse(self._guard.unasked(fault), scope, receive, send)
            return
        problem = self._guard.refusal(decisions)
        if problem is not None:
            await _refuse(problem, scope, receive, send)
            return
        scope[DECISIONS], scope[CALLER] = decisions, caller
        with acting_as(caller):
            await self._pass_on(scope, receive, send)

    async def _caller(self, scope: Scope) -> Caller:
        with signing_in():
            known = self._who(scope)
            if isawaitable(known):
                known = await known
        if known is None:
            raise CallerUnknown
        return caller_of(known)

    async def _decision(self, question: Question) -> Decision:
        gate = self._guard.gate
        known = gate.peek(question)
        return await asyncio.to_thread(gate.check, question) if known is None else known

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        heard = answered = False

        async def hearing() -> Message:
            nonlocal heard
            heard = True
            return await receive()

        async def answering(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, hearing, answering)
        except SaasError as fault:
            if answered:
                raise
            await _refuse(self._guard.problem(fault), scope, None if heard else receive, send)


def _path(scope: Scope) -> str:
    """Return the path as the application's own routes see it, without the mount point.

    Some servers already strip the mount point from the path. If it occurs anywhere but at the start, frameworks differ
    in reading the path, and it matches no rule.
    """
    path, mount = str(scope["path"]), str(scope.get("root_path") or "").rstrip("/")
    if not mount or mount not in path:
        return path
    if path == mount:
        return "/"
    below = path.removeprefix(mount)
    return below if below.startswith("/") and below != path and mount not in below else ""


async def _refuse(problem: Problem, scope: Scope, receive: Receive | None, send: Send) -> None:
    """Answer with a problem; for a WebSocket whose opening was not yet `received`, receive it first."""
    start, body = "http.response.start", "http.response.body"
    if scope["type"] == "websocket":
        if receive is not None:
            await receive()
        if _DENIAL not in (scope.get("extensions") or {}):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": problem.code})
            return
        start, body = f"{_DENIAL}.start", f"{_DENIAL}.body"
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in problem.all_headers.items()]
    await send({"type": start, "status": problem.status, "headers": headers})
    await send({"type": body, "body": b"" if scope.get("method") == "HEAD" else problem.body})
