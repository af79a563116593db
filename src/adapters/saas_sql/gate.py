"""The basis of a tenant's answers, read at once: what a unit of work finds there it does not ask the database again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.engine import Connection

from saas_core.kernel.ids import TenantId
from saas_sql.access.break_glass import OPEN_GRANTS
from saas_sql.access.organization import DEPARTMENTS_NOW, ROLES_NOW
from saas_sql.column_types import POSTGRES
from saas_sql.engine import begin_by_hand, begin_for_reading, opening_for_reading
from saas_sql.heads import HEAD, Head, head_in
from saas_sql.licensing import FACTS, licenses
from saas_sql.policy import PERMISSIONS, VERSIONS
from saas_sql.session import own_row
from saas_sql.standing import Rows, Standing, sent_together
from saas_sql.store import SqlStore
from saas_sql.tenancy import tenants

_BASIS: Final = (
    HEAD,
    own_row(tenants),
    own_row(licenses),
    FACTS,
    VERSIONS,
    PERMISSIONS,
    OPEN_GRANTS,
    ROLES_NOW,
    DEPARTMENTS_NOW,
)


class OutsidePorts(SqlStore):
    """The basis of answers, which is read in a unit of work of its own."""

    @contextmanager
    def basis(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a read-only unit of work in which the basis of the tenant's answers was read at once; raises StoreFault.

        PostgreSQL takes it in one round trip; whatever else is asked is of the same state.
        """
        ahead: dict[Standing, Rows] = {}

        def begin(connection: Connection, tenant_id: TenantId) -> Head:
            head, found = _begun_with_basis(connection, tenant_id)
            ahead.update(found)
            return head

        with self._opened(tenant_id, begin, tell=None) as work:
            work.session.read_ahead = ahead
            yield work


def _begun_with_basis(connection: Connection, tenant_id: TenantId) -> tuple[Head, dict[Standing, Rows]]:
    """Begin a read-only transaction, and return the tenant's head and the basis of its answers; raises DBAPIError."""
    if connection.dialect.name == POSTGRES:
        begin_by_hand(connection)
    else:
        begin_for_reading(connection, tenant_id)
    found = sent_together(connection, opening_for_reading(tenant_id), _BASIS, tenant_id)
    return head_in(found.pop(HEAD)), found
