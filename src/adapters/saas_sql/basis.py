"""The basis of a tenant's answers, read at once: what a unit of work finds there it does not ask the database again."""

from __future__ import annotations

from typing import Final

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


def begun_with_basis(connection: Connection, tenant_id: TenantId) -> tuple[Head, dict[Standing, Rows]]:
    """Begin a read-only transaction, and return the tenant's head and the basis of its answers; raises DBAPIError."""
    if connection.dialect.name == POSTGRES:
        begin_by_hand(connection)
    else:
        begin_for_reading(connection, tenant_id)
    found = sent_together(connection, opening_for_reading(tenant_id), _BASIS, tenant_id)
    return head_in(found.pop(HEAD)), found
