"""Role holders among any number of users, in process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from uuid import UUID

from saas_core.access.model import Assignment, User
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_memory.access.organization import PLACES, in_force
from saas_memory.access.people import MemoryUsers
from saas_memory.space import Rows, View

_CHUNK = 200
_LAST = UUID(int=2**128 - 1)


class MemoryHolders:
    """Assignments of many users, and pages of them."""

    def __init__(self, view: View) -> None:
        """Read through the view."""
        self._assignments: Rows[AssignmentId, Assignment] = Rows(view, "assignments")
        self._places: Rows[tuple[str | UUID, ...], AssignmentId] = Rows(view, PLACES)
        self._users = MemoryUsers(view)

    def get(self, assignment_id: AssignmentId) -> Assignment | None:
        """Return an assignment, whether in force or ended."""
        return self._assignments.get(assignment_id)

    def of_users(self, user_ids: Iterable[UserId], at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments of several users as of the instant, or the current ones, by user and id."""
        return tuple(
            found for each in sorted(set(user_ids)) for found in self._known(("user", each), ()) if in_force(found, at)
        )

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
        last: tuple[UUID, ...] = ()
        prefix: tuple[str | UUID, ...] = ()
        if department_id is not None:
            prefix = ("department", department_id) if role_id is None else ("department", department_id, role_id)
            last = () if after is None else (after.role_id, after.id) if role_id is None else (after.id,)
        elif role_id is not None:
            prefix = ("role", role_id)
            last = () if after is None else (after.user_id, after.id)
        else:
            last = () if after is None else (after.id,)
        found = (each for each in self._known(prefix, last) if in_force(each, at))
        return tuple(islice(found, limit))

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
        there = None if places is None else frozenset(places)
        # All assignments of the cursor's own user sort before the largest id.
        last = () if after is None else (after, _LAST)
        holding = (
            (each.user_id for each in self._known(("role", role), last) if _holds(each, there, at)) for role in role_ids
        )
        people = (self._users.get(each, at) for each, _same in groupby(merge(*holding)))
        return tuple(islice((each for each in people if each is not None and each.state is UserState.ACTIVE), limit))

    def _known(self, prefix: tuple[str | UUID, ...], last: tuple[UUID, ...]) -> Iterator[Assignment]:
        """Return the assignments under a prefix, or all, after the key that ends with `last`."""
        if not prefix:
            after = AssignmentId(last[-1]) if last else None
            while chunk := self._assignments.scan(after=after, limit=_CHUNK):
                yield from chunk
                after = chunk[-1].id
            return
        key = (*prefix, *last) if last else None
        while places := self._places.items(after=key, prefix=prefix, limit=_CHUNK):
            key = places[-1][0]
            known = (self._assignments.get(each) for _key, each in places)
            yield from (each for each in known if each is not None)


def _holds(assignment: Assignment, places: frozenset[DepartmentId | None] | None, at: datetime | None) -> bool:
    return (places is None or assignment.department_id in places) and in_force(assignment, at)
