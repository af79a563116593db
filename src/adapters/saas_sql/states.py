"""Histories of states, stored as rows with consecutive half-open spans `[since, until)`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from attrs import define, field, frozen
from sqlalchemy.engine import Connection

from saas_sql.buffered import Row
from saas_sql.column_types import POSTGRES, Instant
from saas_sql.driver import Call
from saas_sql.prepared import Prepared
from saas_sql.session import Session


def held(table: sa.Table, at: datetime | None) -> sa.ColumnElement[bool]:
    """Return the condition for the rows in effect at an instant, or now for None."""
    if at is None:
        return table.c.until.is_(None)
    return sa.and_(table.c.since <= at, sa.or_(table.c.until.is_(None), table.c.until > at))


def held_then(table: sa.Table, *, now: bool) -> sa.ColumnElement[bool]:
    """Return the condition for the rows in effect now, or at the instant of the parameter `at`."""
    if now:
        return table.c.until.is_(None)
    at = sa.bindparam("at", type_=Instant)
    return sa.and_(table.c.since <= at, sa.or_(table.c.until.is_(None), table.c.until > at))


@frozen(eq=False)
class States:
    """The states of one kind of thing; `owner` is the column that identifies the thing, `things` their own table.

    Changes are buffered, and sent before anything else is asked: those of many things take as many statements as those
    of one.
    """

    session: Session
    table: sa.Table
    owner: str
    things: sa.Table
    _changes: list[tuple[datetime, Row]] = field(factory=list, init=False)
    _begun: set[UUID] = field(factory=set, init=False)
    _things: list[Row] = field(factory=list, init=False)

    def begin(self, at: datetime, state: Row) -> None:
        """Start the first state of a new thing at the instant."""
        self._begun.add(state[self.owner])
        self.change(at, state)

    def change(self, at: datetime, state: Row, thing: Row | None = None) -> None:
        """Start a state, which identifies its thing, at the instant; adds the thing unless it is there.

        A state that would have lasted no time, or that began after `at` by another machine's clock, is replaced.
        """
        self.session.require_writing(self.table)
        self._changes.append((at, state))
        if thing is not None:
            self._things.append(thing)
        self.session.send_before_others(self)

    def end(self, thing: UUID, at: datetime) -> None:
        """End the current state at the instant."""
        self.session.send()
        last = next(iter(self.session.found(_last(self.table, self.owner), thing=thing)), None)
        if last is None or last["until"] is not None:
            return
        if at <= last["since"]:
            self.session.delete(self.table, *self._is(last))
        else:
            self.session.update(self.table, *self._is(last), until=at)

    def unsent(self, connection: Connection) -> Sequence[Call]:
        """Return the calls that end or replace former states, and have the session send the new ones."""
        changes, things = list(self._changes), {each["id"]: each for each in self._things}
        self._changes.clear()
        self._things.clear()
        courses = self._courses(connection, dict.fromkeys(state[self.owner] for _at, state in changes))
        self._begun.clear()
        for at, state in changes:
            courses[state[self.owner]].change(at, state)
        for number, each in courses.items():
            if each.stored is None and number in things:
                self.session.insert_if_absent(self.things, things[number])
            for row in each.added:
                self.session.insert(self.table, row)
        changed = [{**each.changed, **self._place(each.changed)} for each in courses.values() if each.changed]
        return [_changing(self.table, self.owner).calls(connection, changed)] if changed else []

    def _courses(self, connection: Connection, things: Collection[UUID]) -> dict[UUID, _Course]:
        """Return the courses of things, each beginning with its last state."""
        known = [each for each in things if each not in self._begun]
        if len(known) > 1 and connection.dialect.name == POSTGRES:
            found = self.session.found_sent(_lasts(self.table, self.owner), things=known)
        else:
            # Nothing is quicker where a query takes no round trip.
            one = _last(self.table, self.owner)
            found = [row for each in known for row in self.session.found_sent(one, thing=each)]
        stored = {row[self.owner]: row for row in found}
        return {each: _Course(stored.get(each)) for each in things}

    def _place(self, row: Row) -> dict[str, Any]:
        return {"own": self.session.tenant_id, "thing": row[self.owner], "began": row["since"]}

    def _is(self, row: Row) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
        table = self.table
        return table.c[self.owner] == row[self.owner], table.c.since == row["since"]


@define
class _Course:
    """Changes to the states of a thing: its last stored state, that state as changed, and the states added after it."""

    stored: Row | None
    changed: dict[str, Any] | None = None
    added: list[dict[str, Any]] = field(factory=list)

    def change(self, at: datetime, state: Row) -> None:
        """Start a state at the instant."""
        last = self.added[-1] if self.added else self.changed or self.stored
        if last is None:
            self.added.append({"since": at, "until": None, **state})
        elif last["until"] is not None:
            self.added.append({"since": max(at, last["until"]), "until": None, **state})
        elif all(last[name] == value for name, value in state.items()):
            return
        elif at <= last["since"]:
            self._keep({**last, **state})
        else:
            self._keep({**last, "until": at})
            self.added.append({"since": at, "until": None, **state})

    def _keep(self, last: dict[str, Any]) -> None:
        if self.added:
            self.added[-1] = last
        else:
            self.changed = last


@cache
def _last(table: sa.Table, owner: str) -> Prepared:
    """Return the query for a thing's last state."""
    one = (table.c.tenant_id == sa.bindparam("own"), table.c[owner] == sa.bindparam("thing"))
    return Prepared(sa.select(table).where(*one).order_by(table.c.since.desc()).limit(1))


@cache
def _lasts(table: sa.Table, owner: str) -> Prepared:
    """Return PostgreSQL's query for the last states of several things."""
    # Slow to import, and of no use where SQLite is used.
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415

    things = sa.bindparam("things", type_=ARRAY(sa.Uuid))
    wanted = sa.func.unnest(things).table_valued(sa.column("thing", sa.Uuid), name="wanted").render_derived()
    one = (table.c.tenant_id == sa.bindparam("own"), table.c[owner] == wanted.c.thing)
    found = sa.select(table).where(*one).order_by(table.c.since.desc()).limit(1).lateral("found")
    return Prepared(sa.select(found).select_from(wanted).join(found, sa.true()))


@cache
def _changing(table: sa.Table, owner: str) -> Prepared:
    """Return what changes a thing's state that began at an instant."""
    one = (
        table.c.tenant_id == sa.bindparam("own"),
        table.c[owner] == sa.bindparam("thing"),
        table.c.since == sa.bindparam("began"),
    )
    return Prepared(sa.update(table).where(*one), given=tuple(each.name for each in table.c if not each.primary_key))
