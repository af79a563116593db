"""A check that a careful engineer would write by hand for one service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from attrs import frozen

from benchmarks.world import World
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import DepartmentId, RoleId, TenantId
from saas_core.policy.decision import Question


@frozen
class _License:
    until: datetime


@frozen
class _Role:
    permissions: frozenset[str]


@frozen
class _User:
    active: bool
    role: RoleId
    department: DepartmentId | None


@frozen
class _Answer:
    allowed: bool
    reason: str | None
    at: datetime


class HandWritten:
    """A license with an end, active and inactive users with one role each, and the tree of departments.

    It supports one client. It does not support: clauses, remedies and the validity of answers; several reasons at once;
    standing (overdue, disputed, held, unconfirmed); terms and their versions; what is never granted, excluded or
    chargeable; a second role; staff; instants other than now; changes made elsewhere.
    """

    def __init__(self, world: World) -> None:
        """Take the facts."""
        self._tenant = TenantId(world.question(0).tenant_id)
        self._license = _License(world.until)
        self._roles = {each.id: _Role(each.permissions) for each in world.roles}
        self._under = world.under()
        self._users = {
            each.user_id: _User(each.active, world.roles[each.role].id, each.department_id) for each in world.people()
        }

    @property
    def ask(self) -> Callable[[Question], _Answer]:
        """Make the check."""
        return self.check

    def allows(self, asked: Question) -> bool:
        """Return whether the check allows it."""
        return self.check(asked).allowed

    def check(self, asked: Question) -> _Answer:
        """Return whether the user may, and the reason if not."""
        now = datetime.now(UTC)
        by = asked.by
        if not isinstance(by, ClientUser) or by.tenant_id != self._tenant:
            return _Answer(allowed=False, reason="not a user of this client", at=now)
        if now >= self._license.until:
            return _Answer(allowed=False, reason="the license has ended", at=now)
        user = self._users.get(by.user_id)
        if user is None or not user.active:
            return _Answer(allowed=False, reason="no active user", at=now)
        if asked.action not in self._roles[user.role].permissions:
            return _Answer(allowed=False, reason="no role opens it", at=now)
        if user.department is not None and asked.department_id not in self._under[user.department]:
            return _Answer(allowed=False, reason="not in this department", at=now)
        return _Answer(allowed=True, reason=None, at=now)


def load(world: World) -> HandWritten:
    """Load the world."""
    return HandWritten(world)
