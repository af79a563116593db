"""Owners: an instance always has an active one (1.5)."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.access.errors import LastOwner
from saas_core.access.model import Assignment, Role, User
from saas_core.access.values import UserState
from saas_core.kernel.ids import UserId


def owner_role(roles: Iterable[Role]) -> Role | None:
    """Return the built-in role, which is there from the tenant's first user on."""
    return next((each for each in roles if each.built_in), None)


def owners(assignments: Iterable[Assignment], users: Iterable[User], *states: UserState) -> tuple[User, ...]:
    """Return the users among these who hold one of the Owner role's assignments, in one of these states (active)."""
    holders = {each.user_id for each in assignments if each.department_id is None}
    wanted = states or (UserState.ACTIVE,)
    return tuple(each for each in users if each.id in holders and each.state in wanted)


def require_other_owner(active: Iterable[User], leaving: UserId) -> None:
    """Require an active owner besides the one who would be removed, deactivated or demoted; raises LastOwner.

    Asked under the tenant's lock, so that of two such commands at once the second one sees the first one's change.
    """
    ids = {each.id for each in active}
    if ids == {leaving}:
        raise LastOwner
