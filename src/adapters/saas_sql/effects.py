"""The outbox and the first results of commands, in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import RowMapping

from saas_core.kernel.ids import EffectId
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Effect, Reply
from saas_sql.heads import Head
from saas_sql.session import Session
from saas_sql.tables import outbox, replies
from saas_sql.tasks import SqlTenantTasks


class SqlOutbox:
    """Effects decided but not yet carried out, in the order of their deciding."""

    def __init__(self, session: Session, head: Head, tasks: SqlTenantTasks) -> None:
        """Read and write through the session; the head counts the places, and tasks carry the effects out."""
        self._session = session
        self._tasks = tasks
        self._head = head

    def put(self, effect: Effect) -> None:
        """Keep the effect with the change that decided it."""
        self._head.outbox_position += 1
        self._session.insert(
            outbox,
            {
                "position": self._head.outbox_position,
                "id": effect.id,
                "at": effect.at,
                "kind": effect.kind,
                "aggregate": effect.aggregate,
                "body": dict(effect.body),
                "done_at": None,
            },
        )
        self._tasks.want(EFFECTS, effect.aggregate, effect.at)

    def pending(self, *, limit: int = 100, kind: str | None = None) -> tuple[Effect, ...]:
        """Read effects not yet carried out, of one kind or of any, oldest first."""
        query = self._session.select(outbox, outbox.c.done_at.is_(None)).order_by(outbox.c.position).limit(limit)
        if kind is not None:
            query = query.where(outbox.c.kind == kind)
        return tuple(_effect(row) for row in self._session.rows(query))

    def first(self, aggregate: str) -> Effect | None:
        """Give the oldest effect of an aggregate that is not carried out yet; no later one may overtake it."""
        waiting = self._session.select(outbox, outbox.c.done_at.is_(None), outbox.c.aggregate == aggregate)
        row = self._session.first(waiting.order_by(outbox.c.position))
        return None if row is None else _effect(row)

    def done(self, effect_id: EffectId, at: datetime) -> None:
        """Mark an effect as carried out; its body may hold sealed secrets and is emptied."""
        self._session.update(outbox, outbox.c.id == effect_id, outbox.c.done_at.is_(None), done_at=at, body={})


def _effect(row: RowMapping) -> Effect:
    return Effect(id=EffectId(row["id"]), at=row["at"], kind=row["kind"], aggregate=row["aggregate"], body=row["body"])


class SqlReplies:
    """First results, by idempotency key."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, key: str) -> Reply | None:
        """Give the first result kept under the key."""
        row = self._session.first(self._session.select(replies, replies.c.key == key))
        if row is None:
            return None
        return Reply(key=row["key"], command=row["command"], request=row["request"], result=row["result"])

    def put(self, reply: Reply) -> None:
        """Keep the first result."""
        self._session.insert(
            replies,
            {"key": reply.key, "command": reply.command, "request": reply.request, "result": reply.result},
        )
