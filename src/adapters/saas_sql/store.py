"""The SQL store: units of work on tenants, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy.engine import Connection

from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.composing import composed
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.news import News
from saas_core.kernel.parts import Finding
from saas_sql.catalogue import HOUSE, tables_in
from saas_sql.engine import begin_as_connected, engine_for, retried
from saas_sql.faults import translated
from saas_sql.feed import news
from saas_sql.heads import Head, head_for_change, head_for_reading
from saas_sql.schema import check_schema
from saas_sql.unit_of_work import SqlWork
from saas_sql.waiting import Waiting

if TYPE_CHECKING:
    from saas_sql.inspecting import Inspection


@cache
def _composed(contexts: tuple[Context, ...]) -> tuple[type[SqlStore], type[SqlWork]]:
    tables_in(contexts)
    return composed(SqlStore, HOUSE, "OutsidePorts", contexts), composed(SqlWork, HOUSE, "Ports", contexts)


class SqlStore:
    """Every port of the core on SQLite or PostgreSQL.

    `url` is `sqlite:///<file>` or `postgresql+psycopg://…`; the database must have been migrated. Connections are
    opened on demand, so a store can be created while the database is down. Raises InvalidValue for other URLs.

    Each context adds its ports: `OutsidePorts` to the store, `Ports` to every unit of work. Raises InvalidValue, naming
    both places, if two contexts provide the same port or table, or if a table lacks its policy.
    """

    if TYPE_CHECKING:
        # The ports that contexts add are not known statically; tests check each against its protocols.
        def __getattr__(self, port: str) -> Any: ...  # noqa: ANN401, D105

    def __new__(cls, url: str, contexts: tuple[Context, ...] = CONTEXTS) -> Self:  # noqa: ARG004 - kept by __init__
        """Return a store with the ports of the contexts."""
        made: Self = object.__new__(_composed(contexts)[0])  # type: ignore[assignment] # a class made of this one
        return made

    def __init__(self, url: str, contexts: tuple[Context, ...] = CONTEXTS) -> None:
        """Take the URL of the database."""
        self._engine = engine_for(url)
        self._contexts = contexts
        self._work = _composed(contexts)[1]
        self._watchers: list[Callable[[TenantId, int], None]] = []

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open an exclusive unit of work on the tenant; raises StoreFault."""
        with self._opened(tenant_id, head_for_change, tell=self._tell) as work:
            yield work

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a read-only unit of work on one consistent state; raises StoreFault."""
        with self._opened(tenant_id, head_for_reading, tell=None) as work:
            yield work

    def waiting(self) -> Waiting:
        """Return an object that waits for work."""
        return Waiting(self._engine)

    def epoch(self, tenant_id: TenantId) -> int:
        """Return the number of the tenant's commits that changed something."""
        return self._head(tenant_id).epoch

    def edition(self, tenant_id: TenantId) -> int:
        """Return the number of commits, in the tenant's or the provider's scope, that changed what answers rest on."""
        own = self._head(tenant_id).edition
        return own if tenant_id == PROVIDER else own + self.edition(PROVIDER)

    def news(self, since: str | None, most: int) -> News:
        """Return the tenants whose edition changed since a mark, or everything if they are more than `most`."""
        return news(self._engine, since, most)

    def watch(self, notify: Callable[[TenantId, int], None]) -> None:
        """Call `notify` with the tenant and its edition after each commit that changes what answers rest on."""
        self._watchers.append(notify)

    def position(self) -> str:
        """Return how far the log of PostgreSQL reaches, past every commit that anybody has seen; raises StoreFault."""
        return str(self._asked("SELECT pg_current_wal_insert_lsn()"))

    def has_replayed(self, position: str) -> bool:
        """Return whether this replica of PostgreSQL has replayed the log up to a position; raises StoreFault.

        A server that is not a replica, such as one that was promoted, has not.
        """
        # Asked before the transaction that reads: what it sees then is at least as new.
        query = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= CAST(%s AS pg_lsn)"
        return bool(self._asked(query, position))

    def check(self) -> None:
        """Raise StoreVersion unless the schema is that of this code, StoreUnavailable if the database is down."""
        check_schema(self._engine, self._contexts)

    def guard_findings(self, *, of_journal: bool = False) -> tuple[Finding, ...]:
        """Return what guards the rows less, otherwise or more than is declared; of the journal's tables on request."""
        return self._inspection.findings(of_journal=of_journal)

    @cached_property
    def _inspection(self) -> Inspection:
        # Imported only here, since few processes ever inspect.
        from saas_sql.inspecting import Inspection  # noqa: PLC0415

        return Inspection(self._engine, tables_in(self._contexts))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _asked(self, query: str, *values: str) -> object:
        """Return the one value of a query about the server itself."""
        with translated(), self._engine.connect() as connection:

            def ask() -> object:
                connection.rollback()
                begin_as_connected(connection)
                return connection.exec_driver_sql(query, values).scalar_one()

            return retried(ask)

    @contextmanager
    def _opened(
        self,
        tenant_id: TenantId,
        begin: Callable[[Connection, TenantId], Head],
        *,
        tell: Callable[[TenantId, int], None] | None,
    ) -> Iterator[Any]:
        def open_at(connection: Connection) -> Head:
            connection.rollback()
            return begin(connection, tenant_id)

        with translated():
            connection = self._engine.connect()
        try:
            with translated():
                head = retried(lambda: open_at(connection))
            work = self._work(connection, tenant_id, head, tell=tell)
            try:
                yield work
            finally:
                work.close()
        finally:
            with translated():
                connection.close()

    def _head(self, tenant_id: TenantId) -> Head:
        with self.read(tenant_id) as work:
            head: Head = work.head
        return head

    def _tell(self, tenant_id: TenantId, edition: int) -> None:
        for notify in self._watchers:
            notify(tenant_id, edition)
