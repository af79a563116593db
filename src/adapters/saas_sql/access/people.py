"""The users of a tenant, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from saas_core.access.errors import EmailTaken
from saas_core.access.model import User
from saas_core.access.values import UserState
from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import UserId
from saas_sql.access.tables import assignments, user_states, users
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session
from saas_sql.statements import in_parts
from saas_sql.states import States, held, held_then

_USER = Mapped(User, users, besides=("state",))


class SqlUsers:
    """The tenant's users; past states are kept, but names and addresses are always the current ones."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session
        self._states = States(session, user_states, "user_id", users)
        # Users added in this unit of work, so that adding the next one need not send them first.
        self._added: dict[UserId, User] = {}
        self._addresses: dict[str, UserId] = {}
        self._free: set[str] = set()
        self._highest: UserId | None = None

    def get(self, user_id: UserId, at: datetime | None = None) -> User | None:
        """Return the user as of the instant, or the current user."""
        found = self._session.found(_one(users.c.id, now=at is None), wanted=user_id, at=at)
        return _USER.load_first(next(iter(found), None))

    def by_email(self, email: str) -> User | None:
        """Return the user with the address, ignoring case."""
        key = canonical(email)
        if key in self._addresses:
            return self._added[self._addresses[key]]
        found = self._session.found_sent(_one(users.c.email_key), wanted=key)
        if not found:
            self._free.add(key)
            return None
        return _USER.load(found[0])

    def by_emails(self, emails: Iterable[str]) -> tuple[User, ...]:
        """Return the users with one of these addresses, ignoring case, in no particular order."""
        keys = set(map(canonical, emails))
        found = [self._added[self._addresses[key]] for key in keys if key in self._addresses]
        unknown = keys - self._addresses.keys()
        for some in in_parts(unknown):
            rows = self._session.unsent(self._session.select_for(users.c.email_key, some))
            self._free.update(some)
            self._free.difference_update(row["email_key"] for row in rows)
            found += self._with_states(rows, None)
        return tuple(found)

    def save(self, user: User, at: datetime) -> None:
        """Save the user's state as of the instant; raises EmailTaken."""
        key = canonical(user.email)
        holder = None if key in self._free else self.by_email(user.email)
        if holder is not None and holder.id != user.id and not self._kept(user):
            message = "Another user has this address."
            raise EmailTaken(message, field="email", remedy="Give another address, or change that user.")
        self._free.discard(key)
        present = holder if holder is not None and holder.id == user.id else self.present(user.id)
        if present is None:
            self._session.insert(users, {**_USER.dump(user), "email_key": key})
            self._states.begin(at, {"user_id": user.id, "state": user.state})
            self._added[user.id] = user
            self._addresses[key] = user.id
            return
        if present.email != user.email:
            self._session.update(users, users.c.id == user.id, email=user.email, email_key=key)
        if present.name != user.name:
            self._session.update(users, users.c.id == user.id, name=user.name)
        self._states.change(at, {"user_id": user.id, "state": user.state})
        if (present.state is UserState.ACTIVE) != (user.state is UserState.ACTIVE):
            held = (assignments.c.user_id == user.id, assignments.c.until.is_(None))
            self._session.update(assignments, *held, user_active=user.state is UserState.ACTIVE)
        # From here on the rows are complete.
        self._session.send()
        if self._added.pop(user.id, None) is not None:
            del self._addresses[canonical(present.email)]
            self._highest = max(self._highest or user.id, user.id)

    def _kept(self, user: User) -> bool:
        """Return whether a user keeps the address it has: one of older times may be another user's of today."""
        present = self.present(user.id)
        return present is not None and present.email == user.email

    def page(self, after: UserId | None, limit: int, state: UserState | None = None) -> tuple[User, ...]:
        """Return users by id, after the given one, optionally of one state."""
        if state is None:
            query = self._session.select(users).order_by(users.c.id).limit(limit)
            if after is not None:
                query = query.where(users.c.id > after)
            return tuple(self._with_states(self._session.rows(query), None))
        # Along the states' own index, so that a rare state among a million users is found quickly.
        states = user_states.c
        query = self._session.select(user_states, states.state == state, held(user_states, None))
        if after is not None:
            query = query.where(states.user_id > after)
        rows = self._session.rows(query.order_by(states.user_id).limit(limit))
        return self.many(row["user_id"] for row in rows)

    def many(self, user_ids: Iterable[UserId], at: datetime | None = None) -> tuple[User, ...]:
        """Return several users as of the instant, or the current ones, by id."""
        found: list[User] = []
        for some in in_parts(sorted(set(user_ids))):
            found += self._with_states(self._session.rows(self._session.select_for(users.c.id, some)), at)
        return tuple(sorted(found, key=lambda each: each.id))

    def _with_states(self, rows: Sequence[RowMapping], at: datetime | None) -> Iterator[User]:
        """Return the users of rows without states; a join would be planned badly before the database has statistics."""
        ids = [row["id"] for row in rows]
        query = self._session.select_for(user_states.c.user_id, ids, held(user_states, at))
        states = {row["user_id"]: row["state"] for row in self._session.unsent(query)} if rows else {}
        for row in rows:
            if row["id"] in states:
                yield User(id=UserId(row["id"]), name=row["name"], email=row["email"], state=states[row["id"]])

    def present(self, user_id: UserId) -> User | None:
        """Return the current user without first sending buffered rows."""
        added = self._added.get(user_id)
        if added is not None:
            return added
        if self._highest is None:
            last = self._session.found(_highest())
            self._highest = UserId(last[0]["id"] if last else UUID(int=0))
        if user_id > self._highest:
            # Ids increase, so most new ones need no lookup.
            return None
        return _USER.load_first(next(iter(self._session.found_sent(_one(users.c.id), wanted=user_id)), None))


@cache
def _one(column: sa.Column[Any], *, now: bool = True) -> Prepared:
    """Return the query for the user with a value in a column that tells users apart."""
    states = user_states.c
    held_by = (states.tenant_id == users.c.tenant_id, states.user_id == users.c.id, held_then(user_states, now=now))
    joined = sa.and_(*held_by)
    own: sa.BindParameter[Any] = sa.bindparam("own")
    return Prepared(
        sa.select(users.c.id, users.c.name, users.c.email, states.state)
        .join(user_states, joined)
        .where(users.c.tenant_id == own, states.tenant_id == own, column == sa.bindparam("wanted"))
    )


@cache
def _highest() -> Prepared:
    """Return the query for the highest id of a user."""
    mine = sa.select(users.c.id).where(users.c.tenant_id == sa.bindparam("own"))
    return Prepared(mine.order_by(users.c.id.desc()).limit(1))
