"""Histories of states, stored as rows with consecutive half-open spans `[since, until)`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import RowMapping

from saas_sql.session import Row, Session


def held(table: sa.Table, at: datetime | None) -> sa.ColumnElement[bool]:
    """Return the condition for the rows in effect at an instant, or now for None."""
    if at is None:
        return table.c.until.is_(None)
    return sa.and_(table.c.since <= at, sa.or_(table.c.until.is_(None), table.c.until > at))


@frozen
class States:
    """The states of one kind of thing; `owner` is the column that identifies the thing."""

    session: Session
    table: sa.Table
    owner: str

    def begin(self, at: datetime, state: Row) -> None:
        """Start the first state of a new thing at the instant."""
        self.session.insert(self.table, {"since": at, "until": None, **state})

    def change(self, at: datetime, state: Row) -> None:
        """Start a state, which identifies its thing, at the instant.

        A state that would have lasted no time, or that began after `at` by another machine's clock, is replaced.
        """
        last = self._last(state[self.owner])
        if last is None:
            self.begin(at, state)
        elif last["until"] is not None:
            self.begin(max(at, last["until"]), state)
        elif all(last[name] == value for name, value in state.items()):
            return
        elif at <= last["since"]:
            self.session.update(self.table, *self._is(last), **{**state, self.owner: last[self.owner]})
        else:
            self.session.update(self.table, *self._is(last), until=at)
            self.begin(at, state)

    def end(self, thing: UUID, at: datetime) -> None:
        """End the current state at the instant."""
        last = self._last(thing)
        if last is None or last["until"] is not None:
            return
        if at <= last["since"]:
            self.session.delete(self.table, *self._is(last))
        else:
            self.session.update(self.table, *self._is(last), until=at)

    def _last(self, thing: UUID) -> RowMapping | None:
        table = self.table
        query = self.session.select(table, table.c[self.owner] == thing)
        return self.session.first(query.order_by(table.c.since.desc()))

    def _is(self, row: RowMapping) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
        table = self.table
        return table.c[self.owner] == row[self.owner], table.c.since == row["since"]
