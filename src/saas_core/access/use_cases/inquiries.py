"""Inquiries of administrators: the rights of a user with their sources, and the users with a right (1.4.b, 1.4.c)."""

from __future__ import annotations

from datetime import datetime

from saas_core.access.model import Assignment
from saas_core.access.policies import holdings, permissions_through, vocabulary
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, held_by, organization, user_of
from saas_core.access.queries.rights import rights_through
from saas_core.access.queries.states import state_text, user_view
from saas_core.access.queries.views import (
    AssignmentView,
    HolderView,
    PlaceView,
    RightsView,
    assignment_view,
)
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import ROLES_SEEN
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AssignmentId, DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.pages import page_size
from saas_core.kernel.suggesting import near, suggestion
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge


class Inquiries:
    """Questions about rights, for those who manage roles."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def rights_of(self, *, by: Actor, tenant_id: TenantId, user_id: UserId, at: datetime | None = None) -> RightsView:
        """Return every permission that a user's roles open as of an instant, by default now, with its assignment.

        Raises UserUnknown, InvalidValue for a naive or absurd instant, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES_SEEN)
            moment = act.at if at is None else instant(at)
            user = user_of(act.work, user_id, moment)
            known = organization(act.work, moment)
            words = vocabulary(act.work.terms.all(), act.work.permissions.all(moment))
            rights = tuple(
                right
                for each in held_by(act.work, user_id, known, moment)
                for right in rights_through(each, known, words.operations)
            )
            invited = any(each.created_at <= moment for each in act.work.invitations.of_user(user_id))
            return RightsView(user_id, state_text(user, invited=invited), moment, rights)

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
        """Return the active users who may do something as of an instant (now), and where they may.

        In a department, those whose roles hold there or above it; without a department, those of every place. They come
        by user id, those after the given one, at most 1,000. Raises InvalidValue for a permission that is not
        registered, DepartmentUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES_SEEN, department_id)
            at = None if at is None else instant(at)
            moment = act.at if at is None else at
            known = organization(act.work, at)
            known.require_department(department_id)
            words = vocabulary(act.work.terms.all(), act.work.permissions.all(moment))
            if permission not in words.operations:
                message = f"{permission[:60]!r} is not registered."
                like = suggestion(near(permission, sorted(words.operations)))
                remedy = " ".join(each for each in (like, "Name one operation, as in invoices.approve.") if each)
                raise InvalidValue(message, field="permission", remedy=remedy)
            opening = {each.id for each in known.roles if permissions_through(each, permission)}
            places = None if department_id is None else (None, *known.tree.path(department_id))
            users = act.work.holders.active(sorted(opening), places, after, page_size(limit), at)
            through: dict[UserId, list[Assignment]] = {each.id: [] for each in users}
            for each in act.work.holders.of_users(through, at):
                if each.role_id in opening and (places is None or each.department_id in places):
                    through[each.user_id].append(each)
            return tuple(
                HolderView(
                    user_view(each, invited=True),
                    tuple(held.id for held in through[each.id]),
                    tuple(_place(held, known) for held in through[each.id]),
                )
                for each in users
            )

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
        """Return the assignments that match a user, role and department, if named, as of an instant, by default now.

        They begin after the given one, at most 1,000; if nothing is named, they are those of the whole tenant. Those of
        a role come by user and id, those of a department by role and id, others by id. Raises Refused, InvalidValue for
        an `after` that is not an assignment.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(ROLES_SEEN, department_id)
            at = None if at is None else instant(at)
            last = None if after is None else _assignment(act, after)
            size, holders = page_size(limit), act.work.holders
            if user_id is None:
                found = holders.page(last, size, at, role_id=role_id, department_id=department_id)
            else:
                found = tuple(
                    each
                    for each in holders.of_users((user_id,), at)
                    if (last is None or each.id > last.id)
                    and role_id in {None, each.role_id}
                    and department_id in {None, each.department_id}
                )[:size]
            known = organization(act.work, at)
            return tuple(
                assignment_view(each, known.tree.names(each.assignment.department_id))
                for each in holdings(found, known.roles)
            )


def _place(held: Assignment, known: Organization) -> PlaceView:
    return PlaceView(
        department_id=held.department_id,
        department=known.tree.names(held.department_id),
        role=known.role(held.role_id).name,
        assignment_id=held.id,
        approval_limit_minor=held.approval_limit_minor,
    )


def _assignment(act: Act, assignment_id: AssignmentId) -> Assignment:
    found = act.work.holders.get(assignment_id)
    if found is None:
        message = "is not an assignment."
        raise InvalidValue(message, field="after", remedy="Give the id of the last one on the previous page.")
    return found
