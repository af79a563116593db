"""Role holders among any number of users, in the database; every page is read along an index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from itertools import product
from typing import Any

import sqlalchemy as sa

from saas_core.access.model import Assignment, User
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_sql.access.organization import ASSIGNMENT
from saas_sql.access.people import SqlUsers
from saas_sql.access.tables import assignments, user_states
from saas_sql.session import Session
from saas_sql.statements import in_parts
from saas_sql.states import held

_PARTS = 50
"""Most role-and-place pairs in one query; SQLite joins at most 500."""


class Anywhere(Enum):
    """In place of a department or the whole instance: wherever it is."""

    ANYWHERE = "anywhere"


_ANYWHERE = Anywhere.ANYWHERE


class SqlHolders:
    """Assignments of many users, and pages of them."""

    def __init__(self, session: Session, people: SqlUsers) -> None:
        """Use the session; `people` loads users by id."""
        self._session = session
        self._people = people

    def get(self, assignment_id: AssignmentId) -> Assignment | None:
        """Return an assignment, whether in force or ended."""
        return self._session.find(ASSIGNMENT, self._session.select(assignments, assignments.c.id == assignment_id))

    def of_users(self, user_ids: Iterable[UserId], at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments of several users as of the instant, or the current ones, by user and id."""
        table, found = assignments.c, list[Assignment]()
        for some in in_parts(sorted(set(user_ids))):
            query = self._session.select_for(table.user_id, some, held(assignments, at))
            found += self._session.models(ASSIGNMENT, query)
        return tuple(sorted(found, key=lambda each: (each.user_id, each.id)))

    def page(
        self,
        after: Assignment | None,
        limit: int,
        at: datetime | None = None,
        *,
        role_id: RoleId | None = None,
        department_id: DepartmentId | None = None,
    ) -> tuple[Assignment, ...]:
        """Return assignments as of the instant, or the current ones, after the given one.

        A role's assignments are sorted by user and id, a department's by role and id, all others by id.
        """
        table = assignments.c
        query = self._session.select(assignments, held(assignments, at))
        order: tuple[sa.Column[Any], ...] = (table.id,)
        if department_id is not None:
            order = (table.role_id, table.id)
            query = query.where(table.department_id == department_id)
            if role_id is not None:
                order = (table.id,)
                query = query.where(table.role_id == role_id)
        elif role_id is not None:
            order = (table.user_id, table.id)
            query = query.where(table.role_id == role_id)
        if after is not None:
            last = sa.tuple_(*(sa.bindparam(None, getattr(after, each.name), each.type) for each in order))
            query = query.where(sa.tuple_(*order) > last if len(order) > 1 else order[0] > after.id)
        return self._session.models(ASSIGNMENT, query.order_by(*order).limit(limit))

    def active(
        self,
        role_ids: Iterable[RoleId],
        places: Iterable[DepartmentId | None] | None,
        after: UserId | None,
        limit: int,
        at: datetime | None = None,
    ) -> tuple[User, ...]:
        """Return users active at the instant, or now, who hold one of the roles exactly at one of the places, by id.

        Without places, they hold it anywhere.
        """
        there = (_ANYWHERE,) if places is None else tuple(places)
        found: set[UserId] = set()
        for pairs in in_parts(product(role_ids, there), _PARTS):
            parts = [self._holding(role, place, after, limit, at) for role, place in pairs]
            every = sa.union_all(*(sa.select(each.subquery()) for each in parts))
            found.update(row["user_id"] for row in self._session.rows(sa.select(every.subquery())))
            # Users sorted after a full page can no longer enter it.
            found = set(sorted(found)[:limit])
        return self._people.many(found, at)

    def _holding(
        self,
        role_id: RoleId,
        place: DepartmentId | Anywhere | None,
        after: UserId | None,
        limit: int,
        at: datetime | None,
    ) -> sa.Select[Any]:
        """Return the query for the first active users who hold the role exactly there, or anywhere."""
        table, states = assignments.c, user_states.c
        query = (
            sa.select(table.user_id)
            .distinct()
            .where(
                table.tenant_id == self._session.tenant_id,
                table.role_id == role_id,
                held(assignments, at),
            )
            .order_by(table.user_id)
            .limit(limit)
        )
        if not isinstance(place, Anywhere):
            query = query.where(table.department_id.is_(None) if place is None else table.department_id == place)
        if after is not None:
            query = query.where(table.user_id > after)
        if at is None:
            return query.where(table.user_active)
        joined = sa.and_(states.tenant_id == table.tenant_id, states.user_id == table.user_id)
        return query.join(user_states, joined).where(
            states.tenant_id == self._session.tenant_id, states.state == UserState.ACTIVE, held(user_states, at)
        )
