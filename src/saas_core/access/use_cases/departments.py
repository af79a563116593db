"""Departments: create, rename, move, remove and list them (1.4.c)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from saas_core.access.commands import (
    CreateDepartment,
    DepartmentCommand,
    MoveDepartment,
    RemoveDepartment,
    RenameDepartment,
)
from saas_core.access.model import Department
from saas_core.access.policies import (
    holdings,
    newly_covering,
    require_department_free,
    require_free_department,
)
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, organization
from saas_core.access.queries.views import DepartmentView, department_view
from saas_core.access.use_cases.act import Act, Acts, grantor_of, id_text, require_managing
from saas_core.access.values import PEOPLE
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_of
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

C = TypeVar("C", bound=DepartmentCommand)


class Departments:
    """The departments of a client, a tree (1.4.c), managed by those who manage people there."""

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

        Raises InvalidValue, also for one beyond 20 levels, DepartmentUnknown for the parent, NameTaken if a sibling has
        the name, Refused.
        """
        command = CreateDepartment(name=name, parent_id=parent_id)
        return self._carry_out(command, Caller(by, tenant_id, idempotency_key), _create)

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
        """Rename a department; `expected` is the revision that the change was made for.

        Raises InvalidValue, DepartmentUnknown, NameTaken, RevisionStale, Refused.
        """
        command = RenameDepartment(department_id=department_id, name=name)
        return self._carry_out(command, Caller(by, tenant_id, idempotency_key, expected), _rename)

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
        """Move a department with everything below it under another one, or to the top; rights follow at once (1.4.c).

        Roles held above the new place will cover it, so a move that would give somebody more than the mover holds there
        is refused: MoreThanHeld. Raises DepartmentUnknown, DepartmentCycle, NameTaken, RevisionStale, InvalidValue for
        a place that is beyond 20 levels for it or for what lies below it, Refused.
        """
        command = MoveDepartment(department_id=department_id, parent_id=parent_id)
        return self._carry_out(command, Caller(by, tenant_id, idempotency_key, expected), move)

    def remove(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        department_id: DepartmentId,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> DepartmentView:
        """Remove a department; return it as it was.

        Raises DepartmentUnknown, DepartmentInUse if it has sub-departments or assignments,
        RevisionStale, Refused.
        """
        command = RemoveDepartment(department_id=department_id)
        return self._carry_out(command, Caller(by, tenant_id, idempotency_key, expected), _remove)

    def _carry_out(self, command: C, caller: Caller, do: Callable[[Act, C], DepartmentView]) -> DepartmentView:
        return self._acts.carry_out(
            command, caller, DepartmentView, do, judged=_require_managed, repeated=_require_still_managed
        )

    def show(self, *, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> DepartmentView:
        """Return a department; raises DepartmentUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            known = organization(act.work)
            return _view(known, known.department(department_id))

    def list_departments(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        after: DepartmentId | None = None,
        limit: int = 50,
        at: datetime | None = None,
    ) -> tuple[DepartmentView, ...]:
        """Return departments by id, those after the given one, at most 1,000, as of an instant, by default now.

        Raises InvalidValue for a naive or absurd instant, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            known = organization(act.work, None if at is None else instant(at))
            page = page_of(sorted(known.tree.departments), lambda each: each, after, limit)
            return tuple(_view(known, known.department(each)) for each in page)


def _places(command: DepartmentCommand) -> tuple[DepartmentId | None, ...]:
    match command:
        case CreateDepartment():
            return (command.parent_id,)
        case MoveDepartment():
            return (command.department_id, command.parent_id)
        case RenameDepartment() | RemoveDepartment():
            return (command.department_id,)


def _require_managed(act: Act, command: DepartmentCommand) -> None:
    act.require(PEOPLE, *_places(command))


def _require_still_managed(act: Act, command: DepartmentCommand) -> None:
    """Require what can still be required: nothing can be judged in a department that no longer exists."""
    there = organization(act.work).tree.departments
    if all(place is None or place in there for place in _places(command)):
        _require_managed(act, command)
    else:
        require_managing(act)


def _create(act: Act, command: CreateDepartment) -> DepartmentView:
    known = organization(act.work)
    known.require_department(command.parent_id, "parent")
    known.tree.require_room(command.parent_id)
    require_free_department(known.tree, command.name, command.parent_id)
    made = Department(id=DepartmentId(act.ids.new()), name=command.name, parent=command.parent_id)
    return _kept(act, command, None, made)


def _rename(act: Act, command: RenameDepartment) -> DepartmentView:
    known = organization(act.work)
    before = _expected(act, known, command.department_id)
    require_free_department(known.tree, command.name, before.parent, own=before.id)
    return _kept(act, command, before, before.renamed(command.name))


def move(act: Act, command: MoveDepartment) -> DepartmentView:
    """Move a department, inside an act; see `Departments.move`."""
    known = organization(act.work)
    before = _expected(act, known, command.department_id)
    known.require_department(command.parent_id, "parent")
    tree = known.tree.moved(before.id, command.parent_id)
    require_free_department(known.tree, before.name, command.parent_id, own=before.id)
    by = grantor_of(act, known)
    for above in newly_covering(known.tree, tree, before.id):
        for each in holdings(act.work.assignments.in_department(above), known.roles):
            by.require(each.role.permissions, before.id, each.assignment.approval_limit_minor, field="parent")
    return _kept(act, command, before, before.moved(command.parent_id))


def _remove(act: Act, command: RemoveDepartment) -> DepartmentView:
    known = organization(act.work)
    before = _expected(act, known, command.department_id)
    require_department_free(known.tree, before.id, act.work.assignments.in_department(before.id))
    act.work.departments.remove(before.id, act.at)
    act.note(command.NAME, f"department:{before.id}", {"before": _journal_form(before), "after": None})
    return _view(known, before)


def _expected(act: Act, known: Organization, department_id: DepartmentId) -> Department:
    """Return a department in the state that the change was made for; raises DepartmentUnknown, RevisionStale."""
    department = known.department(department_id)
    require_revision(act.expected, _view(known, department))
    return department


def _kept(act: Act, command: DepartmentCommand, before: Department | None, after: Department) -> DepartmentView:
    if after != before:
        act.work.departments.save(after, act.at)
        details = {"before": _journal_form(before), "after": _journal_form(after)}
        act.note(command.NAME, f"department:{after.id}", details)
    return _view(organization(act.work), after)


def _view(known: Organization, department: Department) -> DepartmentView:
    return department_view(department, known.tree.names(department.id))


def _journal_form(department: Department | None) -> Value:
    return None if department is None else {"name": department.name, "parent": id_text(department.parent)}
