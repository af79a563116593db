"""The entrance in process: use cases called straight, over whichever store the application was opened with."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Self

from attrs import define

from features.drivers.entrance import Operation
from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId, UserId
from saas_core.policy.decision import Question

PAGE = 1000


@define
class InProcess:
    """Carries operations out by their use cases; see `entrance.Entrance`."""

    application: Application
    _key: str | None = None

    def do(self, operation: Operation, by: Actor | None, tenant_id: TenantId | None, **arguments: Any) -> Any:
        if self._key is not None:
            question = arguments.get("question")
            acts = question.by if isinstance(question, Question) else by
            assert self.sign_in(self._key) == acts, "the key signs somebody else in"
        acting = {"by": by, "tenant_id": tenant_id}
        given = {name: each for name, each in acting.items() if each is not None}
        return attrgetter(operation.use_case)(self.application)(**given, **arguments)

    def items(
        self, operation: Operation, by: Actor, tenant_id: TenantId, *, last: str, **arguments: Any
    ) -> tuple[Any, ...]:
        found: list[Any] = []
        after: Any = None
        while page := self.do(operation, by, tenant_id, after=after, limit=PAGE, **arguments):
            found += page
            after = getattr(page[-1], last)
        return tuple(found)

    def sign_in(self, key: str) -> Actor:
        return self.application.access.staff.authenticate(key)

    def know(self, actor: Actor, key: str) -> None:
        """Note nothing: use cases are called with the actor."""

    def forget(self, user_id: UserId) -> None:
        """See `know`."""

    def by_key(self, key: str) -> Self:
        return type(self)(self.application, key)

    def receive(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> None:
        self.application.work.inbox.receive(endpoint=endpoint, body=body, headers=headers)

    def begin(self, scenario: str) -> None:
        """Note nothing: in process every scenario can be expressed."""

    def finish(self) -> None:
        """See `begin`."""
