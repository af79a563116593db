"""Assigning and unassigning roles, inside an act."""

from __future__ import annotations

from attrs import evolve, frozen

from saas_core.access.errors import AssignmentUnknown
from saas_core.access.model import EVERYTHING, OWNER_NAME, Assignment, Role
from saas_core.access.policies import Grantor, owner_role, require_other_owner
from saas_core.access.queries.reading import Organization, organization, owners_of, user_of
from saas_core.access.use_cases.act import Act, id_text, require_power_over
from saas_core.access.values import RoleGrant
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_core.kernel.journal import Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT


@frozen
class Given:
    """An assignment in force; `ended` is the one it replaced, `new` tells whether anything changed."""

    assignment: Assignment
    ended: Assignment | None
    new: bool


def give(act: Act, grantor: Grantor, known: Organization, user_id: UserId, grant: RoleGrant) -> Given:
    """Assign a role to a user; a role already held there keeps its assignment, or gets a new one with the new limit.

    Raises RoleUnknown, DepartmentUnknown, OwnRoles, BuiltInRole, MoreThanHeld.
    """
    role = known.role(grant.role_id)
    known.require_department(grant.department_id)
    grantor.require_grant(role, user_id, grant.department_id, grant.approval_limit_minor)
    same = _same(act, user_id, grant.role_id, grant.department_id)
    if same is not None and same.approval_limit_minor == grant.approval_limit_minor:
        return Given(same, None, new=False)
    if same is not None:
        act.work.assignments.end(same.id, act.at)
    if role.built_in:
        # The other owners are told of the new one (1.5).
        act.want(SWEEP, CLIENT)
    return Given(begin_assignment(act, user_id, grant), same, new=True)


def begin_assignment(act: Act, user_id: UserId, grant: RoleGrant) -> Assignment:
    """Store a new assignment that was found to be valid."""
    assignment = Assignment(
        id=AssignmentId(act.ids.new()),
        user_id=user_id,
        role_id=grant.role_id,
        department_id=grant.department_id,
        since=act.at,
        approval_limit_minor=grant.approval_limit_minor,
    )
    act.work.assignments.add(assignment)
    return assignment


def assign(act: Act, grantor: Grantor, known: Organization, user_id: UserId, grant: RoleGrant) -> Assignment:
    """Assign a role to an existing user and journal it; raises UserUnknown, and as `give` does."""
    user_of(act.work, user_id)
    given = give(act, grantor, known, user_id, grant)
    if given.new:
        act.note(
            "access.assign_role",
            f"user:{user_id}",
            {"before": assignment_form(given.ended), "after": assignment_form(given.assignment)},
        )
    return given.assignment


def unassign(act: Act, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None) -> Assignment:
    """Unassign a role from a user; raises UserUnknown, AssignmentUnknown, LastOwner, OwnersOnly."""
    user_of(act.work, user_id)
    held = _same(act, user_id, role_id, department_id)
    if held is None:
        raise AssignmentUnknown
    role = owner_role(act.work.roles.all())
    if role is not None and role.id == role_id:
        require_power_over(act, user_id)
        require_other_owner(owners_of(act.work), user_id)
    act.work.assignments.end(held.id, act.at)
    act.note("access.unassign_role", f"user:{user_id}", {"before": assignment_form(held), "after": None})
    return evolve(held, until=act.at)


def owner_role_kept(act: Act) -> Organization:
    """Read the organization, creating the built-in role Owner for the tenant's first user."""
    known = organization(act.work)
    if owner_role(known.roles) is not None:
        return known
    role = Role(id=RoleId(act.ids.new()), name=OWNER_NAME, permissions=frozenset({EVERYTHING}), built_in=True)
    act.work.roles.save(role, act.at)
    after: Value = {"name": role.name, "permissions": [EVERYTHING]}
    act.note("access.create_role", f"role:{role.id}", {"before": None, "after": after})
    return evolve(known, roles=(*known.roles, role))


def assignment_form(assignment: Assignment | None) -> Value:
    """Return an assignment as the journal keeps it."""
    if assignment is None:
        return None
    return {
        "assignment": str(assignment.id),
        "role": str(assignment.role_id),
        "department": id_text(assignment.department_id),
        "limit": assignment.approval_limit_minor,
    }


def _same(act: Act, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None) -> Assignment | None:
    held = act.work.assignments.of_user(user_id)
    return next((each for each in held if (each.role_id, each.department_id) == (role_id, department_id)), None)
