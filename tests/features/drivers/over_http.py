"""The entrance over HTTP: requests built from the declared endpoints, sent with the key of the actor.

The method and the path of an operation are those that the scenarios promise; what stands in the path, the query and
the body is taken from the endpoint that is declared there, and the answer is read as the view that it declares.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from attrs import define, evolve, field, fields

from api import ENDPOINTS, PLENTY, Answer, Api
from features.drivers.driver import Driver
from features.drivers.entrance import HERE, Operation
from features.drivers.in_process import InProcess
from features.drivers.reading import body, decision_of, read, text
from features.drivers.unsaid import UNSAID
from saas_core.kernel.actors import Actor, ClientUser, Staff, actor_name
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.policy.decision import Question, Refused
from saas_http import http_application
from saas_http.endpoints import Endpoint
from saas_http.parsing.queries import NoQuery

NO_KEY = "somebody without a key"
_WRONG = 400
_REFUSED = frozenset({402, 403})
_LONGEST_NAME = 200
_PAGE = 500
_DECLARED: Mapping[tuple[str, str], Endpoint] = {(each.method, each.path): each for each in ENDPOINTS}


@define
class _Scenario:
    """The running scenario, and the entries of the list that it has needed."""

    number: str = ""
    needed: set[str] = field(factory=set)


@define
class OverHttp:
    """Carries operations out by requests; see `entrance.Entrance`."""

    beside: InProcess
    api: Api
    keys: dict[Actor, str] = field(factory=dict)
    scenario: _Scenario = field(factory=_Scenario)
    key: str | None = None

    def do(self, operation: Operation, by: Actor | None, tenant_id: TenantId | None, **arguments: Any) -> Any:
        question = arguments.pop("question", None)
        if isinstance(question, Question):
            return self._asked(operation, question, arguments)
        endpoint, path = self._routed(operation, by, tenant_id)
        unsaid = self._unsaid(by)
        if unsaid is not None:
            return self._aside(unsaid).do(operation, by, tenant_id, **arguments)
        given = {operation.renamed.get(name, name): value for name, value in arguments.items()}
        return self._sent(endpoint, path, by, {**given, **operation.also})

    def items(
        self, operation: Operation, by: Actor, tenant_id: TenantId, *, last: str, **arguments: Any
    ) -> tuple[Any, ...]:
        endpoint, path = self._routed(operation, by, tenant_id)
        unsaid = self._unsaid(by)
        if unsaid is not None:
            return self._aside(unsaid).items(operation, by, tenant_id, last=last, **arguments)
        page = self._sent(endpoint, path, by, {"limit": _PAGE, **arguments})
        found = [*page.items]
        while page.next is not None:
            page = read(self._answer("GET", page.next, by, None), endpoint.gives)
            found += page.items
        return tuple(found)

    def sign_in(self, key: str) -> Actor:
        me = self._sent(_DECLARED["GET", "/v1/me"], "/v1/me", None, {}, key=key)
        client = None if me.client is None else me.client.tenant_id
        known = [each for each in self.keys if actor_name(each) == me.actor and _tenant(each) == client]
        assert known, f"nobody in this scenario is {me.actor}"
        self.keys[known[0]] = key
        return known[0]

    def know(self, actor: Actor, key: str) -> None:
        self.keys[actor] = key

    def forget(self, user_id: UserId) -> None:
        for actor in [each for each in self.keys if isinstance(each, ClientUser) and each.user_id == user_id]:
            answer = self.api("GET", "/v1/me", self.keys.pop(actor))
            assert answer.code == "KEY_UNKNOWN", f"a key of {actor_name(actor)} still opens the interface"

    def by_key(self, key: str) -> Self:
        return evolve(self, key=key)

    def receive(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> None:
        answer = self.api("POST", f"/webhooks/{endpoint}", headers=headers, raw=body)
        if answer.status >= _WRONG:
            raise _fault(answer)

    def begin(self, scenario: str) -> None:
        self.scenario.number = scenario

    def finish(self) -> None:
        listed = {name for name, each in UNSAID.items() if self.scenario.number in each.scenarios}
        spare = listed - self.scenario.needed
        assert not spare, f"the interface can say it by now: take {self.scenario.number} out of {sorted(spare)}"

    def _aside(self, unsaid: str) -> InProcess:
        """Return what does it instead, in a scenario that is listed for it."""
        assert self.scenario.number in UNSAID[unsaid].scenarios, f"not to be said over HTTP here: {unsaid}"
        self.scenario.needed.add(unsaid)
        return self.beside

    def _unsaid(self, by: Actor | None) -> str | None:
        return NO_KEY if by is not None and by not in self.keys else None

    def _unasked(self, question: Question) -> str | None:
        by = question.by
        if question.tenant_id == PROVIDER:
            return "a question about the provider"
        if isinstance(by, ClientUser) and by.tenant_id != question.tenant_id:
            return "a question about another client"
        if self.key is None and by not in self.keys:
            return NO_KEY
        if not all(1 <= len(each) <= _LONGEST_NAME for each in (question.action, *question.also)):
            return "a name that no action can have"
        return None

    def _asked(self, operation: Operation, question: Question, more: Mapping[str, Any]) -> Any:
        unsaid = self._unasked(question)
        if unsaid is not None:
            return self._aside(unsaid).do(operation, None, None, question=question, **more)
        by = question.by
        asked = {each.name: getattr(question, each.name) for each in fields(Question)}
        asked = {name: each for name, each in asked.items() if name not in {"by", "tenant_id"}}
        if isinstance(by, Staff):
            # Of staff's one route both questions are asked.
            operation = evolve(operation, route=operation.route.removesuffix("/why"))
        endpoint, path = self._routed(operation, by, question.tenant_id)
        return decision_of(question, self._sent(endpoint, path, by, {**asked, **more}))

    def _routed(self, operation: Operation, by: Actor | None, tenant_id: TenantId | None) -> tuple[Endpoint, str]:
        """Return the endpoint declared at the route of an operation, and its path with the client filled in."""
        method, _, path = operation.route.partition(" ")
        here = "/v1" if isinstance(by, ClientUser) else "/v1/staff/tenants/{tenant_id}"
        path = path.replace(HERE, here)
        endpoint = _DECLARED.get((method, path))
        assert endpoint is not None, f"the interface has no {method} {path}"
        return endpoint, path.replace("{tenant_id}", str(tenant_id))

    def _sent(
        self, endpoint: Endpoint, path: str, by: Actor | None, given: dict[str, Any], *, key: str | None = None
    ) -> Any:
        """Send what is given where the endpoint takes it; raises AssertionError for what it takes nowhere."""
        rest = dict(given)
        path = path.format(**{name: rest.pop(name) for name in endpoint.ids})
        asked = {} if endpoint.query is NoQuery else _taken(endpoint.query, rest)
        query = urlencode({name: text(each) for name, each in asked.items() if each is not None})
        media, sent = body(endpoint, rest)
        assert not rest, f"{endpoint.method} {endpoint.path} takes no {', '.join(rest)}"
        where = f"{path}?{query}" if query else path
        return read(self._answer(endpoint.method, where, by, sent, media=media, key=key), endpoint.gives)

    def _answer(
        self, method: str, path: str, by: Actor | None, sent: bytes | None, *, media: str = "", key: str | None = None
    ) -> Answer:
        """Send a request with the actor's key; raises the error that a problem document stands for."""
        key = key or self.key or (None if by is None else self.keys[by])
        headers = {} if sent is None else {"content-type": media}
        answer = self.api(method, path, key, headers=headers, raw=sent)
        if answer.status >= _WRONG:
            raise _fault(answer, by)
        return answer


