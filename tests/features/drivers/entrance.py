"""The port between the operations of the scenarios and an application: an entrance carries each of them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId

HERE = "{here}"
"""Begins a route that clients' users and staff have alike: `/v1` for the former, for staff the path of the client."""


@frozen
class Operation:
    """One thing that scenarios do.

    `use_case` is its name in `Application`, and its arguments are those of the use case. `route` is where the HTTP
    interface takes it, as method and path; what goes into the request is derived from the endpoint declared there.
    `renamed` are arguments that the interface calls otherwise, `also` is what the request says besides.
    """

    use_case: str
    route: str
    renamed: Mapping[str, str] = {}
    also: Mapping[str, object] = {}


class Entrance(Protocol):
    """Carries operations out, and fails the scenario when it cannot."""

    def do(self, operation: Operation, by: Actor | None, tenant_id: TenantId | None, **arguments: Any) -> Any:
        """Carry an operation out; returns what the use case returns, or as much of it as the entrance shows."""
        ...

    def items(
        self, operation: Operation, by: Actor, tenant_id: TenantId, *, last: str, **arguments: Any
    ) -> tuple[Any, ...]:
        """Return a list whole; `last` names the field of an item after which the next page begins."""
        ...

    def sign_in(self, key: str) -> Actor:
        """Return whom a key signs in."""
        ...

    def know(self, actor: Actor, key: str) -> None:
        """Take note of the key by which an actor acts from now on."""
        ...

    def by_key(self, key: str) -> Entrance:
        """Return the same entrance, used with this key whoever acts."""
        ...

    def receive(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Take in what a provider sends."""
        ...

    def begin(self, scenario: str) -> None:
        """Begin a scenario, by its number."""
        ...

    def finish(self) -> None:
        """Finish the scenario; raises AssertionError when it was listed for what it did not need."""
        ...


class Entered:
    """Something that acts through an entrance."""

    entrance: Entrance

    def do(self, operation: Operation, by: Actor | None = None, tenant_id: TenantId | None = None, **given: Any) -> Any:
        """Carry an operation out."""
        return self.entrance.do(operation, by, tenant_id, **given)
