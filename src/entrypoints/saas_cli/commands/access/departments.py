"""`saas departments`: the tree of a client's departments (1.4.c)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, At, Department, Limit, Tenant
from saas_cli.asking import confirm
from saas_cli.lookup import department_of, moment, place_of, tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.access.queries.views import DepartmentView

app = branch(
    "departments",
    "The tree of departments: add, list, move, rename, remove.",
    "saas departments add harbor Finance",
    "saas departments add harbor Accounts --under Finance",
    "saas departments list harbor",
)

Name = Annotated[str, Parameter(help="The name, unique among its siblings.")]
Under = Annotated[str | None, Parameter(name="--under", help="The department above it; default: the top.")]


@app.command(
    help_epilogue=examples(
        "saas departments add harbor Finance", "saas departments add harbor Accounts --under Finance"
    )
)
def add(tenant: Tenant, name: Name, /, *, under: Under = None, common: Change = CHANGING) -> None:
    """Add a department, at the top or under another."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.departments.create(
            by=at.by,
            tenant_id=tenant_id,
            name=name,
            parent_id=place_of(at, tenant_id, under),
            idempotency_key=common.idempotency_key,
        )
        _print_department(at.screen, view, "Added")


@app.command(name="list", help_epilogue=examples("saas departments list harbor", "saas departments list harbor --json"))
def list_(
    tenant: Tenant, /, *, after: After = None, limit: Limit = 1000, as_of: At = None, common: Common = READING
) -> None:
    """List the departments with their paths, now or as of an instant."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        rows = at.app.access.departments.list_departments(
            by=at.by,
            tenant_id=tenant_id,
            after=place_of(at, tenant_id, after),
            limit=limit,
            at=moment(as_of, "at"),
        )
        cells = sorted((each.path, each.department_id) for each in rows)
        at.screen.table(rows, ("DEPARTMENT", "ID"), cells, empty="No departments; see `saas departments add --help`.")


@app.command(
    help_epilogue=examples(
        "saas departments move harbor Accounts --under Operations", "saas departments move harbor Operations/Accounts"
    )
)
def move(tenant: Tenant, department: Department, /, *, under: Under = None, common: Change = CHANGING) -> None:
    """Move a department under another, or to the top; rights follow at the next action."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.departments.move(
            by=at.by,
            tenant_id=tenant_id,
            department_id=department_of(at, tenant_id, department),
            parent_id=place_of(at, tenant_id, under),
            idempotency_key=common.idempotency_key,
        )
        _print_department(at.screen, view, "Moved")


@app.command(help_epilogue=examples("saas departments rename harbor Finance/Accounts 'Accounts payable'"))
def rename(tenant: Tenant, department: Department, name: Name, /, *, common: Change = CHANGING) -> None:
    """Rename a department."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.departments.rename(
            by=at.by,
            tenant_id=tenant_id,
            department_id=department_of(at, tenant_id, department),
            name=name,
            idempotency_key=common.idempotency_key,
        )
        _print_department(at.screen, view, "Renamed")


@app.command(help_epilogue=examples("saas departments remove harbor Finance/Accounts --yes"))
def remove(tenant: Tenant, department: Department, /, *, common: Risky = RISKY) -> None:
    """Remove an empty department; refused while it has subdepartments or assignments."""
    confirm(f"The department {department} of {tenant} will be removed.", yes=common.yes)
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.departments.remove(
            by=at.by,
            tenant_id=tenant_id,
            department_id=department_of(at, tenant_id, department),
            idempotency_key=common.idempotency_key,
        )
        _print_department(at.screen, view, "Removed")


def _print_department(screen: Screen, view: DepartmentView, done: str) -> None:
    screen.answer(view, f"{done} {view.path} ({view.department_id}).")
