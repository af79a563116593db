"""The outbox in the database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from saas_core.kernel.ids import EffectId
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Effect
from saas_sql.column_types import Instant, Json
from saas_sql.declaration import WHOLE, column, index, unique
from saas_sql.heads import Head
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.work.tables import TABLES
from saas_sql.work.tasks import SqlTenantTasks

outbox = TABLES.add(
    "outbox",
    column("position", sa.BigInteger, key=True),
    column("id", sa.Uuid),
    column("at", Instant),
    column("kind", sa.Text),
    column("aggregate", sa.Text),
    column("body", Json),
    column("done_at", Instant, null=True),
    unique("id"),
    index("ix_outbox_pending", "tenant_id", "position", where="done_at IS NULL"),
    index("ix_outbox_aggregate", "tenant_id", "aggregate", "position", where="done_at IS NULL"),
    changes=WHOLE,
)
_EFFECT = Mapped(Effect, outbox)


class SqlOutbox:
    """Effects decided but not yet carried out, in the order they were decided."""

    def __init__(self, session: Session, head: Head, tasks: SqlTenantTasks) -> None:
        """Use the session; the head numbers the effects, and tasks carry them out."""
        self._session = session
        self._tasks = tasks
        self._head = head

    def put(self, effect: Effect) -> None:
        """Save the effect together with the change that decided it."""
        self._head.outbox_position += 1
        row = {"position": self._head.outbox_position, **_EFFECT.dump(effect), "done_at": None}
        self._session.insert(outbox, row)
        self._tasks.want(EFFECTS, effect.aggregate, effect.at)

    def pending(self, *, limit: int = 100, kind: str | None = None) -> tuple[Effect, ...]:
        """Return pending effects, optionally of one kind, oldest first."""
        query = self._session.select(outbox, outbox.c.done_at.is_(None)).order_by(outbox.c.position).limit(limit)
        if kind is not None:
            query = query.where(outbox.c.kind == kind)
        return self._session.models(_EFFECT, query)

    def first(self, aggregate: str) -> Effect | None:
        """Return the oldest pending effect of an aggregate; no later one may overtake it."""
        waiting = self._session.select(outbox, outbox.c.done_at.is_(None), outbox.c.aggregate == aggregate)
        return self._session.find(_EFFECT, waiting.order_by(outbox.c.position))

    def done(self, effect_id: EffectId, at: datetime) -> None:
        """Mark an effect as carried out, and empty its body, which may hold sealed secrets."""
        self._session.update(outbox, outbox.c.id == effect_id, outbox.c.done_at.is_(None), done_at=at, body={})
