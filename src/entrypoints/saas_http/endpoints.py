"""Endpoints as data: method, path, permitted callers, input, output and possible problems.

Serving, documentation and tests all read the same declaration. A handler is a plain function; its signature declares
its input, namely ids named as in the path, `query` and `body`, and its output.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar, get_type_hints

from attrs import define, field, frozen

from saas_app import Application
from saas_core.access.values import KeyKind, read_key
from saas_core.engagements.estimates.values import Peer
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import SessionId, TenantId
from saas_core.policy.decision import Question, Refused
from saas_http.files import BYTES
from saas_http.paging import Paging, Reader
from saas_http.parsing.commands import body_of, ids_of
from saas_http.parsing.queries import NoQuery
from saas_web.receiving import LARGEST_BODY

F = TypeVar("F", bound=Callable[..., Any])

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
TENANT = "tenant_id"
RULES = "rules"
"""The key under which a framework handler holds the rule of each method."""


class Who(Enum):
    """The kinds of callers that a route serves."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    CLIENT = "client"
    STAFF = "staff"
    PROVIDER = "senders of signed events"
    WATCHER = "holders of the metrics token"


@frozen
class Rule:
    """The callers of a route, and the action that its use case checks with the policy; None checks nothing."""

    who: Who
    action: str | None = None


OPEN = Rule(Who.ANYBODY)
SIGNED_IN = Rule(Who.SIGNED_IN)


def client(action: str | None = None) -> Rule:
    """Return the rule of a route for a client's users."""
    return Rule(Who.CLIENT, action)


def staff(action: str | None = None) -> Rule:
    """Return the rule of a route for the provider's staff."""
    return Rule(Who.STAFF, action)


def _free(_requests: int) -> None:
    """Charge nothing."""


@frozen(kw_only=True)
class Call:
    """A call's caller, client and preconditions; the first argument of every handler.

    `charge` counts the call as that many further requests of its key.
    """

    app: Application
    by: Actor
    tenant_id: TenantId
    path: str
    key: str | None = None
    expected: str | None = None
    charge: Callable[[int], None] = _free
    credential: str | None = field(default=None, repr=False)
    address: str = ""
    proxies: tuple[str, ...] = ()
    user_agent: str = ""
    request_id: str = ""

    @property
    def session_id(self) -> SessionId | None:
        """The session by which the caller came in, if it did by one."""
        known = read_key(self.credential)
        return SessionId(known.number) if known is not None and known.kind is KeyKind.SESSION else None

    @property
    def peer(self) -> Peer:
        """Where the call came from, as the evidence of a decision keeps it."""
        session_id = self.session_id
        return Peer(
            address=self.address,
            proxies=self.proxies,
            user_agent=self.user_agent,
            request_id=self.request_id,
            session_id="" if session_id is None else str(session_id),
        )

    @property
    def acting(self) -> dict[str, Any]:
        """The first arguments of a use case's query."""
        return {"by": self.by, "tenant_id": self.tenant_id}

    @property
    def writing(self) -> dict[str, Any]:
        """The first arguments of a command."""
        return {**self.acting, "idempotency_key": self.key}

    @property
    def editing(self) -> dict[str, Any]:
        """The first arguments of a command on one revision of a thing."""
        return {**self.writing, "expected": self.expected}

    def require(self, action: str) -> None:
        """Require that the caller may do something before its input is received; raises Refused."""
        decision = self.app.gate.check(Question(self.tenant_id, self.by, action))
        if not decision.allowed:
            raise Refused(decision)

    def reader(self, query: Paging) -> Reader:
        """Return the reader of a page of a list."""
        return Reader(self.path, query)


