"""Transactions on tables outside the tenants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.engine import Connection, Engine

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_sql.column_types import POSTGRES
from saas_sql.driver import Call
from saas_sql.engine import begin_for_change, begin_for_reading, change_at_once, read_at_once, retried
from saas_sql.faults import translated
from saas_sql.prepared import Prepared, Row

CHANNEL = "saas_due_work"
"""The channel on which PostgreSQL announces work."""


@contextmanager
def changing(engine: Engine, tenant_id: TenantId = PROVIDER) -> Iterator[Connection]:
    """Yield a connection in a read-write transaction that is committed at the end; raises StoreFault.

    It sees the tenant's rows and those outside all tenants, and locks none.
    """
    with translated(), engine.connect() as connection:

        def begin() -> None:
            connection.rollback()
            begin_for_change(connection, tenant_id)

        retried(begin)
        yield connection
        connection.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a read-only transaction on one consistent state; raises StoreFault."""
    with translated(), engine.connect() as connection:

        def begin() -> None:
            connection.rollback()
            begin_for_reading(connection, PROVIDER)

        retried(begin)
        yield connection


def found_at_once(engine: Engine, prepared: Prepared, values: Row) -> list[dict[str, Any]]:
    """Return the rows that a query finds in a transaction of its own, of one round trip; raises StoreFault."""
    with translated(), engine.connect() as connection:
        return prepared.read(connection, read_at_once(connection, PROVIDER, prepared.call(connection, values)))


def changed_at_once(
    engine: Engine, prepared: Prepared, values: Row, tenant_id: TenantId = PROVIDER
) -> list[dict[str, Any]]:
    """Carry out a change that may be done twice, in a transaction of its own, of one round trip.

    Returns the rows that it returns; raises StoreFault. It sees the tenant's rows and those outside all tenants.
    """
    with translated(), engine.connect() as connection:
        return prepared.read(connection, change_at_once(connection, tenant_id, prepared.call(connection, values)))


def told(connection: Connection) -> list[Call]:
    """Return what wakes workers when the transaction commits."""
    return [_TOLD] if connection.dialect.name == POSTGRES else []


_TOLD: Final = Call(f"SELECT pg_notify('{CHANNEL}', '')")
