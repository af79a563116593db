"""A store as another process sees it, and a clock for the time between two looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from saas_core.access.queries.roll import Roll
from saas_core.kernel.errors import StoreUnavailable
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.news import News


class Elsewhere:
    """The store as another process sees it: told of nothing, counted, and away when a test says so."""

    def __init__(self, store: Any) -> None:
        self.store, self.reads, self.looks, self.away = store, 0, 0, False
        self.told: list[Callable[[TenantId, int], None]] = []
        self.while_reading: Callable[[], None] = lambda: None
        self.while_meeting: Callable[[], None] = lambda: None
        self.while_looking: Callable[[], None] = lambda: None

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[Any]:
        self.reads += 1
        self._answering()
        with self.store.read(tenant_id) as work:
            self.while_reading()
            yield work

    def basis(self, tenant_id: TenantId) -> Any:
        return self.read(tenant_id)

    def begin(self, tenant_id: TenantId) -> Any:
        self._answering()
        return self.store.begin(tenant_id)

    def roll(self, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
        self.reads += 1
        self._answering()
        self.while_meeting()
        roll: Roll = self.store.roll(tenant_id, user_ids)
        return roll

    def news(self, since: str | None, most: int) -> News:
        self.looks += 1
        self._answering()
        news: News = self.store.news(since, most)
        self.while_looking()
        return news

    def watch(self, told: Callable[[TenantId, int], None]) -> None:
        self.told.append(told)

    @property
    def asked(self) -> int:
        return self.reads + self.looks

    def _answering(self) -> None:
        if self.away:
            message = "The store is away."
            raise StoreUnavailable(message, remedy="Try again.")


class Ticks:
    """A clock in seconds that a test moves and that never jumps by itself."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at
