"""The guard: the questions about a request before its handler, the same for every kind of server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from attrs import evolve, field, frozen

from saas_core.access.errors import KeyUnknown
from saas_core.kernel.errors import InvalidValue, SaasError, StoreFault
from saas_core.kernel.ids import DepartmentId
from saas_core.policy.decision import About, Decision, Question
from saas_core.policy.reasons import Remedy
from saas_embed.callers import Caller, KeyRefused
from saas_embed.frameworks import served_by_a_framework
from saas_embed.problems import UNKNOWN, Problem, problem_of, refusal, undecided, unruled
from saas_embed.routes import WEBSOCKET, Matched, Routes

DECISIONS = "saas_core.decisions"
"""The key of the decisions that allowed a request, in the ASGI scope or the WSGI environment."""
CALLER = "saas_core.caller"
"""The key of the caller whose request was allowed, in the same places."""


class Checking(Protocol):
    """The gate's interface for answering questions."""

    def peek(self, question: Question) -> Decision | None:
        """Answer from memory alone, or None."""
        ...

    def check(self, question: Question) -> Decision:
        """Answer, reading the store if necessary."""
        ...


@frozen(kw_only=True)
class Guard:
    """The gate applied to the routes of a service.

    `links` give the URLs of remedies, as in `{Remedy.RENEW: "/billing"}`; `challenge` is the authentication scheme
    offered to an unknown caller. Share one guard among all threads and tasks.
    """

    gate: Checking
    routes: Routes = field(converter=Routes)
    links: Mapping[Remedy, str] = field(factory=dict)
    challenge: str = "Bearer"

    def rules(self, method: str | None, path: str) -> tuple[Matched, ...] | Problem:
        """Return the rules that a request must satisfy, empty for an open route; a Problem if no rule names it.

        The method is None for the opening of a WebSocket.
        """
        matched = self.routes.opening(path) if method is None else self.routes.matching(method, path)
        if not matched:
            return unruled(method or WEBSOCKET, path, framework=served_by_a_framework(path))
        return tuple(each for each in matched if each.route.action is not None)

    def questions(self, rules: Iterable[Matched], caller: Caller) -> tuple[Question, ...]:
        """Return the questions about a request; raises InvalidValue for a department or a thing that is not an id."""
        return tuple(
            Question(
                caller.tenant_id, caller.by, each.route.action, department_id=_department(each), about=_about(each)
            )
            for each in rules
            if each.route.action is not None
        )

    def unasked(self, fault: SaasError) -> Problem:
        """Return the problem of an error raised before any handler was called."""
        return undecided(fault) if isinstance(fault, StoreFault) else self.problem(fault)

    def problem(self, fault: SaasError) -> Problem:
        """Return the problem of an error, with the authentication scheme if the caller is unknown.

        If a handler raised the error, its work may be partly done.
        """
        problem = problem_of(fault, self.links)
        if problem.status != UNKNOWN:
            return problem
        wrong = ' error="invalid_token"' if isinstance(fault, KeyRefused) and self.challenge == "Bearer" else ""
        return evolve(problem, headers={"WWW-Authenticate": f"{self.challenge}{wrong}"})

    def refusal(self, decisions: Iterable[Decision]) -> Problem | None:
        """Return the problem of the first decision that is not ALLOWED, or None."""
        blocking = next((each for each in decisions if not each.allowed), None)
        return None if blocking is None else refusal(blocking, self.links)


@contextmanager
def signing_in() -> Iterator[None]:
    """Have a key that signs nobody in refused as an unknown caller, also where a host looks it up itself."""
    try:
        yield
    except KeyUnknown:
        raise KeyRefused from None


def _department(matched: Matched) -> DepartmentId | None:
    if matched.route.department is None:
        return None
    return DepartmentId(_id(matched, matched.route.department, "department"))


def _about(matched: Matched) -> About | None:
    if matched.route.about is None:
        return None
    kind, parameter = matched.route.about
    return About(kind, _id(matched, parameter, kind.value))


def _id(matched: Matched, parameter: str, what: str) -> UUID:
    try:
        return UUID(matched.parameters[parameter])
    except ValueError:
        message = "is not an id."
        raise InvalidValue(message, field=parameter, remedy=f"Give the id of the {what}.") from None
