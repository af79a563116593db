"""Departments: created, renamed, moved, removed; and listed (1.4.c)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from saas_core.access.model import Department
from saas_core.access.policies import (
    holdings,
    newly_covering,
    require_department_free,
    require_free_department,
)
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, grantor, organization
from saas_core.access.queries.views import DepartmentView, department_view
from saas_core.access.use_cases.act import Act, Acts, shown
from saas_core.access.values import PEOPLE
from saas_core.kernel import text
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge


class Departments:
    """The departments of a client, a tree (1.4.c); managed by whoever manages people there."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def create(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        parent_id: DepartmentId | None = None,
        idempotency_key: str | None = None,
    ) -> DepartmentView:
        """Create a department under another one, or at the top.

        Raises InvalidValue, DepartmentUnknown for the parent, NameTaken when one beside it has the name, Refused.
        """
        named = text.name(name)

        def do(act: Act) -> Department:
            known = organization(act.work)
            known.require_department(parent_id, "parent")
            require_free_department(known.tree, named, parent_id)
            made = Department(id=DepartmentId(act.ids.new()), name=named, parent=parent_id)
            return _kept(act, "access.create_department", None, made)

        request: dict[str, Value] = {"name": named, "parent": shown(parent_id)}
        return self._answer(by, tenant_id, (parent_id,), ("create", request, idempotency_key), do)

    def rename(  # noqa: PLR0913 - who, which, how, and for which state
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        department_id: DepartmentId,
        name: str,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> DepartmentView:
        """Rename a department; `expected` is the revision for which the change was made.

        Raises InvalidValue, DepartmentUnknown, NameTaken, RevisionStale, Refused.
        """
        named = text.name(name)

        def do(act: Act) -> Department:
            known = organization(act.work)
            before = _department(known, department_id)
            _require_revision(known, before, expected)
            require_free_department(known.tree, named, before.parent, own=department_id)
            return _kept(act, "access.rename_department", before, before.renamed(named))

        request: dict[str, Value] = {"department": str(department_id), "name": named}
        return self._answer(by, tenant_id, (department_id,), ("rename", request, idempotency_key), do)

    def move(  # noqa: PLR0913 - who, which, where to, and for which state
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        department_id: DepartmentId,
        parent_id: DepartmentId | None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> DepartmentView:
        """Move a department with all below it under another one, or to the top; rights follow at once (1.4.c).

        Roles held above the new place come to cover it, so nobody moves a department to where somebody gets more than
        the mover holds in it: MoreThanHeld. Raises DepartmentUnknown, DepartmentCycle, NameTaken, RevisionStale,
        Refused.
        """
        request: dict[str, Value] = {"department": str(department_id), "parent": shown(parent_id)}
        return self._answer(
            by,
            tenant_id,
            (department_id, parent_id),
            ("move", request, idempotency_key),
            lambda act: move(act, department_id, parent_id, expected),
        )

    def remove(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        department_id: DepartmentId,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> DepartmentView:
        """Remove a department; gives it as it was.

        Raises DepartmentUnknown, DepartmentInUse when something lies under it or somebody holds a role there,
        RevisionStale, Refused.
        """

        def do(act: Act) -> Department:
            known = organization(act.work)
            before = _department(known, department_id)
            _require_revision(known, before, expected)
            require_department_free(known.tree, department_id, act.work.assignments.in_department(department_id))
            act.work.departments.remove(department_id, act.at)
            details: dict[str, Value] = {"before": _told(before), "after": None}
            act.note("access.remove_department", f"department:{department_id}", details)
            return before

        request: dict[str, Value] = {"department": str(department_id)}
        return self._answer(by, tenant_id, (department_id,), ("remove", request, idempotency_key), do)

    def show(self, *, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> DepartmentView:
        """Give a department; raises DepartmentUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            act.require_managing()
            known = organization(act.work)
            return department_view(_department(known, department_id), known.tree.names(department_id))

    def list_departments(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        after: DepartmentId | None = None,
        limit: int = 50,
        at: datetime | None = None,
    ) -> tuple[DepartmentView, ...]:
        """Give departments by id, those after the given one, at most 1,000, as of an instant (now).

        Raises InvalidValue for a naive or absurd instant, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require_managing()
            tree = organization(act.work, None if at is None else instant(at)).tree
            found = [each for each in sorted(tree.departments) if after is None or each > after]
            return tuple(
                department_view(tree.departments[each], tree.names(each)) for each in found[: page_size(limit)]
            )

    def _answer(
        self,
        by: Actor,
        tenant_id: TenantId,
        places: tuple[DepartmentId | None, ...],
        command: tuple[str, dict[str, Value], str | None],
        do: Callable[[Act], Department],
    ) -> DepartmentView:
        verb, request, key = command
        with self._acts.begin(tenant_id, by) as act:
            if key is not None and act.work.replies.get(key) is not None and _gone(act, places):
                # The repeat of a removal: nothing can be judged in a place that is no more.
                act.require_managing()
            else:
                for place in places:
                    act.require(PEOPLE, place)

            def view() -> DepartmentView:
                # Read before it is removed: the path of what is gone could not be told.
                before = organization(act.work).tree
                department = do(act)
                after = organization(act.work).tree
                tree = after if department.id in after.departments else before
                return department_view(department, tree.names(department.id))

            return act.answer(key, f"access.{verb}_department", request, DepartmentView, view)


def _gone(act: Act, places: tuple[DepartmentId | None, ...]) -> bool:
    there = organization(act.work).tree.departments
    return any(place is not None and place not in there for place in places)


def move(
    act: Act, department_id: DepartmentId, parent_id: DepartmentId | None, expected: str | None = None
) -> Department:
    """Move a department, inside an act; see `Departments.move`."""
    known = organization(act.work)
    before = _department(known, department_id)
    _require_revision(known, before, expected)
    known.require_department(parent_id, "parent")
    tree = known.tree.moved(department_id, parent_id)
    require_free_department(known.tree, before.name, parent_id, own=department_id)
    by = grantor(act.work, act.by, known)
    for above in newly_covering(known.tree, tree, department_id):
        for each in holdings(act.work.assignments.in_department(above), known.roles):
            by.require(each.role.permissions, department_id, each.assignment.approval_limit_minor, field="parent")
    return _kept(act, "access.move_department", before, before.moved(parent_id))


def _require_revision(known: Organization, department: Department, expected: str | None) -> None:
    require_revision(expected, department_view(department, known.tree.names(department.id)))


def _department(known: Organization, department_id: DepartmentId) -> Department:
    known.require_department(department_id)
    return known.tree.departments[department_id]


def _kept(act: Act, action: str, before: Department | None, after: Department) -> Department:
    if after != before:
        act.work.departments.save(after, act.at)
        act.note(action, f"department:{after.id}", {"before": _told(before), "after": _told(after)})
    return after


def _told(department: Department | None) -> Value:
    return None if department is None else {"name": department.name, "parent": shown(department.parent)}
