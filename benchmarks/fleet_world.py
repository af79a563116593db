"""The clients of the fleet: alike in everything but their ids, taken on once and copied within the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from attrs import evolve, frozen

from benchmarks.contenders.hand_written import HandWritten
from benchmarks.record import opened
from benchmarks.world import World, provide, take_on, world_of
from saas_core.contexts import CONTEXTS
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Question
from saas_sql.catalogue import tables_in
from saas_sql.declaration import rules_of

USERS = 4
_FIRST = 0xF1EE7 << 96
# Large odd numbers, so that steps of them visit each client, and each user, once before any twice.
_STRIDE = 982_451_653
_CHUNK = 500


@frozen
class Fleet:
    """A number of clients, each with 39 departments, ten roles and four users, in a store."""

    tenants: int
    world: World
    store: Any
    url: str | None

    def client(self, number: int) -> World:
        """Return one client."""
        return evolve(self.world, tenant_id=tenant(number))

    def question(self, number: int, *, tenants: int | None = None) -> tuple[int, Question]:
        """Return a client's number and a question of one of its users; spread evenly over all clients, or over some."""
        turn, place = divmod(number, tenants or self.tenants)
        client = (place * _STRIDE) % (tenants or self.tenants)
        return client, self.client(client).question(turn + client)

    def by_hand(self) -> dict[UUID, HandWritten]:
        """Return the check written by hand over the same population: one for each client, found by its id."""
        return {tenant(each): HandWritten(self.client(each)) for each in range(self.tenants)}


def tenant(number: int) -> TenantId:
    """Return the id of a client."""
    return TenantId(UUID(int=_FIRST + number))


@contextmanager
def fleet(tenants: int, database: str) -> Iterator[Fleet]:
    """Yield a fleet in a new store of a kind."""
    world = world_of(USERS)
    with opened(database) as place:
        made = Fleet(tenants, world, place.store, place.url)
        provide(world, place.store)
        for number in range(1 if place.url else tenants):
            take_on(made.client(number), place.store)
        if place.url:
            _copied(place.url, tenants)
        yield made


def _copied(url: str, tenants: int) -> None:
    """Copy the first client's rows for all others, and have the database count its rows."""
    engine = sa.create_engine(url)
    postgres = engine.dialect.name == "postgresql"
    mark = "%s" if postgres else "?"

    def own(number: int) -> object:
        return tenant(number) if postgres else tenant(number).hex

    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    tables = [each for each in tables_in(CONTEXTS).values() if not rules_of(each).outside]
    for table in sorted(tables, key=lambda each: rules_of(each).number):
        columns = [each.name for each in table.columns if each.name != "tenant_id"]
        read = ", ".join(f"{table.name}.{name}" for name in columns)
        copy = f"INSERT INTO {table.name} (tenant_id, {', '.join(columns)}) SELECT given.id, {read} FROM {table.name}"
        for begin in range(1, tenants, _CHUNK):
            ids = [own(each) for each in range(begin, min(begin + _CHUNK, tenants))]
            if postgres:
                given = "unnest(%s::uuid[]) AS given (id)"
                cursor.execute(f"{copy}, {given} WHERE tenant_id = {mark}", ([str(each) for each in ids], own(0)))
            else:
                rows = ", ".join("(?)" for _each in ids)
                given = f"(SELECT column1 AS id FROM (VALUES {rows})) AS given"
                cursor.execute(f"{copy}, {given} WHERE tenant_id = {mark}", (*ids, own(0)))
    connection.commit()
    if postgres:
        connection.driver_connection.autocommit = True
        cursor.execute("VACUUM (ANALYZE)")
    connection.close()
    engine.dispose()
