"""Reading the rows of access: the row, or the error that says it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from saas_core.access.errors import DepartmentUnknown, RoleUnknown, UserUnknown
from saas_core.access.model import Department, Role, User
from saas_core.access.policies import Grantor, Holding, Tree, holdings, owner_role, owners
from saas_core.access.ports import RightsWork
from saas_core.access.values import UserState
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, RoleId, UserId


@frozen
class Organization:
    """The roles and departments of a tenant as of one instant."""

    roles: tuple[Role, ...]
    tree: Tree
    _by_id: Mapping[RoleId, Role] = field(init=False, eq=False, repr=False)

    @_by_id.default
    def _indexed(self) -> Mapping[RoleId, Role]:
        return {each.id: each for each in self.roles}

    def role(self, role_id: RoleId) -> Role:
        """Return a role; raises RoleUnknown."""
        found = self._by_id.get(role_id)
        if found is None:
            raise RoleUnknown
        return found

    def department(self, department_id: DepartmentId) -> Department:
        """Return a department; raises DepartmentUnknown."""
        self.require_department(department_id)
        return self.tree.departments[department_id]

    def require_department(self, department_id: DepartmentId | None, field: str = "department") -> None:
        """Require that a department exists; raises DepartmentUnknown."""
        if department_id is not None and department_id not in self.tree.departments:
            raise DepartmentUnknown(field)


def organization(work: RightsWork, at: datetime | None = None) -> Organization:
    """Read the roles and departments, as of now or as of an instant."""
    return Organization(work.roles.all(at), Tree.of(work.departments.all(at)))


def user_of(work: RightsWork, user_id: UserId, at: datetime | None = None) -> User:
    """Read a user; raises UserUnknown, even as of an instant before the user was added."""
    user = work.users.get(user_id, at)
    if user is None:
        raise UserUnknown
    return user


def held_by(work: RightsWork, user_id: UserId, known: Organization, at: datetime | None = None) -> tuple[Holding, ...]:
    """Read the assignments that a user holds."""
    return holdings(work.assignments.of_user(user_id, at), known.roles)


def grantor(work: RightsWork, by: Actor, known: Organization, *, owners: bool = True) -> Grantor:
    """Read the limits of an actor's grants; those of staff have but one, whether they make owners, see `Grantor`."""
    if isinstance(by, ClientUser):
        return Grantor(by.user_id, held_by(work, by.user_id, known), known.tree, by.scopes)
    return Grantor(None, (), known.tree, owners=owners)


def owners_of(work: RightsWork, *states: UserState, at: datetime | None = None) -> tuple[User, ...]:
    """Read the tenant's owners in these states (active), by id, as of now or as of an instant."""
    role = owner_role(work.roles.all(at))
    if role is None:
        return ()
    assigned = work.assignments.of_role(role.id, at)
    ids = sorted({each.user_id for each in assigned})
    people = [user for user in (work.users.get(each, at) for each in ids) if user is not None]
    return owners(assigned, people, *states)
