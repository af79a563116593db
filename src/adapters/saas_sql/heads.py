"""The head of a tenant: one row that every change locks and that counts commits.

Its epoch grows with each commit that changed something, its edition with each that changed what an answer rests on, so
that other processes notice; it also stores the end of the journal's chain and of the outbox.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import asdict, define
from sqlalchemy.engine import Connection

from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import GENESIS
from saas_sql.declaration import WHOLE, Tables, column
from saas_sql.mapping import Mapped
from saas_sql.statements import insert_if_absent

TABLES = Tables("saas_sql.kernel")

tenant_heads = TABLES.add(
    "tenant_heads",
    column("epoch", sa.BigInteger),
    column("edition", sa.BigInteger),
    column("journal_position", sa.BigInteger),
    column("journal_hash", sa.Text),
    column("outbox_position", sa.BigInteger),
    changes=WHOLE,
)

# Built once: every unit of work uses these, and building a statement takes longer than sending it.
_OWN = tenant_heads.c.tenant_id == sa.bindparam("own")
_READ = sa.select(tenant_heads).where(_OWN)
_LOCK = _READ.with_for_update()
_KEEP = sa.update(tenant_heads).where(_OWN)


@define
class Head:
    """A tenant's counters in this transaction."""

    epoch: int = 0
    edition: int = 0
    journal_position: int = 0
    journal_hash: str = GENESIS
    outbox_position: int = 0


_HEAD = Mapped(Head, tenant_heads)


def read_head(connection: Connection, tenant_id: TenantId) -> Head:
    """Return the head; a tenant without a row has the initial one."""
    return _head(connection, _READ, tenant_id) or Head()


def locked_head(connection: Connection, tenant_id: TenantId) -> Head:
    """Lock the head until the transaction ends, waiting for other holders, and return it."""
    found = _head(connection, _LOCK, tenant_id)
    if found is not None:
        return found
    # Two writers may start a new tenant at once: the second waits here for the first, and finds its row.
    insert_if_absent(
        connection,
        tenant_heads,
        {"tenant_id": tenant_id, **asdict(Head())},
    )
    return _head(connection, _LOCK, tenant_id) or Head()


def keep_head(connection: Connection, tenant_id: TenantId, head: Head, *, news: bool) -> None:
    """Save the head with its epoch incremented, and its edition too if answers may change."""
    counted = {**asdict(head), "epoch": head.epoch + 1, "edition": head.edition + news}
    connection.execute(_KEEP, {"own": tenant_id, **counted})


def _head(connection: Connection, query: sa.Select[Any], tenant_id: TenantId) -> Head | None:
    row = connection.execute(query, {"own": tenant_id}).mappings().first()
    if row is None:
        return None
    return _HEAD.load(row)
