"""What administrators ask: what may this user do and through what, and who may do this here (1.4.b, 1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from saas_core.access.model import Assignment
from saas_core.access.policies import Holding, holdings, permissions_through, vocabulary
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, held_by, organization, user_of
from saas_core.access.queries.views import (
    AssignmentView,
    HolderView,
    RightsView,
    RightView,
    assignment_view,
    user_view,
)
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import ROLES, UserState, page_size
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AssignmentId, DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.work import Transactions
from saas_core.policy.actions import covers
from saas_core.policy.ports import Judge


class Inquiries:
    """Questions about rights, for those who manage roles."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def rights_of(self, *, by: Actor, tenant_id: TenantId, user_id: UserId, at: datetime | None = None) -> RightsView:
        """Tell every permission that a user's roles open as of an instant (now), each with the assignment it comes by.

        Raises UserUnknown, InvalidValue for a naive or absurd instant, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES)
            moment = act.at if at is None else instant(at)
            user = user_of(act.work, user_id, moment)
            known = organization(act.work, moment)
            words = vocabulary(act.work.terms.all(), act.work.permissions.all(moment))
            rights = tuple(
                right
                for each in held_by(act.work, user_id, known, moment)
                for right in _rights(each, known, words.operations)
            )
            return RightsView(user_id, user.state.value, moment, rights)

    def who_may(  # noqa: PLR0913 - who asks, where, what, as of when, and which page
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        permission: str,
        department_id: DepartmentId | None = None,
        at: datetime | None = None,
        after: UserId | None = None,
        limit: int = 50,
    ) -> tuple[HolderView, ...]:
        """Tell the active users who may do something in a department, or in the whole instance, as of an instant (now).

        By user id, those after the given one, at most 1,000. Raises InvalidValue for a permission that nobody
        registered, DepartmentUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES, department_id)
            moment = act.at if at is None else instant(at)
            known = organization(act.work, moment)
            known.require_department(department_id)
            words = vocabulary(act.work.terms.all(), act.work.permissions.all(moment))
            if permission not in words.operations:
                message = f"{permission[:60]!r} is not registered."
                raise InvalidValue(message, field="permission", remedy="Name one operation, as in invoices.approve.")
            opening = _opening(act, known, permission, department_id, moment)
            holders = _holders(act, opening, moment, after)
            return tuple(holder for holder, _ in zip(holders, range(page_size(limit)), strict=False))

    def list_assignments(  # noqa: PLR0913 - who asks, of what, as of when, and which page
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId | None = None,
        role_id: RoleId | None = None,
        department_id: DepartmentId | None = None,
        at: datetime | None = None,
        after: AssignmentId | None = None,
        limit: int = 50,
    ) -> tuple[AssignmentView, ...]:
        """Give assignments of a user, a role, a department, or of what is named of these, as of an instant (now).

        By id, those after the given one, at most 1,000; with nothing named, all of the tenant. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES, department_id)
            moment = act.at if at is None else instant(at)
            found = [
                each
                for each in _listed(act, user_id, role_id, department_id, moment)
                if (after is None or each.id > after)
                and user_id in {None, each.user_id}
                and role_id in {None, each.role_id}
                and department_id in {None, each.department_id}
            ]
            ordered = sorted(found, key=lambda each: each.id)
            known = organization(act.work, moment)
            return tuple(
                assignment_view(each, known.tree.names(each.assignment.department_id))
                for each in holdings(ordered[: page_size(limit)], known.roles)
            )


def _rights(holding: Holding, known: Organization, operations: Iterable[str]) -> Iterator[RightView]:
    for permission in sorted(operations):
        pattern = next((each for each in sorted(holding.role.permissions) if covers(each, permission)), None)
        if pattern is not None:
            yield RightView(
                permission=permission,
                pattern=pattern,
                assignment_id=holding.assignment.id,
                role_id=holding.role.id,
                role=holding.role.name,
                department_id=holding.assignment.department_id,
                department=known.tree.names(holding.assignment.department_id),
                approval_limit_minor=holding.assignment.approval_limit_minor,
            )


def _opening(
    act: Act, known: Organization, permission: str, department_id: DepartmentId | None, at: datetime
) -> dict[UserId, list[AssignmentId]]:
    """Give the assignments that open a permission there, by user."""
    found: dict[UserId, list[AssignmentId]] = {}
    for role in known.roles:
        if permissions_through(role, permission):
            for each in act.work.assignments.of_role(role.id, at):
                if known.tree.covers(each.department_id, department_id):
                    found.setdefault(each.user_id, []).append(each.id)
    return found


def _holders(
    act: Act, opening: dict[UserId, list[AssignmentId]], at: datetime, after: UserId | None
) -> Iterator[HolderView]:
    for user_id in sorted(opening):
        user = act.work.users.get(user_id, at) if after is None or user_id > after else None
        if user is not None and user.state is UserState.ACTIVE:
            yield HolderView(user_view(user), tuple(sorted(opening[user_id])))


def _listed(
    act: Act, user_id: UserId | None, role_id: RoleId | None, department_id: DepartmentId | None, at: datetime
) -> Iterator[Assignment]:
    assignments = act.work.assignments
    if user_id is not None:
        yield from assignments.of_user(user_id, at)
    elif role_id is not None:
        yield from assignments.of_role(role_id, at)
    elif department_id is not None:
        yield from assignments.in_department(department_id, at)
    else:
        for role in act.work.roles.all(at):
            yield from assignments.of_role(role.id, at)
