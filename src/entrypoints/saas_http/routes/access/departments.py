"""The departments of a client, a tree."""

from __future__ import annotations

from saas_core.access.commands import CreateDepartment, MoveDepartment, RenameDepartment
from saas_core.access.errors import DepartmentCycle, DepartmentInUse, DepartmentUnknown, MoreThanHeld, NameTaken
from saas_core.access.queries.views import DepartmentView
from saas_core.kernel.ids import DepartmentId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page
from saas_http.parsing.commands import fields_of
from saas_http.routes.instants import PagingAsOf

departments = Router("departments", "The tree of departments; rights in a department extend to those below it (1.4.c).")

MANAGE = client("people.manage")


@departments.get("/departments", MANAGE)
def list_departments(call: Call, query: PagingAsOf) -> Page[DepartmentView]:
    """List departments, by id."""
    desk = call.app.access.departments
    return call.reader(query).ids(
        lambda after, limit: desk.list_departments(**call.acting, after=after, limit=limit, at=query.at),
        lambda department: department.department_id,
    )


@departments.post(
    "/departments", MANAGE, DepartmentUnknown, NameTaken, status=201, location="/v1/departments/{department_id}"
)
def create(call: Call, body: CreateDepartment) -> DepartmentView:
    """Create a department."""
    return call.app.access.departments.create(**call.writing, **fields_of(body))


@departments.get("/departments/{department_id}", MANAGE, DepartmentUnknown)
def show(call: Call, department_id: DepartmentId) -> DepartmentView:
    """Show a department."""
    return call.app.access.departments.show(**call.acting, department_id=department_id)


@departments.patch("/departments/{department_id}", MANAGE, DepartmentUnknown, NameTaken)
def rename(call: Call, body: RenameDepartment) -> DepartmentView:
    """Rename a department."""
    return call.app.access.departments.rename(**call.editing, **fields_of(body))


@departments.post(
    "/departments/{department_id}/move",
    MANAGE,
    DepartmentUnknown,
    DepartmentCycle,
    NameTaken,
    MoreThanHeld,
    edits=True,
)
def move(call: Call, body: MoveDepartment) -> DepartmentView:
    """Move a department with all departments below it; rights follow at once."""
    return call.app.access.departments.move(**call.editing, **fields_of(body))


@departments.delete("/departments/{department_id}", MANAGE, DepartmentUnknown, DepartmentInUse)
def remove(call: Call, department_id: DepartmentId) -> DepartmentView:
    """Remove a department without subdepartments or role assignments; returns it as it was."""
    return call.app.access.departments.remove(**call.editing, department_id=department_id)
