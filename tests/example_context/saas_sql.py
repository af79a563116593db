"""Bulletins in the database."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from example_context.model import Bulletin
from example_context.values import BulletinId
from saas_sql.column_types import Instant
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

bulletins = TABLES.add(
    "bulletins",
    ident(),
    column("text", sa.Text),
    column("posted_at", Instant),
    column("until", Instant),
    column("withdrawn_at", Instant, null=True),
    index("ix_bulletins_until", "tenant_id", "until"),
    changes=("withdrawn_at",),
    removed=True,
)
_BULLETIN = Mapped(Bulletin, bulletins)


class Ports(SqlWork):
    """The bulletins of the tenant at hand."""

    @cached_property
    def bulletins(self) -> SqlBulletins:
        """The tenant's bulletins."""
        return SqlBulletins(self.session)


class SqlBulletins:
    """The bulletins of the tenant at hand."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, bulletin_id: BulletinId) -> Bulletin | None:
        """Return a bulletin."""
        return self._session.find(_BULLETIN, self._session.select(bulletins, bulletins.c.id == bulletin_id))

    def page(self, after: BulletinId | None, limit: int) -> tuple[Bulletin, ...]:
        """Return bulletins by id, those after the given one."""
        conditions = () if after is None else (bulletins.c.id > after,)
        query = self._session.select(bulletins, *conditions).order_by(bulletins.c.id).limit(limit)
        return self._session.models(_BULLETIN, query)

    def save(self, bulletin: Bulletin) -> None:
        """Keep a bulletin, new or changed."""
        self._session.keep(bulletins, _BULLETIN.dump(bulletin))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those whose time was over before an instant, at most so many; return their number."""
        query = self._session.select(bulletins, bulletins.c.until < before).limit(limit)
        old = [row["id"] for row in self._session.rows(query)]
        return self._session.delete(bulletins, bulletins.c.id.in_(old)) if old else 0
