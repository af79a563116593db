"""Mailings and suppressed addresses in the database, outside the tenants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from saas_core.kernel.ids import EffectId
from saas_core.mail.mailings import ASKED_AGAIN, Mailing, MailState, Suppression, before
from saas_sql.column_types import Instant, bytewise, choice
from saas_sql.declaration import WHOLE, Tables, changeable, column, ident
from saas_sql.mapping import Mapped
from saas_sql.outside import changing, reading
from saas_sql.session import Session
from saas_sql.statements import insert_if_absent, insert_or
from saas_sql.store import SqlStore
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

mailings = TABLES.add(
    "mailings",
    ident(),
    column("state", choice(MailState, "mailstate")),
    column("unanswered", sa.BigInteger),
    column("changed_at", Instant),
    changes=WHOLE,
    removed=True,
    outside="news of a mail names its id alone",
)
_KEPT = Mapped(Mailing, mailings)

suppressions = TABLES.add(
    "suppressions",
    column("address", bytewise(), key=True),
    column("why", sa.Text),
    column("since", Instant),
    column("mail", sa.Uuid, null=True),
    column("lifted_at", Instant, null=True),
    changes=("why", "since", "mail", "lifted_at"),
    removed=True,
    outside="an address, as a keyed digest, is suppressed for every tenant",
)
_SUPPRESSION = Mapped(Suppression, suppressions)

_MAILING = mailings.c
_SUPPRESSED = suppressions.c
_HELD = sa.select(suppressions).where(_SUPPRESSED.lifted_at.is_(None))


class Ports(SqlWork):
    """Suppressed addresses, inside a unit of work."""

    @cached_property
    def suppressions(self) -> SqlSuppressionsAtHand:
        """Suppressed addresses."""
        return SqlSuppressionsAtHand(self.session)


class OutsidePorts(SqlStore):
    """Mailings and suppressions, outside units of work."""

    @property
    def mailings(self) -> SqlMailings:
        """The progress of each mail; each call is its own transaction."""
        return SqlMailings(self._engine)

    @property
    def suppressions(self) -> SqlSuppressions:
        """Suppressed addresses; each call is its own transaction."""
        return SqlSuppressions(self._engine)


class SqlMailings:
    """The progress of each mail."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads and writes."""
        self._engine = engine

    def get(self, mail_id: EffectId) -> Mailing | None:
        """Return a mail's progress; None if it was never handed over."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(mailings).where(_MAILING.id == mail_id)).mappings().first()
        return _KEPT.load_first(row)

    def save(self, mailing: Mailing) -> None:
        """Record a mail's progress, unless feedback has already confirmed that it left."""
        with changing(self._engine) as connection:
            added = insert_if_absent(connection, mailings, _KEPT.dump(mailing))
            if not added:
                connection.execute(_changed(mailing, ASKED_AGAIN))

    def advance(self, mailing: Mailing) -> bool:
        """Record feedback on a mail, unless later feedback is known; returns whether it was news."""
        with changing(self._engine) as connection:
            return connection.execute(_changed(mailing, before(mailing.state))).first() is not None

    def page(self, after: EffectId | None, limit: int, state: MailState | None = None) -> tuple[Mailing, ...]:
        """Return mailings by id, after the given one, of one state or, for None, of any."""
        query = sa.select(mailings).order_by(_MAILING.id).limit(limit)
        if state is not None:
            query = query.where(_MAILING.state == state)
        if after is not None:
            query = query.where(_MAILING.id > after)
        with reading(self._engine) as connection:
            return _KEPT.load_all(connection.execute(query).mappings())

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of mailings last changed before an instant that will not be retried."""
        over = (_MAILING.changed_at < before, _MAILING.state.not_in(sorted(ASKED_AGAIN, key=str)))
        with changing(self._engine) as connection:
            return _forgotten(connection, _MAILING.id, *over, limit=limit)


class SqlSuppressions:
    """Suppressed addresses, which no longer receive mail."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads and writes."""
        self._engine = engine

    def get(self, address: str) -> Suppression | None:
        """Return why an address is suppressed; None if it is not."""
        with reading(self._engine) as connection:
            row = connection.execute(_HELD.where(_SUPPRESSED.address == address)).mappings().first()
        return _SUPPRESSION.load_first(row)

    def add(self, suppression: Suppression) -> bool:
        """Suppress the address; returns False if it already was, or was lifted after that feedback."""
        with changing(self._engine) as connection:
            row = _SUPPRESSION.dump(suppression)
            added = insert_or(
                connection.dialect.name, suppressions, tuple(row), _anew, _lifted_before, telling="address"
            )
            return bool(added.rows(connection, row))

    def page(self, after: str, limit: int) -> tuple[Suppression, ...]:
        """Return suppressions by digest, after the given one."""
        query = _HELD.where(_SUPPRESSED.address > after).order_by(_SUPPRESSED.address).limit(limit)
        with reading(self._engine) as connection:
            return _SUPPRESSION.load_all(connection.execute(query).mappings())

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of suppressions lifted before an instant; returns their number."""
        with changing(self._engine) as connection:
            return _forgotten(connection, _SUPPRESSED.address, _SUPPRESSED.lifted_at < before, limit=limit)


class SqlSuppressionsAtHand:
    """Suppressions, inside a unit of work."""

    def __init__(self, session: Session) -> None:
        """Apply changes through the session."""
        self._session = session

    def lift(self, address: str, at: datetime) -> bool:
        """Lift a suppression; returns whether the address was suppressed."""
        held = sa.update(suppressions).where(_SUPPRESSED.address == address, _SUPPRESSED.lifted_at.is_(None))
        return self._session.change_outside(suppressions, held.values(lifted_at=at)) > 0


def _anew(table: sa.Table, given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the row that is given
    return {name: given[name] for name in changeable(table)}


def _lifted_before(table: sa.Table, given: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    earlier: sa.ColumnElement[bool] = table.c.lifted_at < given.since
    return earlier


def _forgotten(connection: Connection, key: sa.Column[Any], *over: sa.ColumnElement[bool], limit: int) -> int:
    old = sa.select(key).where(*over).order_by(key).limit(limit)
    return int(connection.execute(sa.delete(key.table).where(key.in_(old), *over)).rowcount)


def _changed(mailing: Mailing, states: Collection[MailState]) -> sa.UpdateBase:
    """Return the statement that changes a mailing if it is in one of these states."""
    row = _KEPT.dump(mailing)
    here = sa.update(mailings).where(_MAILING.id == mailing.id, _MAILING.state.in_(sorted(states, key=str)))
    return here.values({name: row[name] for name in changeable(mailings)}).returning(_MAILING.id)