@frozen(kw_only=True)
class Endpoint:
    """One method of one path, with its full description; `name` is its operation name for programs.

    `asks` marks an endpoint that changes nothing, whatever its method; `keyed` one that accepts an Idempotency-Key,
    `edits` one that accepts If-Match, `tagged` one with an ETag. `within` is its timeout in seconds, if not that of the
    settings; `settles` is the least number of seconds before it answers, where timing would reveal something. `medias`
    are the media types that its query can choose besides the usual one. `uploads` are the media types of a file
    accepted instead of a body; with `streams` the answer is sent in pieces. `warm` may answer from memory without a
    thread, or return None. `largest` is the most bytes of a body; `beside` marks an endpoint that is answered however
    busy all threads are.
    """

    name: str
    method: str
    path: str
    rule: Rule
    tag: str
    call: Callable[..., Any]
    ids: dict[str, Any]
    query: type
    body: type | None
    gives: Any
    command: type | None = None
    status: int = 200
    problems: tuple[type[SaasError], ...] = ()
    asks: bool = False
    keyed: bool = False
    edits: bool = False
    tagged: bool = False
    location: str = ""
    within: float | None = None
    settles: float = 0.0
    uploads: tuple[str, ...] = ()
    streams: bool = False
    media: str = "application/json"
    medias: tuple[str, ...] = ()
    headers: tuple[tuple[bytes, bytes], ...] = ()
    warm: Callable[..., Any] | None = None
    largest: int = LARGEST_BODY
    beside: bool = False

    @property
    def place(self) -> str:
        """The place of its declaration."""
        return f"{self.call.__module__}:{self.call.__qualname__}"

    @property
    def summary(self) -> str:
        """The first line of its documentation."""
        return self._words[0].rstrip(".")

    @property
    def description(self) -> str:
        """The rest of its documentation."""
        return "\n".join(self._words[1:]).strip()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its path parameters."""
        return tuple(_PARAMETER.findall(self.path))

    @cached_property
    def names_tenant(self) -> bool:
        """True if its path names the client, as only staff's routes do."""
        return f"{{{TENANT}}}" in self.path

    @cached_property
    def typed(self) -> tuple[bytes, bytes]:
        """The Content-Type of its answer."""
        charset = "; charset=utf-8" if self.media.startswith("text/") else ""
        return b"content-type", f"{self.media}{charset}".encode()

    @property
    def all_medias(self) -> tuple[str, ...]:
        """Every media type of its answer; a stream is also sent as bytes to whoever accepts nothing else."""
        return (self.media, *self.medias, *([BYTES] if self.streams else []))

    @cached_property
    def stated(self) -> bool:
        """True if its answer has an ETag."""
        return self.tagged or self.edits

    @property
    def _words(self) -> list[str]:
        return (inspect.getdoc(self.call) or self.name).splitlines()


@define
class Router:
    """The endpoints of one subject.

    `about` describes the tag; a router that extends another's tag omits it. Operation names begin with `name`, or by
    default with the name of the declaring module.
    """

    tag: str
    about: str = ""
    prefix: str = "/v1"
    name: str = ""
    endpoints: list[Endpoint] = field(factory=list)

    def get(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare a GET endpoint; `more` holds further arguments of Endpoint."""
        return self._declare("GET", path, rule, problems, **{"asks": True, "tagged": True, **more})

    def ask(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare a query that needs a body; it is a POST, and changes nothing."""
        return self._declare("POST", path, rule, problems, asks=True, **more)

    def post(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare a command."""
        return self._declare("POST", path, rule, problems, **{"keyed": True, **more})

    def put(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare an endpoint that replaces a thing."""
        return self._declare("PUT", path, rule, problems, **{"keyed": True, "edits": True, **more})

    def patch(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare an endpoint that changes parts of a thing."""
        return self._declare("PATCH", path, rule, problems, **{"keyed": True, "edits": True, **more})

    def delete(self, path: str, rule: Rule, *problems: type[SaasError], **more: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Declare an endpoint that removes a thing."""
        return self._declare("DELETE", path, rule, problems, **{"keyed": True, "edits": True, **more})

    def _declare(
        self,
        method: str,
        path: str,
        rule: Rule,
        problems: tuple[type[SaasError], ...],
        **more: Any,  # noqa: ANN401
    ) -> Callable[[F], F]:
        def declared(function: F) -> F:
            hints = get_type_hints(function, include_extras=True)
            whole = f"{self.prefix}{path}"
            body: type | None = hints.get("body")
            kinds = {**({} if body is None else ids_of(body)), **hints}
            ids = {name: kinds[name] for name in _PARAMETER.findall(whole) if name != TENANT}
            self.endpoints.append(
                Endpoint(
                    name=f"{self.name or function.__module__.rpartition('.')[-1]}_{function.__name__}",
                    method=method,
                    path=whole,
                    rule=rule,
                    tag=self.tag,
                    call=function,
                    ids=ids,
                    query=hints.get("query", NoQuery),
                    body=None if body is None else body_of(body, ids),
                    command=body,
                    gives=hints["return"],
                    problems=problems,
                    **more,
                )
            )
            return function

        return declared
