"""Operations on users, roles and departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from features.drivers.entrance import Entered, Operation
from features.drivers.mail import mailed
from features.drivers.values import Joined, address
from saas_app import Application
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, RoleId, TenantId, UserId


class People(Entered):
    """Operations on users, roles and departments."""

    application: Application

    def add_user(self, by: Actor, tenant_id: TenantId, name: str) -> None:
        """Add a user, not yet active."""
        operation = Operation("access.people.add_user", "POST {here}/users")
        self.do(operation, by, tenant_id, name=name, email=address(name))

    def add_many(self, by: Actor, tenant_id: TenantId, names: Iterable[str]) -> None:
        """Add users at once."""
        rows = [(line, {"name": name, "email": address(name)}) for line, name in enumerate(names, start=1)]
        report = self.do(Operation("access.imports.import_users", "POST /v1/users/import"), by, tenant_id, rows=rows)
        assert report.refused == ()

    def join(self, by: Actor, tenant_id: TenantId, name: str, *, owner: bool = False) -> Joined:
        """Invite a user, who accepts by the link that was mailed; an owner accepts the terms offered with it."""
        inviting = Operation("access.people.invite_user", "POST {here}/users", also={"invite": True})
        self.do(inviting, by, tenant_id, name=name, email=address(name), owner=owner)
        self.application.work.worker.drain(tenant_id=tenant_id)
        token = mailed(self.application, address(name), "inv")
        looked = self.do(Operation("access.invitations.look", "POST /v1/invitations/look"), token=token)
        accepting = Operation("access.invitations.accept", "POST /v1/invitations/accept")
        accepted = self.do(accepting, token=token, accept_terms=looked.terms_to_accept)
        actor = ClientUser(tenant_id, accepted.user_id)
        self.entrance.know(actor, accepted.key)
        return Joined(actor, accepted.key)

    def users(self, by: Actor, tenant_id: TenantId) -> Mapping[str, str]:
        """Return the users with the state of each, by name."""
        operation = Operation("access.people.list_users", "GET {here}/users")
        return {each.name: each.state for each in self.entrance.items(operation, by, tenant_id, last="user_id")}

    def block(self, by: Actor, tenant_id: TenantId, user_id: UserId) -> None:
        """Deactivate a user."""
        operation = Operation("access.people.deactivate", "POST {here}/users/{user_id}/deactivate")
        self.do(operation, by, tenant_id, user_id=user_id)
        self.entrance.forget(user_id)

    def create_role(self, by: Actor, tenant_id: TenantId, name: str, permissions: Iterable[str]) -> RoleId:
        """Create a role."""
        operation = Operation("access.roles.create", "POST /v1/roles")
        made: RoleId = self.do(operation, by, tenant_id, name=name, permissions=permissions).role_id
        return made

    def change_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, permissions: Iterable[str]) -> None:
        """Give a role other permissions."""
        operation = Operation("access.roles.edit", "PATCH /v1/roles/{role_id}")
        self.do(operation, by, tenant_id, role_id=role_id, permissions=permissions)

    def delete_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, replacement: RoleId | None) -> None:
        """Delete a role, with or without another in its place."""
        operation = Operation("access.roles.delete", "DELETE /v1/roles/{role_id}")
        self.do(operation, by, tenant_id, role_id=role_id, replacement_id=replacement)

    def role(self, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        """Find a role by name."""
        operation = Operation("access.roles.list_roles", "GET {here}/roles")
        roles = self.entrance.items(operation, by, tenant_id, last="role_id")
        found: RoleId = next(each.role_id for each in roles if each.name == name)
        return found

    def give(
        self,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId,
        role_id: RoleId,
        department_id: DepartmentId | None,
        *,
        limit_minor: int | None = None,
    ) -> None:
        """Give a user a role, maybe with an approval limit."""
        held = _held(user_id, role_id, department_id)
        limit = {} if limit_minor is None else {"approval_limit_minor": limit_minor}
        self.do(Operation("access.roles.assign", "POST {here}/assignments"), by, tenant_id, **held, **limit)

    def take(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        """Take a role from a user."""
        held = _held(user_id, role_id, department_id)
        self.do(Operation("access.roles.unassign", "POST {here}/assignments/end"), by, tenant_id, **held)

    def add_department(self, by: Actor, tenant_id: TenantId, name: str, parent: DepartmentId | None) -> DepartmentId:
        """Add a department."""
        operation = Operation("access.departments.create", "POST /v1/departments")
        made: DepartmentId = self.do(operation, by, tenant_id, name=name, parent_id=parent).department_id
        return made

    def delete_department(self, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> None:
        """Delete a department."""
        operation = Operation("access.departments.remove", "DELETE /v1/departments/{department_id}")
        self.do(operation, by, tenant_id, department_id=department_id)


def _held(user_id: UserId, role_id: RoleId, department_id: DepartmentId | None) -> dict[str, Any]:
    return {"user_id": user_id, "role_id": role_id, "department_id": department_id}
