"""Deleting a role, with or without a replacement, inside an act."""

from __future__ import annotations

from saas_core.access.errors import RoleAssigned
from saas_core.access.queries.reading import Organization, organization
from saas_core.access.queries.views import RoleDeletionView
from saas_core.access.use_cases.act import Act, grantor_of, id_text
from saas_core.access.use_cases.assigning import give
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import RoleId
from saas_core.kernel.journal import Value


def delete_role(act: Act, role_id: RoleId, replacement_id: RoleId | None) -> RoleDeletionView:
    """Delete a role; its holders get the replacement in the same place and up to the same limit.

    Raises RoleUnknown, BuiltInRole, InvalidValue for a role that replaces itself, RoleAssigned with the count,
    OwnRoles, MoreThanHeld.
    """
    known = organization(act.work)
    role = known.role(role_id)
    role.require_own("role")
    if replacement_id is not None:
        _require_other(known, role_id, replacement_id)
    replaced = _replaced(act, known, role_id, replacement_id)
    act.work.roles.remove(role_id, act.at)
    act.note(
        "access.delete_role",
        f"role:{role_id}",
        {
            "before": {"name": role.name, "permissions": [*sorted(role.permissions)]},
            "after": None,
            "replacement": id_text(replacement_id),
            "replaced": replaced,
        },
    )
    return RoleDeletionView(role_id, replacement_id, len(replaced))


def _require_other(known: Organization, role_id: RoleId, replacement_id: RoleId) -> None:
    known.role(replacement_id)
    if replacement_id == role_id:
        message = "a role cannot replace itself."
        raise InvalidValue(message, field="replacement", remedy="Name another role.")


def _replaced(act: Act, known: Organization, role_id: RoleId, replacement_id: RoleId | None) -> list[Value]:
    assigned = act.work.assignments.of_role(role_id)
    if not assigned:
        return []
    if replacement_id is None:
        raise RoleAssigned(len(assigned))
    by = grantor_of(act, known)
    replaced: list[Value] = []
    for each in assigned:
        act.work.assignments.end(each.id, act.at)
        held = {(other.role_id, other.department_id) for other in act.work.assignments.of_user(each.user_id)}
        if (replacement_id, each.department_id) in held:
            # The holder already has it there, with its own limit; the replacement adds nothing.
            replaced.append({"before": str(each.id), "after": None})
            continue
        grant = RoleGrant(replacement_id, each.department_id, each.approval_limit_minor)
        given = give(act, by, known, each.user_id, grant)
        replaced.append({"before": str(each.id), "after": str(given.assignment.id)})
    return replaced
