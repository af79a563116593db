"""Mailings and suppressed addresses in the database, outside the tenants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from saas_core.kernel.ids import EffectId
from saas_core.mail.mailings import ASKED_AGAIN, Mailing, MailState, Suppression, before
from saas_sql.outside import changing, reading
from saas_sql.session import Session
from saas_sql.statements import insert_if_absent, insert_or
from saas_sql.tables import mailings, suppressions

_MAILING = mailings.c
_SUPPRESSED = suppressions.c
_HELD = sa.select(suppressions).where(_SUPPRESSED.lifted_at.is_(None))


class SqlMailings:
    """How far each mail came."""

    def __init__(self, engine: Engine) -> None:
        """Read and write through the engine."""
        self._engine = engine

    def get(self, mail_id: EffectId) -> Mailing | None:
        """Give how far a mail came; None for one never handed over."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(mailings).where(_MAILING.id == mail_id)).mappings().first()
        return None if row is None else _mailing(row)

    def save(self, mailing: Mailing) -> None:
        """Keep how far a mail came, unless news of it says by now that it left."""
        row = {
            "id": mailing.id,
            "state": mailing.state,
            "unanswered": mailing.unanswered,
            "changed_at": mailing.changed_at,
        }
        with changing(self._engine) as connection:
            added = insert_if_absent(connection, mailings, row)
            if not added:
                connection.execute(_changed(mailing, ASKED_AGAIN))

    def advance(self, mailing: Mailing) -> bool:
        """Keep news of a mail that was handed over, unless more is known of it; tells whether it is news."""
        with changing(self._engine) as connection:
            return connection.execute(_changed(mailing, before(mailing.state))).first() is not None

    def page(self, after: EffectId | None, limit: int, state: MailState | None = None) -> tuple[Mailing, ...]:
        """Give mailings by id, those after the given one; of one state, or of any for None."""
        query = sa.select(mailings).order_by(_MAILING.id).limit(limit)
        if state is not None:
            query = query.where(_MAILING.state == state)
        if after is not None:
            query = query.where(_MAILING.id > after)
        with reading(self._engine) as connection:
            return tuple(_mailing(row) for row in connection.execute(query).mappings())

    def forget(self, before: datetime, limit: int) -> int:
        """Remove mailings that changed last before an instant and are not asked for again, at most so many."""
        over = (_MAILING.changed_at < before, _MAILING.state.not_in(sorted(ASKED_AGAIN, key=str)))
        with changing(self._engine) as connection:
            return _forgotten(connection, _MAILING.id, *over, limit=limit)


class SqlSuppressions:
    """Addresses that get no mail any more."""

    def __init__(self, engine: Engine) -> None:
        """Read and write through the engine."""
        self._engine = engine

    def get(self, address: str) -> Suppression | None:
        """Give why an address gets no mail; None when it gets mail."""
        with reading(self._engine) as connection:
            row = connection.execute(_HELD.where(_SUPPRESSED.address == address)).mappings().first()
        return None if row is None else _suppression(row)

    def add(self, suppression: Suppression) -> bool:
        """Keep it, and tell whether it is new: not if the address is suppressed, or was lifted after that news."""
        row = {
            "address": suppression.address,
            "why": suppression.why,
            "since": suppression.since,
            "mail": suppression.mail,
        }
        with changing(self._engine) as connection:
            added = insert_or(connection, suppressions, _anew, _lifted_before).returning(_SUPPRESSED.address)
            return connection.execute(added, row).first() is not None

    def page(self, after: str, limit: int) -> tuple[Suppression, ...]:
        """Give suppressions in the order of their digests, those after the given one."""
        query = _HELD.where(_SUPPRESSED.address > after).order_by(_SUPPRESSED.address).limit(limit)
        with reading(self._engine) as connection:
            return tuple(_suppression(row) for row in connection.execute(query).mappings())

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that were lifted before an instant, at most so many; gives their number."""
        with changing(self._engine) as connection:
            return _forgotten(connection, _SUPPRESSED.address, _SUPPRESSED.lifted_at < before, limit=limit)


class SqlSuppressionsAtHand:
    """Suppressions, inside a unit of work."""

    def __init__(self, session: Session) -> None:
        """Change them through the session."""
        self._session = session

    def lift(self, address: str, at: datetime) -> bool:
        """Let an address get mail again; tells whether it was suppressed."""
        held = sa.update(suppressions).where(_SUPPRESSED.address == address, _SUPPRESSED.lifted_at.is_(None))
        return self._session.change_outside(suppressions, held.values(lifted_at=at)) > 0


def _anew(table: sa.Table, given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the row that is given
    return {name: given[name] for name in ("why", "since", "mail")} | {table.c.lifted_at.name: None}


def _lifted_before(table: sa.Table, given: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    earlier: sa.ColumnElement[bool] = table.c.lifted_at < given.since
    return earlier


def _forgotten(connection: Connection, key: sa.Column[Any], *over: sa.ColumnElement[bool], limit: int) -> int:
    old = sa.select(key).where(*over).order_by(key).limit(limit)
    return int(connection.execute(sa.delete(key.table).where(key.in_(old), *over)).rowcount)


def _changed(mailing: Mailing, states: Collection[MailState]) -> sa.UpdateBase:
    """Make the one statement that changes a mailing while it is in one of these states."""
    course = {"state": mailing.state, "unanswered": mailing.unanswered, "changed_at": mailing.changed_at}
    here = sa.update(mailings).where(_MAILING.id == mailing.id, _MAILING.state.in_(sorted(states, key=str)))
    return here.values(course).returning(_MAILING.id)


def _mailing(row: RowMapping) -> Mailing:
    return Mailing(
        id=EffectId(row["id"]), state=row["state"], unanswered=row["unanswered"], changed_at=row["changed_at"]
    )


def _suppression(row: RowMapping) -> Suppression:
    mail = None if row["mail"] is None else EffectId(row["mail"])
    return Suppression(address=row["address"], why=row["why"], since=row["since"], mail=mail)
