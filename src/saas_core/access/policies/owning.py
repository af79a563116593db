"""Owners: an instance always has an active owner (1.5)."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.access.errors import LastOwner
from saas_core.access.model import Assignment, Role, User
from saas_core.access.values import UserState
from saas_core.kernel.ids import UserId


def owner_role(roles: Iterable[Role]) -> Role | None:
    """Return the built-in role, which exists from the tenant's first user on."""
    return next((each for each in roles if each.built_in), None)


def owners(assignments: Iterable[Assignment], users: Iterable[User], *states: UserState) -> tuple[User, ...]:
    """Return the users who hold one of these assignments of the Owner role and are in one of these states (active)."""
    holders = {each.user_id for each in assignments if each.department_id is None}
    wanted = states or (UserState.ACTIVE,)
    return tuple(each for each in users if each.id in holders and each.state in wanted)


def require_other_owner(active: Iterable[User], leaving: UserId) -> None:
    """Require an active owner besides the one who would be removed, deactivated or demoted; raises LastOwner.

    Checked under the tenant's lock, so that the second of two such commands sees the change by the first.
    """
    ids = {each.id for each in active}
    if ids == {leaving}:
        raise LastOwner
