"""Views of access, and their reader: who is who, who may do what where, and through which assignment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.access.model import Assignment, Department, Role, User, UserState
from saas_core.access.policies import applies, rights
from saas_core.access.ports import AccessWork
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import Conflict, NotFound
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.work import Transactions
from saas_core.policy.actions import covers
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge

LARGEST_PAGE = 1000


@frozen(kw_only=True)
class UserView:
    """A user."""

    id: UserId
    name: str
    email: str
    state: str


@frozen(kw_only=True)
class DepartmentView:
    """A department, with the names from the top of the tree down to it."""

    id: DepartmentId
    name: str
    parent: DepartmentId | None
    path: tuple[str, ...]


@frozen(kw_only=True)
class RoleView:
    """A role, its permissions and areas, and how many hold it."""

    id: RoleId
    name: str
    permissions: tuple[str, ...]
    built_in: bool
    assigned: int


@frozen(kw_only=True)
class AssignmentView:
    """Who holds which role where, since when."""

    id: AssignmentId
    user_id: UserId
    role_id: RoleId
    role: str
    department_id: DepartmentId | None
    since: datetime


@frozen(kw_only=True)
class HeldView:
    """What a user may do through one assignment."""

    assignment: AssignmentView
    permissions: tuple[str, ...]


@frozen(kw_only=True)
class MayView:
    """A user who may do something, and the assignments that allow it."""

    user: UserView
    through: tuple[AssignmentId, ...]


def user_view(user: User) -> UserView:
    """Give the view of a user."""
    return UserView(
        id=user.id, name=user.name, email=user.email, state=user.state.value
    )


def department_view(
    department: Department, tree: dict[DepartmentId, Department]
) -> DepartmentView:
    """Give the view of a department in its tree."""
    path: list[str] = []
    here: Department | None = department
    while here is not None and len(path) <= len(tree):
        path.insert(0, here.name)
        here = tree.get(here.parent) if here.parent is not None else None
    return DepartmentView(
        id=department.id,
        name=department.name,
        parent=department.parent,
        path=tuple(path),
    )


def role_view(role: Role, assigned: int) -> RoleView:
    """Give the view of a role."""
    return RoleView(
        id=role.id,
        name=role.name,
        permissions=tuple(sorted(role.permissions)),
        built_in=role.built_in,
        assigned=assigned,
    )


def assignment_view(assignment: Assignment, roles: Iterable[Role]) -> AssignmentView:
    """Give the view of an assignment."""
    name = next((role.name for role in roles if role.id == assignment.role_id), "")
    return AssignmentView(
        id=assignment.id,
        user_id=assignment.user_id,
        role_id=assignment.role_id,
        role=name,
        department_id=assignment.department_id,
        since=assignment.since,
    )


class AccessReader:
    """Reads users, departments and roles, for those who may manage them; everybody may read their own."""

    def __init__(
        self, *, transactions: Transactions[AccessWork], clock: Clock, judge: Judge
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._judge = judge

    def users(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        after: UserId | None = None,
        limit: int = 100,
        state: UserState | None = None,
    ) -> tuple[UserView, ...]:
        """List users by id, those after a given one, at most 1,000; raises Refused (1.5)."""
        with self._transactions.read(tenant_id) as work:
            self._allow(work, by, "people.manage")
            return tuple(
                user_view(each) for each in work.users.page(after, _page(limit), state)
            )

    def find_user(
        self, *, by: Actor, tenant_id: TenantId, email: str
    ) -> UserView | None:
        """Find a user by address, in any case; raises Refused unless it is one's own or one may manage users."""
        with self._transactions.read(tenant_id) as work:
            user = work.users.by_email(email)
            if user is None or by != ClientUser(tenant_id, user.id):
                self._allow(work, by, "people.manage")
            return None if user is None else user_view(user)

    def departments(
        self, *, by: Actor, tenant_id: TenantId
    ) -> tuple[DepartmentView, ...]:
        """List departments by path; open to every user of the tenant (1.4.c)."""
        with self._transactions.read(tenant_id) as work:
            self._inside(work, by)
            tree = {each.id: each for each in work.departments.all()}
            return tuple(
                sorted(
                    (department_view(each, tree) for each in tree.values()),
                    key=lambda view: view.path,
                )
            )

    def roles(self, *, by: Actor, tenant_id: TenantId) -> tuple[RoleView, ...]:
        """List roles by name; open to every user of the tenant (1.4.b)."""
        with self._transactions.read(tenant_id) as work:
            self._inside(work, by)
            found = sorted(work.roles.all(), key=lambda each: each.name.casefold())
            return tuple(
                role_view(each, len(work.assignments.of_role(each.id)))
                for each in found
            )

    def rights_of(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId,
        at: datetime | None = None,
    ) -> tuple[HeldView, ...]:
        """Tell what a user may do, assignment by assignment, as of an instant (now); raises Refused, NotFound."""
        moment = None if at is None else instant(at)
        with self._transactions.read(tenant_id) as work:
            if by != ClientUser(tenant_id, user_id):
                self._allow(work, by, "people.manage")
            if work.users.get(user_id, moment) is None:
                message = "there is no such user."
                raise NotFound(
                    message,
                    field="user",
                    remedy="Check the address; `saas users list` shows them.",
                )
            roles = work.roles.all(moment)
            named = {role.id: role for role in roles}
            return tuple(
                HeldView(
                    assignment=assignment_view(each, roles),
                    permissions=tuple(sorted(named[each.role_id].permissions)),
                )
                for each in work.assignments.of_user(user_id, moment)
                if each.role_id in named
            )

    def who_may(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        permission: str,
        department_id: DepartmentId | None = None,
        at: datetime | None = None,
        after: UserId | None = None,
        limit: int = 100,
    ) -> tuple[MayView, ...]:
        """List the active users that a role allows a permission, by id, at most 1,000 at a time (1.4.b, 1.4.c)."""
        moment = None if at is None else instant(at)
        with self._transactions.read(tenant_id) as work:
            self._allow(work, by, "people.manage")
            roles = work.roles.all(moment)
            departments = work.departments.all(moment)
            tree = {each.id: each for each in departments}
            holders = {
                each.user_id
                for role in roles
                if any(covers(held, permission) for held in role.permissions)
                for each in work.assignments.of_role(role.id, moment)
                if applies(each, department_id, tree)
            }
            found: list[MayView] = []
            for user_id in sorted(
                each for each in holders if after is None or each > after
            ):
                user = work.users.get(user_id, moment)
                if user is None or user.state is not UserState.ACTIVE:
                    continue
                seen = rights(
                    user,
                    work.assignments.of_user(user_id, moment),
                    roles,
                    departments,
                    permission,
                    department_id,
                )
                found.append(MayView(user=user_view(user), through=seen.through))
                if len(found) == _page(limit):
                    break
            return tuple(found)

    def identify(self, *, by: Actor, tenant_id: TenantId, email: str) -> UserId:
        """Give the id of the user with an address, in any case, and nothing else.

        Open to the client's users and to staff, who ask what a user may do without seeing users or roles (1.5). Raises
        NotFound, Refused.
        """
        with self._transactions.read(tenant_id) as work:
            self._allow(work, by, "license.read")
            user = work.users.by_email(email)
            if user is None:
                message = f"{email[:60]!r} is no user of this client."
                raise NotFound(message, field="user", remedy="Check the address; `saas users list` shows them.")
            return user.id

    def locate(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Give the id of the department of a name, or of a path with `/` from any department above it down to it.

        Open to whom `identify` is. Raises NotFound, Conflict for a name that several departments have, Refused.
        """
        wanted = tuple(part.strip().casefold() for part in path.strip("/").split("/"))
        with self._transactions.read(tenant_id) as work:
            self._allow(work, by, "license.read")
            tree = {each.id: each for each in work.departments.all()}
            paths = {each.id: _folded(department_view(each, tree).path) for each in tree.values()}
        whole = [each for each, names in paths.items() if names == wanted]
        found = whole or [each for each, names in paths.items() if names[-len(wanted) :] == wanted]
        if len(found) == 1:
            return found[0]
        if not found:
            message = f"{path[:60]!r} is no department of this client."
            raise NotFound(message, field="department", remedy="Check its name; `saas departments list` shows them.")
        message = f"{path[:60]!r} are {len(found)} departments."
        raise Conflict(message, field="department", remedy="Name it by its path, as in Finance/Accounts, or its id.")

    def _allow(self, work: AccessWork, by: Actor, action: str) -> None:
        self._judge.require(
            work,
            Question(tenant_id=work.tenant_id, by=by, action=action),
            self._clock.now(),
        )

    def _inside(self, work: AccessWork, by: Actor) -> None:
        """Let in every active user of the tenant; anybody else needs the right to manage roles."""
        if isinstance(by, ClientUser) and by.tenant_id == work.tenant_id:
            user = work.users.get(by.user_id)
            if user is not None and user.state is UserState.ACTIVE:
                return
        self._allow(work, by, "roles.manage")


def _page(limit: int) -> int:
    return min(max(limit, 1), LARGEST_PAGE)


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(each.casefold() for each in names)
