"""A decorator for functions that are called only if the gate allows it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from saas_core.kernel.ids import DepartmentId
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, AboutKind, Decision, Question, Refused
from saas_embed.callers import current_caller
from saas_embed.guard import Checking

P = ParamSpec("P")
R = TypeVar("R")


def requires(
    action: str,
    *,
    gate: Checking,
    department: str | None = None,
    about: tuple[AboutKind, str] | None = None,
    amount: str | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that calls a function only if the current caller may do the action.

    `department` names the argument that holds the id of the department asked about, or None; `about` a kind of thing
    and the argument that holds its id, or None; `amount` the argument that holds the Money to be approved, or None. A
    coroutine function waits for the store in a thread. The function raises Refused unless it is allowed, CallerUnknown,
    and whatever `gate.check` raises. Raises TypeError for an asynchronous generator, which cannot be checked when it is
    called, and for a missing argument.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        for name in (department, None if about is None else about[1], amount):
            if name is not None and name not in signature.parameters:
                message = f"{function.__qualname__} has no argument {name!r}."
                raise TypeError(message)
        if inspect.isasyncgenfunction(function):
            message = f"{function.__qualname__} is an asynchronous generator; decorate the function that calls it."
            raise TypeError(message)

        def question(*args: P.args, **kwargs: P.kwargs) -> Question:
            caller = current_caller()
            if department is None and about is None and amount is None:
                return Question(caller.tenant_id, caller.by, action)
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            place = None if department is None else cast("UUID | None", bound.arguments[department])
            thing = None if about is None else cast("UUID | None", bound.arguments[about[1]])
            return Question(
                caller.tenant_id,
                caller.by,
                action,
                department_id=None if place is None else DepartmentId(place),
                about=None if about is None or thing is None else About(about[0], thing),
                amount=None if amount is None else cast("Money | None", bound.arguments[amount]),
            )

        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def waiting(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - what the function gives
                asked = question(*args, **kwargs)
                known = gate.peek(asked)
                _require(await asyncio.to_thread(gate.check, asked) if known is None else known)
                return await function(*args, **kwargs)

            return cast("Callable[P, R]", waiting)

        @wraps(function)
        def calling(*args: P.args, **kwargs: P.kwargs) -> R:
            _require(gate.check(question(*args, **kwargs)))
            return function(*args, **kwargs)

        return calling

    return decorate


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise Refused(decision)
