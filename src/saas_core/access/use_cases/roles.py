"""Roles: create, edit, delete, assign, unassign and list them (1.4.b)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.access.model import Assignment, Role
from saas_core.access.policies import Holding, require_free_role, vocabulary, widened
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import organization
from saas_core.access.queries.views import (
    AssignmentView,
    RoleDeletionView,
    RoleView,
    assignment_view,
    role_view,
)
from saas_core.access.use_cases.act import Act, Acts, grantor_of, id_text, require_managing
from saas_core.access.use_cases.assigning import assign, unassign
from saas_core.access.use_cases.replacing import delete_role
from saas_core.access.values import ROLES, ROLES_TAKEN, RoleGrant
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_of
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge


class Roles:
    """The roles of a client, and their assignments (1.4.b, 1.4.c, 1.5).

    A role belongs to the whole instance, so creating, editing and deleting one needs the right to manage roles in the
    whole instance; assigning and unassigning one needs it in the department concerned.
    """

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def create(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        permissions: Iterable[str],
        idempotency_key: str | None = None,
    ) -> RoleView:
        """Create a role from permissions (`invoices.approve`) and areas (`invoices.*`).

        Raises InvalidValue, PermissionReserved (1.2, 0.3), NameTaken, MoreThanHeld (1.4.b, 1.5), Refused.
        """
        named, given = text.name(name), frozenset(permissions)
        with self._acts.begin(tenant_id, by) as act:
            act.require(ROLES)
            return act.once(
                Request("access.create_role", {"name": named, "permissions": _sorted(given)}, idempotency_key),
                RoleView,
                lambda: role_view(_create(act, named, given)),
            )

    def edit(  # noqa: PLR0913 - who, which, and what can be changed
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        role_id: RoleId,
        name: str | None = None,
        permissions: Iterable[str] | None = None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> RoleView:
        """Edit a role's name or permissions, None for no change; nobody widens a role beyond their own rights.

        `expected` is the revision that the change was made for. Raises RoleUnknown, BuiltInRole, RevisionStale, and as
        `create` does.
        """
        named = None if name is None else text.name(name)
        given = None if permissions is None else frozenset(permissions)
        with self._acts.begin(tenant_id, by) as act:
            act.require(ROLES)
            return act.once(
                Request(
                    "access.edit_role",
                    {
                        "role": str(role_id),
                        "name": named,
                        "permissions": None if given is None else _sorted(given),
                    },
                    idempotency_key,
                ),
                RoleView,
                lambda: role_view(edit_role(act, role_id, named, given, expected)),
            )

    def delete(  # noqa: PLR0913 - who, which, what instead, and for which state
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        role_id: RoleId,
        replacement_id: RoleId | None = None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> RoleDeletionView:
        """Delete a role; its holders get the replacement, if one is named.

        Raises RoleUnknown, BuiltInRole, RoleAssigned with the count if it has holders but no replacement is named,
        OwnRoles and MoreThanHeld for a replacement that could not be assigned, RevisionStale, Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(ROLES)
            return act.once(
                Request(
                    "access.delete_role",
                    {"role": str(role_id), "replacement": id_text(replacement_id)},
                    idempotency_key,
                ),
                RoleDeletionView,
                lambda: _delete(act, role_id, replacement_id, expected),
            )

    def assign(  # noqa: PLR0913 - who, whom, what, where, up to what
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId,
        role_id: RoleId,
        department_id: DepartmentId | None = None,
        approval_limit_minor: int | None = None,
        idempotency_key: str | None = None,
    ) -> AssignmentView:
        """Assign a role to a user, in a department and those under it or in the whole instance; limit in cents.

        A role already held there stays, or gets the new limit. Raises UserUnknown, RoleUnknown, DepartmentUnknown,
        OwnRoles, MoreThanHeld (1.4.b, 1.5), BuiltInRole for the Owner role in a department, InvalidValue, Refused.
        """
        grant = RoleGrant(role_id, department_id, approval_limit_minor)
        with self._acts.begin(tenant_id, by) as act:
            act.require(ROLES, department_id)
            return act.once(
                Request(
                    "access.assign_role",
                    {**_place(user_id, role_id, department_id), "limit": approval_limit_minor},
                    idempotency_key,
                ),
                AssignmentView,
                lambda: _view(act, _assign(act, user_id, grant)),
            )

    def unassign(  # noqa: PLR0913 - who, whom, what, where
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId,
        role_id: RoleId,
        department_id: DepartmentId | None = None,
        idempotency_key: str | None = None,
    ) -> AssignmentView:
        """Unassign a role from a user in one place; return the assignment with its end.

        It stays open without a license and under a hold. Raises UserUnknown, AssignmentUnknown, LastOwner, OwnersOnly
        for the Owner role unassigned by anyone but an owner (1.5), Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(ROLES_TAKEN, department_id)
            return act.once(
                Request("access.unassign_role", _place(user_id, role_id, department_id), idempotency_key),
                AssignmentView,
                lambda: _view(act, unassign(act, user_id, role_id, department_id)),
            )

    def show(self, *, by: Actor, tenant_id: TenantId, role_id: RoleId) -> RoleView:
        """Return a role; raises RoleUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            return role_view(organization(act.work).role(role_id))

    def list_roles(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        after: RoleId | None = None,
        limit: int = 50,
        at: datetime | None = None,
    ) -> tuple[RoleView, ...]:
        """Return roles by id, those after the given one, at most 1,000, as of an instant, by default now.

        Raises InvalidValue for a naive or absurd instant, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            kept = act.work.roles.all(None if at is None else instant(at))
            return tuple(role_view(each) for each in page_of(kept, lambda role: role.id, after, limit))


def _create(act: Act, name: str, given: frozenset[str]) -> Role:
    known = organization(act.work)
    require_free_role(known.roles, name)
    permissions = _fit(act, given)
    # A role itself has no limit; the limits of its holders are checked when it is assigned.
    grantor_of(act, known).require(permissions, None, 0, field="permissions")
    role = Role(id=RoleId(act.ids.new()), name=name, permissions=permissions)
    act.work.roles.save(role, act.at)
    act.note("access.create_role", f"role:{role.id}", {"before": None, "after": _journal_form(role)})
    return role


def _delete(act: Act, role_id: RoleId, replacement_id: RoleId | None, expected: str | None) -> RoleDeletionView:
    require_revision(expected, role_view(organization(act.work).role(role_id)))
    return delete_role(act, role_id, replacement_id)


def edit_role(
    act: Act, role_id: RoleId, name: str | None, given: frozenset[str] | None, expected: str | None = None
) -> Role:
    """Edit a role, inside an act; see `Roles.edit`."""
    known = organization(act.work)
    before = known.role(role_id)
    require_revision(expected, role_view(before))
    permissions = before.permissions
    if given is not None:
        permissions = _fit(act, given - before.permissions) | (given & before.permissions)
    after = before.edited(name=before.name if name is None else name, permissions=permissions)
    require_free_role(known.roles, after.name, own=role_id)
    grantor_of(act, known).require(widened(before, after.permissions), None, field="permissions")
    if after != before:
        act.work.roles.save(after, act.at)
        details: dict[str, Value] = {"before": _journal_form(before), "after": _journal_form(after)}
        act.note("access.edit_role", f"role:{role_id}", details)
    return after


def _assign(act: Act, user_id: UserId, grant: RoleGrant) -> Assignment:
    known = organization(act.work)
    return assign(act, grantor_of(act, known), known, user_id, grant)


def _view(act: Act, assignment: Assignment) -> AssignmentView:
    known = organization(act.work)
    return assignment_view(
        Holding(assignment, known.role(assignment.role_id)), known.tree.names(assignment.department_id)
    )


def _fit(act: Act, given: Iterable[str]) -> frozenset[str]:
    return vocabulary(act.work.terms.all(), act.work.permissions.all()).patterns(
        given, registers=isinstance(act.by, Staff)
    )


def _journal_form(role: Role) -> Value:
    return {"name": role.name, "permissions": _sorted(role.permissions)}


def _sorted(names: Iterable[str]) -> list[Value]:
    return [*sorted(names)]


def _place(user_id: UserId, role_id: RoleId, department_id: DepartmentId | None) -> dict[str, Value]:
    return {"user": str(user_id), "role": str(role_id), "department": id_text(department_id)}
