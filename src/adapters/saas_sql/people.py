"""The users of a tenant, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from saas_core.access.errors import EmailTaken
from saas_core.access.model import User
from saas_core.access.values import UserState
from saas_core.kernel.ids import UserId
from saas_core.kernel.text import email_key
from saas_sql.session import Session
from saas_sql.states import States, held
from saas_sql.tables import user_states, users


class SqlUsers:
    """The tenant's users; of a former instant only the state is kept, names and addresses are the present ones."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session
        self._states = States(session, user_states, "user_id")
        # Users added in this unit of work are known here, so that adding the next one need not send them first.
        self._added: dict[UserId, User] = {}
        self._addresses: dict[str, UserId] = {}
        self._free: set[str] = set()
        self._highest: UserId | None = None

    def get(self, user_id: UserId, at: datetime | None = None) -> User | None:
        """Give the user as of the instant, or as it is now."""
        row = self._session.first(self._people(at).where(users.c.id == user_id))
        return None if row is None else _user(row)

    def by_email(self, email: str) -> User | None:
        """Give the user with the address, compared in any case."""
        key = email_key(email)
        if key in self._addresses:
            return self._added[self._addresses[key]]
        row = self._session.peek(self._people(None).where(users.c.email_key == key))
        if row is None:
            self._free.add(key)
            return None
        return _user(row)

    def save(self, user: User, at: datetime) -> None:
        """Keep the user as it is from the instant on; raises EmailTaken."""
        key = email_key(user.email)
        holder = None if key in self._free else self.by_email(user.email)
        if holder is not None and holder.id != user.id:
            message = "Another user has this address."
            raise EmailTaken(message, field="email", remedy="Give another address, or change that user.")
        self._free.discard(key)
        present = holder or self._present(user.id)
        if present is None:
            self._session.insert(users, {"id": user.id, "name": user.name, "email": user.email, "email_key": key})
            self._states.begin(user.id, at, {"state": user.state})
            self._added[user.id] = user
            self._addresses[key] = user.id
            return
        if (present.name, present.email) != (user.name, user.email):
            self._session.update(users, users.c.id == user.id, name=user.name, email=user.email, email_key=key)
        self._states.change(user.id, at, {"state": user.state})
        # From here on the rows tell everything.
        self._session.send()
        if self._added.pop(user.id, None) is not None:
            del self._addresses[email_key(present.email)]
            self._highest = max(self._highest or user.id, user.id)

    def page(self, after: UserId | None, limit: int, state: UserState | None = None) -> tuple[User, ...]:
        """Give users by id, those after the given one, of one state or of any."""
        query = self._people(None).order_by(users.c.id).limit(limit)
        if after is not None:
            query = query.where(users.c.id > after)
        if state is not None:
            # By the states' own index, so that a rare state among a million users is found at once.
            query = self._people(None).where(user_states.c.state == state).order_by(user_states.c.user_id).limit(limit)
            if after is not None:
                query = query.where(user_states.c.user_id > after)
        return tuple(_user(row) for row in self._session.rows(query))

    def _present(self, user_id: UserId) -> User | None:
        if user_id in self._added:
            return self._added[user_id]
        if self._highest is None:
            last = self._session.first(self._session.select(users).order_by(users.c.id.desc()))
            self._highest = UserId(UUID(int=0) if last is None else last["id"])
        if user_id > self._highest:
            # Ids grow, so most new ones need no look at the rows.
            return None
        row = self._session.peek(self._people(None).where(users.c.id == user_id))
        return None if row is None else _user(row)

    def _people(self, at: datetime | None) -> sa.Select[Any]:
        states = user_states.c
        joined = sa.and_(states.tenant_id == users.c.tenant_id, states.user_id == users.c.id, held(user_states, at))
        return (
            sa.select(users.c.id, users.c.name, users.c.email, states.state)
            .join(user_states, joined)
            .where(users.c.tenant_id == self._session.tenant_id, states.tenant_id == self._session.tenant_id)
        )


def _user(row: RowMapping) -> User:
    return User(id=UserId(row["id"]), name=row["name"], email=row["email"], state=row["state"])
