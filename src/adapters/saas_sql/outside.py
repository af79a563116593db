"""Transactions on tables outside the tenants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.engine import Connection, Engine

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_sql.column_types import POSTGRES
from saas_sql.driver import Call
from saas_sql.engine import begin_for_change, begin_for_reading, retried
from saas_sql.faults import translated

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


def told(connection: Connection) -> list[Call]:
    """Return what wakes workers when the transaction commits."""
    return [_TOLD] if connection.dialect.name == POSTGRES else []


_TOLD: Final = Call(f"SELECT pg_notify('{CHANNEL}', '')")
