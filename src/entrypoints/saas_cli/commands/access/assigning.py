"""Assigning roles to users and removing them (1.4.b, 1.4.c)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import DryRun, InDepartment, Role, Tenant, User
from saas_cli.lookup import place_of, role_of, tenant_of, user_of
from saas_cli.options import CHANGING, Change
from saas_cli.rehearsals import rehearse
from saas_cli.session import desk
from saas_core.access.values import RoleGrant


def assign(
    tenant: Tenant,
    role: Role,
    user: User,
    /,
    *,
    department: InDepartment = None,
    approval_limit: Annotated[int | None, Parameter(help="The approval limit, in cents.")] = None,
    dry_run: DryRun = False,
    common: Change = CHANGING,
) -> None:
    """Assign a role to a user, in a department and those under it, or in the whole instance."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        user_id, role_id = user_of(at, tenant_id, user), role_of(at, tenant_id, role)
        place = place_of(at, tenant_id, department)
        if dry_run:
            from saas_core.access.use_cases.rehearsal import AssignRole

            rehearse(at, tenant_id, AssignRole(user_id, RoleGrant(role_id, place, approval_limit)))
            return
        view = at.app.access.roles.assign(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_id,
            role_id=role_id,
            department_id=place,
            approval_limit_minor=approval_limit,
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, f"{user} holds {role} in {department or 'the whole instance'}.")


def unassign(
    tenant: Tenant,
    role: Role,
    user: User,
    /,
    *,
    department: InDepartment = None,
    dry_run: DryRun = False,
    common: Change = CHANGING,
) -> None:
    """Remove a role from a user; the last active owner keeps theirs."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        user_id, role_id = user_of(at, tenant_id, user), role_of(at, tenant_id, role)
        place = place_of(at, tenant_id, department)
        if dry_run:
            from saas_core.access.use_cases.rehearsal import UnassignRole

            rehearse(at, tenant_id, UnassignRole(user_id, role_id, place))
            return
        view = at.app.access.roles.unassign(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_id,
            role_id=role_id,
            department_id=place,
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, f"{user} no longer holds {role} in {department or 'the whole instance'}.")
