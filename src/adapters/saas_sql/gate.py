"""The basis of a tenant's answers, read at once, and how often clauses decided.

What a unit of work finds in the basis it does not ask the database again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa
from attrs import asdict
from sqlalchemy.engine import Connection

from saas_core.gate.tallies import CountKey, DailyCount
from saas_core.kernel.ids import TenantId
from saas_sql.access.break_glass import OPEN_GRANTS
from saas_sql.access.organization import all_departments, all_roles
from saas_sql.at_once import driven, sets_of
from saas_sql.column_types import POSTGRES, bytewise
from saas_sql.declaration import Tables, column
from saas_sql.engine import begin_by_hand, begin_for_reading, opening_for_reading
from saas_sql.heads import HEAD, Head, head_in
from saas_sql.integrations.connections import STANDING
from saas_sql.licensing import FACTS, licenses
from saas_sql.policy import PERMISSIONS, VERSIONS
from saas_sql.prepared import Prepared, Row, read_together
from saas_sql.session import Session, own_row
from saas_sql.store import SqlStore
from saas_sql.tenancy import tenants
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

# In the provider's own scope; names nobody and no client.
policy_counts = TABLES.add(
    "policy_counts",
    column("day", bytewise(), key=True),
    column("clause", bytewise(), key=True),
    column("how", bytewise(), key=True),
    column("verdict", bytewise(), key=True),
    column("reason", bytewise(), key=True),
    column("number", sa.BigInteger),
    changes=("number",),
)

_BASIS: Final = (
    HEAD,
    own_row(tenants),
    own_row(licenses),
    FACTS,
    VERSIONS,
    PERMISSIONS,
    OPEN_GRANTS,
    all_roles(now=True),
    all_departments(now=True),
    STANDING,
)
# What every command is judged by.
read_together(own_row(licenses), FACTS, VERSIONS, PERMISSIONS)


class OutsidePorts(SqlStore):
    """The basis of answers, which is read in a unit of work of its own."""

    @contextmanager
    def basis(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a read-only unit of work in which the basis of the tenant's answers was read at once; raises StoreFault.

        PostgreSQL takes it in one round trip; whatever else is asked is of the same state.
        """
        ahead: dict[Prepared, Sequence[Row]] = {}

        def begin(connection: Connection, tenant_id: TenantId) -> Head:
            head, found = _begun_with_basis(connection, tenant_id)
            ahead.update(found)
            return head

        with self._opened(tenant_id, begin, tell=None) as work:
            work.session.keep_found(ahead)
            yield work


def _begun_with_basis(connection: Connection, tenant_id: TenantId) -> tuple[Head, Mapping[Prepared, Sequence[Row]]]:
    """Begin a read-only transaction, and return the tenant's head and the basis of its answers; raises DBAPIError."""
    own = {"own": tenant_id}
    on_server = connection.dialect.name == POSTGRES
    if on_server:
        begin_by_hand(connection)
    else:
        begin_for_reading(connection, tenant_id)
    with driven(connection) as cursor:
        if on_server:
            queries = (each.with_ids(connection, own) for each in _BASIS)
            cursor.execute("; ".join((opening_for_reading(tenant_id), *queries)))
            found = sets_of(cursor)
        else:
            calls = [each.call(connection, own) for each in _BASIS]
            found = [cursor.execute(each.text, each.values).fetchall() for each in calls]
    basis = {each: each.read(connection, rows) for each, rows in zip(_BASIS, found, strict=True)}
    return head_in(basis[HEAD]), basis


class Ports(SqlWork):
    """How often clauses decided, in the provider's scope."""

    @cached_property
    def policy_counts(self) -> SqlCounts:
        """How often clauses decided, by day."""
        return SqlCounts(self.session)


class SqlCounts:
    """How often clauses decided, by day."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def add(self, day: date, numbers: Mapping[CountKey, int]) -> None:
        """Add to the numbers of a day; the scope is locked, so nobody adds to them meanwhile."""
        self._session.require_provider()
        known = {each.key: each.number for each in self.between(day, day + timedelta(days=1))}
        for key in sorted(numbers):
            row = {"day": day.isoformat(), **asdict(key), "number": known.get(key, 0) + numbers[key]}
            self._session.keep(policy_counts, row)

    def between(self, since: date, until: date) -> tuple[DailyCount, ...]:
        """Return the numbers of the days from one to another, without the latter."""
        days = policy_counts.c.day
        query = self._session.select(policy_counts, days >= since.isoformat(), days < until.isoformat())
        return tuple(
            DailyCount(
                date.fromisoformat(row["day"]),
                CountKey(row["clause"], row["how"], row["verdict"], row["reason"]),
                row["number"],
            )
            for row in self._session.rows(query)
        )
