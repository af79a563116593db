"""Clients taken on per second, compared with bare inserts of the same rows on the same database.

A client has 39 departments, ten roles, a paid license and a few users. Ours saves it through the ports of one unit of
work, as commands do, with all that they look up; the bare side copies the rows that this made, for yet another client,
table by table with the driver's `executemany` and in one transaction.
"""

from __future__ import annotations

import statistics
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from attrs import evolve, frozen

from benchmarks.output import Figures
from benchmarks.record import opened, rates_of, ratio
from benchmarks.world import World, provide, take_on, world_of
from saas_core.contexts import CONTEXTS
from saas_core.kernel.ids import TenantId
from saas_sql.catalogue import tables_in
from saas_sql.declaration import rules_of

DATABASES = ("sqlite", "postgres")
USERS = 4


def measure(database: str, rounds: int, batch: int) -> Figures:
    """Return clients taken on per second, milliseconds for one, and the ratio to the bare transactions."""
    world = world_of(USERS)
    numbers = count(1)
    with opened(database) as place:
        provide(world, place.store)
        take_on(_client(world, next(numbers)), place.store)
        bare = _Bare(str(place.url), _client(world, 1).tenant_id)
        rates = rates_of(
            {
                "ours": lambda: take_on(_client(world, next(numbers)), place.store),
                "bare": lambda: bare.insert(_client(world, next(numbers)).tenant_id),
            },
            rounds,
            batch,
        )
        bare.close()
    return {
        "database": database,
        "rounds": rounds,
        "batch": batch,
        "rows": bare.rows,
        "taken_on_ms": round(1000 / statistics.median(rates["ours"]), 2),
        "bare_inserts_ms": round(1000 / statistics.median(rates["bare"]), 2),
        "ratio_bare_inserts": ratio(rates, "ours"),
    }


def _client(world: World, number: int) -> World:
    return evolve(world, tenant_id=TenantId(UUID(int=(0xC11E << 96) + number)))


@frozen
class _Rows:
    """The rows of one table, and the statement that inserts them; the tenant's id is their first value."""

    statement: str
    rows: list[tuple[Any, ...]]


class _Bare:
    """A connection of the driver, and the rows of a client."""

    def __init__(self, url: str, tenant_id: TenantId) -> None:
        """Read the rows that were made for a client."""
        self._engine = sa.create_engine(url)
        self._postgres = self._engine.dialect.name == "postgresql"
        self._connection: Any = self._engine.raw_connection().driver_connection
        if self._postgres:
            self._connection.autocommit = True
        else:
            self._connection.isolation_level = None
            # As the store sets them.
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
                self._connection.execute(f"PRAGMA {pragma}").close()
        tables = sorted(tables_in(CONTEXTS).values(), key=lambda each: rules_of(each).number)
        self._tables = [found for table in tables if (found := self._copied(table, tenant_id)).rows]
        self.rows = sum(len(each.rows) for each in self._tables)

    def insert(self, tenant_id: TenantId) -> None:
        """Insert the rows for another client, in one transaction."""
        own = self._id(tenant_id)
        cursor = self._connection.cursor()
        cursor.execute("BEGIN" if self._postgres else "BEGIN IMMEDIATE")
        for each in self._tables:
            cursor.executemany(each.statement, [(own, *row) for row in each.rows])
        cursor.execute("COMMIT")
        cursor.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._engine.dispose()

    def _id(self, tenant_id: TenantId) -> object:
        return tenant_id if self._postgres else tenant_id.hex

    def _copied(self, table: sa.Table, tenant_id: TenantId) -> _Rows:
        if rules_of(table).outside:
            return _Rows("", [])
        mark = "%s" if self._postgres else "?"
        names = ["tenant_id", *(each.name for each in table.columns if each.name != "tenant_id")]
        cursor = self._connection.cursor()
        cursor.execute(
            f"SELECT {', '.join(names[1:])} FROM {table.name} WHERE tenant_id = {mark}", [self._id(tenant_id)]
        )
        rows = cursor.fetchall()
        cursor.close()
        return _Rows(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})", rows)
