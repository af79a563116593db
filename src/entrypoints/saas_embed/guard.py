"""The guard: what is asked about a request before its handler, the same for every kind of server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from attrs import evolve, field, frozen

from saas_core.kernel.errors import InvalidValue, SaasError, StoreFault
from saas_core.kernel.ids import DepartmentId
from saas_core.policy.decision import About, Decision, Question
from saas_core.policy.reasons import Remedy
from saas_embed.callers import Caller
from saas_embed.problems import UNKNOWN, Problem, problem_of, refusal, undecided, unruled
from saas_embed.routes import WEBSOCKET, Matched, Routes

DECISIONS = "saas_core.decisions"
"""Where a handler finds the decisions its request was allowed by: in the ASGI scope, or the WSGI environment."""


class Checking(Protocol):
    """Answers questions, as the gate does."""

    def peek(self, question: Question) -> Decision | None:
        """Answer from memory alone, or None."""
        ...

    def check(self, question: Question) -> Decision:
        """Answer, asking the store where it must."""
        ...


@frozen(kw_only=True)
class Guard:
    """The gate over the routes of a service.

    `links` say where a remedy is found, as in `{Remedy.RENEW: "/billing"}`; `challenge` is the scheme that a caller who
    is not known is told to sign in by. Share one among all threads and tasks.
    """

    gate: Checking
    routes: Routes = field(converter=Routes)
    links: Mapping[Remedy, str] = field(factory=dict)
    challenge: str = "Bearer"

    def rules(self, method: str | None, path: str) -> tuple[Matched, ...] | Problem:
        """Give the rules that a request must satisfy, empty for an open route; a Problem when none names it.

        The method is None for the opening of a WebSocket.
        """
        matched = self.routes.opening(path) if method is None else self.routes.matching(method, path)
        if not matched:
            return unruled(method or WEBSOCKET, path)
        return tuple(each for each in matched if each.route.action is not None)

    def questions(self, rules: Iterable[Matched], caller: Caller) -> tuple[Question, ...]:
        """Give what is asked about a request; raises InvalidValue for a department or a thing that is not an id."""
        return tuple(
            Question(
                caller.tenant_id, caller.by, each.route.action, department_id=_department(each), about=_about(each)
            )
            for each in rules
            if each.route.action is not None
        )

    def unasked(self, fault: SaasError) -> Problem:
        """Give the problem that an error is which came before any handler was called."""
        return undecided(fault) if isinstance(fault, StoreFault) else self.problem(fault)

    def problem(self, fault: SaasError) -> Problem:
        """Give the problem that an error is, with the scheme to sign in by where that is what is missing.

        Of an error that a handler raised it is not known how far the handler came.
        """
        problem = problem_of(fault, self.links)
        return evolve(problem, headers={"WWW-Authenticate": self.challenge}) if problem.status == UNKNOWN else problem

    def refusal(self, decisions: Iterable[Decision]) -> Problem | None:
        """Give the problem of the first decision that does not allow, None when all do."""
        blocking = next((each for each in decisions if not each.allowed), None)
        return None if blocking is None else refusal(blocking, self.links)


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
