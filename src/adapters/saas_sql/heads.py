"""The head of a tenant: one row that every change locks and that counts commits.

Its epoch grows with each commit that changed something, its edition with each that changed what an answer rests on; it
also stores the end of the journal's chain and of the outbox. A new edition is noted in the feed of changed editions,
too, in the same transaction, so that other processes find it without asking for each tenant; see `saas_sql.feed`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from attrs import asdict, define
from sqlalchemy.engine import Connection

from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import GENESIS
from saas_sql.column_types import POSTGRES
from saas_sql.declaration import WHOLE, Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.standing import OWN, Rows, Standing
from saas_sql.statements import insert_if_absent, inserting

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

changed_editions = TABLES.add(
    "changed_editions",
    ident("tenant_id"),
    column("edition", sa.BigInteger),
    # Which change was the last: the id of its transaction on PostgreSQL, where transactions end in any order; a number
    # that grows on SQLite, which has one writer at a time.
    column("change", sa.BigInteger),
    index("ix_changed_editions_change", "change"),
    changes=WHOLE,
    outside="a process asks at once which tenants' answers may have changed",
)

# Built once: every unit of work uses these, and building a statement takes longer than sending it.
_OWN = tenant_heads.c.tenant_id == OWN
_READ = sa.select(tenant_heads).where(_OWN)
HEAD = Standing(_READ)
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


def head_in(rows: Rows) -> Head:
    """Return the head among the rows of its standing query."""
    return _HEAD.load(rows[0]) if rows else Head()


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
    """Save the head with its epoch incremented, and if answers may change, its edition too, here and in the feed."""
    edition = head.edition + news
    counted = {**asdict(head), "own": tenant_id, "epoch": head.epoch + 1, "edition": edition}
    if not news:
        connection.execute(_KEEP, counted)
        return
    for each in _keep_with_news(connection.dialect.name):
        connection.execute(each, {**counted, "fed": edition})


@cache
def _keep_with_news(dialect: str) -> tuple[sa.UpdateBase, ...]:
    """Return the statements, one where the database can, that save the head and put its edition at the feed's end."""
    if dialect == POSTGRES:
        change: Any = sa.cast(sa.cast(sa.func.pg_current_xact_id(), sa.Text), sa.BigInteger)
    else:
        change = sa.select(sa.func.coalesce(sa.func.max(changed_editions.c.change), 0) + 1).scalar_subquery()
    new = inserting(dialect, changed_editions)
    new = new.values(tenant_id=sa.bindparam("own", type_=sa.Uuid), edition=sa.bindparam("fed"), change=change)
    fed = new.on_conflict_do_update(
        index_elements=["tenant_id"], set_={"edition": new.excluded.edition, "change": new.excluded.change}
    )
    return (_KEEP.add_cte(fed.cte("fed")),) if dialect == POSTGRES else (_KEEP, fed)


def _head(connection: Connection, query: sa.Select[Any], tenant_id: TenantId) -> Head | None:
    row = connection.execute(query, {"own": tenant_id}).mappings().first()
    if row is None:
        return None
    return _HEAD.load(row)
