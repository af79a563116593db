"""Answers read from a streaming replica of PostgreSQL, as long as it has all that the last look at the primary saw.

The gate's looks for news go to the primary, and note how far its log reaches. What is read for an answer comes from the
replica if it has replayed that much: whatever was changed later is told by the next look. A tenant that this process
changed, or read at the primary, since the last look is read at the primary, so that no answer goes back in time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from saas_core.access.queries.roll import Roll
from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.kernel.news import News
from saas_sql.store import SqlStore


class Lagging(Enum):
    """What is done where the replica lags behind: its reads are made at the primary, or refused."""

    PRIMARY = "primary"
    REFUSE = "refuse"


class ReplicaReads:
    """The store of a gate that reads from a replica; all else, and every change, goes to the primary.

    Raises StoreFault as the primary does. A replica that is away counts as one that lags.
    """

    def __init__(self, primary: SqlStore, replica: SqlStore, lagging: Lagging = Lagging.PRIMARY) -> None:
        """Take both stores, of one database."""
        self._primary = primary
        self._replica = replica
        self._lagging = lagging
        self._mark = threading.Lock()
        self._floor: str | None = None
        self._ahead: dict[int, int] = {}
        self._count = 0
        primary.watch(lambda tenant_id, _edition: self._note(tenant_id))

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a read-only unit of work on one consistent state, at the replica if it is far enough."""
        with self._nearest(tenant_id).read(tenant_id) as work:
            yield work

    @contextmanager
    def basis(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a unit of work as `read` does, in which the basis of the tenant's answers was read at once."""
        with self._nearest(tenant_id).basis(tenant_id) as work:
            yield work

    def roll(self, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
        """Return what some users hold now, as read at the replica if it is far enough."""
        found: Roll = self._nearest(tenant_id).roll(tenant_id, user_ids)
        return found

    def begin(self, tenant_id: TenantId) -> Any:  # noqa: ANN401 - the unit of work of the composed store
        """Open an exclusive unit of work on the tenant, at the primary."""
        return self._primary.begin(tenant_id)

    def news(self, since: str | None, most: int) -> News:
        """Look for news at the primary; from then on the replica must have what the look saw."""
        before = self._count
        found = self._primary.news(since, most)
        self._looked(before)
        return found

    def watch(self, told: Callable[[TenantId, int], None]) -> None:
        """Call `told` after every commit of the primary's store that changes what answers rest on."""
        self._primary.watch(told)

    def close(self) -> None:
        """Close all connections to the replica."""
        self._replica.close()

    def _looked(self, before: int) -> None:
        """Note how far the primary's log reaches, after a look; what was done before it began lies within."""
        floor = self._primary.position()
        with self._mark:
            self._floor = floor
            self._ahead = {number: count for number, count in self._ahead.items() if count > before}

    def _note(self, tenant_id: TenantId) -> None:
        with self._mark:
            self._count += 1
            self._ahead[tenant_id.int] = self._count

    def _nearest(self, tenant_id: TenantId) -> SqlStore:
        """Return the replica if it is far enough, else the primary, and note that it was read there."""
        if self._far_enough(tenant_id):
            return self._replica
        self._note(tenant_id)
        return self._primary

    def _far_enough(self, tenant_id: TenantId) -> bool:
        """Return whether the replica has what an answer must rest on; raises StoreUnavailable if that is wanted."""
        with self._mark:
            floor = self._floor
            ahead = tenant_id.int in self._ahead or PROVIDER.int in self._ahead
        if floor is None or ahead:
            return False
        try:
            if self._replica.has_replayed(floor):
                return True
        except StoreFault:
            if self._lagging is Lagging.REFUSE:
                raise
        if self._lagging is Lagging.REFUSE:
            message = "The replica lags behind the primary."
            raise StoreUnavailable(message, remedy="Try again, or let such reads be made at the primary.")
        return False
