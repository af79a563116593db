"""The head of a tenant: one row that every change locks and that counts commits.

Its epoch grows with each commit that changed something, its edition with each that changed what an answer rests on; it
also stores the end of the journal's chain and of the outbox. A new edition is noted in the feed of changed editions,
too, in the same transaction, so that other processes find it without asking for each tenant; see `saas_sql.feed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from attrs import asdict, define
from sqlalchemy.engine import Connection

from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import GENESIS
from saas_sql.column_types import POSTGRES
from saas_sql.declaration import WHOLE, Tables, column, ident, index
from saas_sql.driver import Call, Rows, fetched
from saas_sql.engine import begin_for_change, begin_for_reading
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared, Row
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

_COUNTED: Final = tuple(each.name for each in tenant_heads.c if not each.primary_key)
_OWN = tenant_heads.c.tenant_id == sa.bindparam("own")
HEAD: Final = Prepared(sa.select(tenant_heads).where(_OWN))
_KEEP: Final = Prepared(sa.update(tenant_heads).where(_OWN), given=_COUNTED)


@define
class Head:
    """A tenant's counters in this transaction."""

    epoch: int = 0
    edition: int = 0
    journal_position: int = 0
    journal_hash: str = GENESIS
    outbox_position: int = 0


_HEAD = Mapped(Head, tenant_heads)


def head_for_reading(connection: Connection, tenant_id: TenantId) -> Head:
    """Begin a read-only transaction and return the head; a tenant without a row has the initial one."""
    found = begin_for_reading(connection, tenant_id, _query(connection, tenant_id))
    return _head(connection, tenant_id, found) or Head()


def head_in(rows: Sequence[Row]) -> Head:
    """Return the head among the rows of its query."""
    return _HEAD.load(rows[0]) if rows else Head()


def head_for_change(connection: Connection, tenant_id: TenantId) -> Head:
    """Begin a transaction, lock the head until it ends, waiting for other holders, and return it."""
    locking = _query(connection, tenant_id, " FOR UPDATE")
    found = _head(connection, tenant_id, begin_for_change(connection, tenant_id, locking))
    if found is not None:
        return found
    # Two writers may start a new tenant at once: the second waits here for the first, and finds its row.
    insert_if_absent(connection, tenant_heads, {"tenant_id": tenant_id, **asdict(Head())})
    return _head(connection, tenant_id, fetched(connection, locking) if locking else ()) or Head()


def kept_head(connection: Connection, tenant_id: TenantId, head: Head, *, news: bool) -> list[Call]:
    """Return what saves the head with its epoch incremented, and for news its edition too, also in the feed."""
    edition = head.edition + news
    counted = {**asdict(head), "own": tenant_id, "epoch": head.epoch + 1, "edition": edition, "fed": edition}
    keeping = _keeping_with_news(connection.dialect.name) if news else (_KEEP,)
    return [each.call(connection, counted) for each in keeping]


@cache
def _keeping_with_news(dialect: str) -> tuple[Prepared, ...]:
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
    if dialect == POSTGRES:
        kept = {name: sa.bindparam(name, type_=tenant_heads.c[name].type) for name in _COUNTED}
        return (Prepared(sa.update(tenant_heads).where(_OWN).values(**kept).add_cte(fed.cte("fed"))),)
    return _KEEP, Prepared(fed)


def _query(connection: Connection, tenant_id: TenantId, ending: str = "") -> str:
    """Return the query that comes with the beginning on PostgreSQL; safe, because a UUID holds no other characters."""
    if connection.dialect.name != POSTGRES:
        return ""
    return f"SELECT {', '.join(_COUNTED)} FROM {tenant_heads.name} WHERE tenant_id = '{UUID(str(tenant_id))}'{ending}"  # noqa: S608


def _head(connection: Connection, tenant_id: TenantId, found: Rows) -> Head | None:
    if connection.dialect.name == POSTGRES:
        return _HEAD.load(dict(zip(_COUNTED, found[0], strict=True))) if found else None
    rows = HEAD.rows(connection, {"own": tenant_id})
    return head_in(rows) if rows else None
