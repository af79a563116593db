"""Rehearsal: the effects of a change, which is carried out for real and then undone."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.commands import MoveDepartment
from saas_core.access.policies import Right, RightsChange, RightsHeld, Tree, effect
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import held_by, organization, user_of
from saas_core.access.queries.views import ChangedRightView, DryRunView, EffectView
from saas_core.access.use_cases import departments, people, roles
from saas_core.access.use_cases.act import Act, Acts, grantor_of
from saas_core.access.use_cases.assigning import assign, unassign
from saas_core.access.values import PEOPLE, PEOPLE_TAKEN, ROLES, ROLES_TAKEN, RoleGrant, UserState
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

__all__ = ["AssignRole", "Change", "DeactivateUser", "EditRole", "MoveDepartment", "Rehearsal", "UnassignRole"]


@frozen
class AssignRole:
    """A role to assign to a user."""

    user_id: UserId
    grant: RoleGrant


@frozen
class UnassignRole:
    """A role to unassign from a user."""

    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None


@frozen
class EditRole:
    """A role to edit, with its new permissions."""

    role_id: RoleId
    permissions: frozenset[str]


@frozen
class DeactivateUser:
    """A user to deactivate."""

    user_id: UserId


Change = AssignRole | UnassignRole | EditRole | MoveDepartment | DeactivateUser


class Rehearsal:
    """Dry runs of changes."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def dry_run(self, *, by: Actor, tenant_id: TenantId, change: Change, limit: int = 100) -> DryRunView:
        """Return the rights that a change would give and take, by user and department; nothing is changed.

        It is judged and guarded like the change itself, and raises whatever the change would raise. It lists the first
        `limit` users concerned, at most 1,000.
        """
        with self._acts.undone(tenant_id, by) as act:
            _require(act, change)
            concerned = sorted(_concerned(act, change))
            before = [_standing(act, each) for each in concerned[: page_size(limit)]]
            tree = organization(act.work).tree
            _carry_out(act, change)
            # Ended without a commit, so all of it is undone.
            moved = change.department_id if isinstance(change, MoveDepartment) else None
            effects = [effect(each, _standing(act, each.user_id), moved) for each in before]
            return DryRunView(len(concerned), tuple(_effect_view(act, each, tree) for each in effects if not each.none))


def _require(act: Act, change: Change) -> None:
    match change:
        case AssignRole(grant=RoleGrant(department_id=place)):
            act.require(ROLES, place)
        case UnassignRole(department_id=place):
            act.require(ROLES_TAKEN, place)
        case EditRole():
            act.require(ROLES)
        case MoveDepartment():
            act.require(PEOPLE, change.department_id)
            act.require(PEOPLE, change.parent_id)
        case DeactivateUser():
            act.require(PEOPLE_TAKEN)


def _concerned(act: Act, change: Change) -> Iterable[UserId]:
    """Return the users whose rights the change may touch."""
    match change:
        case AssignRole() | UnassignRole() | DeactivateUser():
            return {change.user_id}
        case EditRole():
            return {each.user_id for each in act.work.assignments.of_role(change.role_id)}
        case MoveDepartment():
            tree = organization(act.work).tree
            above = {*tree.path(change.department_id), *tree.path(change.parent_id)}
            return {each.user_id for place in above for each in act.work.assignments.in_department(place)}


def _carry_out(act: Act, change: Change) -> None:
    match change:
        case AssignRole():
            known = organization(act.work)
            assign(act, grantor_of(act, known), known, change.user_id, change.grant)
        case UnassignRole():
            unassign(act, change.user_id, change.role_id, change.department_id)
        case EditRole():
            roles.edit_role(act, change.role_id, None, change.permissions)
        case MoveDepartment():
            departments.move(act, change)
        case DeactivateUser():
            people.deactivate(act, change.user_id)


def _standing(act: Act, user_id: UserId) -> RightsHeld:
    known = organization(act.work)
    user = user_of(act.work, user_id)
    held = () if user.state is UserState.DEACTIVATED else held_by(act.work, user_id, known)
    return RightsHeld(user_id, user.state, held, known.tree)


def _effect_view(act: Act, found: RightsChange, tree: Tree) -> EffectView:
    def views(rights: tuple[Right, ...]) -> tuple[ChangedRightView, ...]:
        return tuple(
            ChangedRightView(each.pattern, each.department_id, tree.names(each.department_id)) for each in rights
        )

    return EffectView(found.user_id, user_of(act.work, found.user_id).name, views(found.gains), views(found.loses))
