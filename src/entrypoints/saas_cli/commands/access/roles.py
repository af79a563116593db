"""`saas roles`: roles with their permissions, and their assignments (1.4.b, 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, At, DryRun, Limit, Role, Tenant
from saas_cli.asking import confirm
from saas_cli.commands.access.assigning import assign, unassign
from saas_cli.lookup import moment, role_of, tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.rehearsals import rehearse
from saas_cli.root import branch, examples
from saas_cli.session import desk

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.access.queries.views import RoleView

app = branch(
    "roles",
    "Roles: add, edit, list, delete, assign, unassign.",
    "saas roles add harbor Approver --permission invoices.approve",
    "saas roles assign harbor Approver mia@harbor.example --department Finance",
)

Permissions = Annotated[
    tuple[str, ...],
    Parameter(name="--permission", negative="", help="A permission, or an area such as invoices.*; may be repeated."),
]


@app.command(
    help_epilogue=examples(
        "saas roles add harbor Approver --permission invoices.approve --permission invoices.view",
        "saas roles add harbor 'Stock keeper' --permission 'stock.*'",
    )
)
def add(
    tenant: Tenant,
    name: Annotated[str, Parameter(help="The name of the role.")],
    /,
    *,
    permissions: Permissions = (),
    common: Change = CHANGING,
) -> None:
    """Create a role with permissions that you hold yourself.

    Rights under server, root, backend and source are refused in any spelling
    (clauses 1.2, 0.3).
    """
    with desk(common) as at:
        view = at.app.access.roles.create(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            name=name,
            permissions=permissions,
            idempotency_key=common.idempotency_key,
        )
        _print_role(at.screen, view, "Created")


@app.command(
    help_epilogue=examples(
        "saas roles edit harbor Approver --permission invoices.approve --permission invoices.view --dry-run",
        "saas roles edit harbor Approver --name 'Invoice approver'",
    )
)
def edit(
    tenant: Tenant,
    role: Role,
    /,
    *,
    permissions: Permissions = (),
    name: Annotated[str | None, Parameter(help="Its new name.")] = None,
    dry_run: DryRun = False,
    common: Change = CHANGING,
) -> None:
    """Change a role's permissions (those given replace all existing ones) or its name."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        role_id = role_of(at, tenant_id, role)
        if dry_run:
            from saas_core.access.use_cases.rehearsal import EditRole

            rehearse(at, tenant_id, EditRole(role_id, frozenset(permissions)))
            return
        view = at.app.access.roles.edit(
            by=at.by,
            tenant_id=tenant_id,
            role_id=role_id,
            name=name,
            permissions=permissions or None,
            idempotency_key=common.idempotency_key,
        )
        _print_role(at.screen, view, "Edited")


@app.command(name="list", help_epilogue=examples("saas roles list harbor", "saas roles list harbor --json"))
def list_(
    tenant: Tenant, /, *, after: After = None, limit: Limit = 1000, as_of: At = None, common: Common = READING
) -> None:
    """List the roles with their permissions, now or as of an instant."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        rows = at.app.access.roles.list_roles(
            by=at.by,
            tenant_id=tenant_id,
            after=None if after is None else role_of(at, tenant_id, after),
            limit=limit,
            at=moment(as_of, "at"),
        )
        cells = [(each.name, each.permissions, each.built_in, each.role_id) for each in rows]
        heads = ("ROLE", "PERMISSIONS", "BUILT IN", "ID")
        at.screen.table(rows, heads, cells, empty="No roles; see `saas roles add --help`.")


@app.command(
    help_epilogue=examples(
        "saas roles delete harbor Approver", "saas roles delete harbor Approver --replacement Clerk --yes"
    )
)
def delete(
    tenant: Tenant,
    role: Role,
    /,
    *,
    replacement: Annotated[str | None, Parameter(help="The role its holders get instead: name or id.")] = None,
    common: Risky = RISKY,
) -> None:
    """Delete a role; an assigned role needs a replacement."""
    confirm(f"The role {role} of {tenant} will be deleted.", yes=common.yes)
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.roles.delete(
            by=at.by,
            tenant_id=tenant_id,
            role_id=role_of(at, tenant_id, role),
            replacement_id=None if replacement is None else role_of(at, tenant_id, replacement),
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, f"Deleted {role}; {view.replaced} assignments replaced.")


app.command(
    assign,
    help_epilogue=examples(
        "saas roles assign harbor Approver mia@harbor.example --department Finance/Accounts --dry-run",
        "saas roles assign harbor Approver mia@harbor.example --approval-limit 50000",
    ),
)
app.command(
    unassign,
    help_epilogue=examples(
        "saas roles unassign harbor Approver mia@harbor.example --department Finance/Accounts --dry-run"
    ),
)


def _print_role(screen: Screen, view: RoleView, done: str) -> None:
    pairs = (("permissions", view.permissions), ("id", view.role_id))
    screen.card(view, f"{done} {view.name}.", pairs)