def _taken(kind: type, given: dict[str, Any]) -> dict[str, Any]:
    """Take out of what is given what a class has fields for."""
    return {each.name: given.pop(each.name) for each in fields(kind) if each.name in given}


def _tenant(actor: Actor) -> TenantId | None:
    return actor.tenant_id if isinstance(actor, ClientUser) else None


def _fault(answer: Answer, by: Actor | None = None) -> SaasError:
    problem = answer.json
    if answer.status in _REFUSED and "verdict" in problem:
        assert by is not None
        question = Question(_tenant(by) or TenantId(UUID(int=0)), by, problem["action"])
        return Refused(decision_of(question, problem))
    fault = SaasError(problem["detail"], field=problem.get("field", ""), remedy=problem.get("remedy", ""))
    fault.code = problem["code"]
    fault.clauses = tuple(problem.get("clauses", ()))  # type: ignore[attr-defined]
    return fault


@contextmanager
def served(opened: AbstractContextManager[Driver]) -> Iterator[Driver]:
    """Serve what a driver in process was opened with."""
    with opened as inner:
        # Every look at this clock is a second later than the one before, so that nobody is remembered.
        ticks, log = itertools.count().__next__, io.StringIO()
        app = http_application(inner.application, manners=PLENTY, ticks=ticks, log=log)
        entrance = OverHttp(InProcess(inner.application), Api(None, app, log))
        driver = Driver(
            inner.application, entrance, inner.clock, inner.stripe, staff_keys=inner.staff_keys, ready=inner.ready
        )
        try:
            yield driver
        finally:
            # Its threads end.
            app.service.threads.close()
