"""`saas break-glass`: temporary staff access to a client's users and roles, approved by a second person (1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.lookup import ident, member, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import GrantId
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.access.queries.keys_and_sessions import GrantView

app = branch(
    "break-glass",
    "See or change a client's users and roles for hours, in its sight: ask, approve, end, list.",
    "saas break-glass ask harbor --why 'The last owner left' --until 2026-11-23T12:00:00Z --scope change",
    "saas break-glass list harbor",
)

HEADS = ("ASKED", "BY", "FOR", "WHY", "STATE", "UNTIL", "APPROVED BY", "ENDED BY", "ID")
Grant = Annotated[str, Parameter(name="GRANT", help="The id of the grant, as `saas break-glass list` shows it.")]


@app.command(help_epilogue=examples("saas break-glass ask harbor --why 'Roles were lost' --until 2026-11-23T12:00:00Z"))
def ask(
    tenant: Tenant,
    /,
    *,
    why: Annotated[str, Parameter(help="The reason, in a sentence; the client can read it.")],
    until: Annotated[str, Parameter(help="Its end, at most four hours from now.")],
    scope: Annotated[str, Parameter(help="read (users and roles) or change.")] = "read",
    common: Change = CHANGING,
) -> None:
    """Request a grant; it opens nothing until somebody else approves it."""
    from saas_core.access.values import GrantScope

    with desk(common) as at:
        view = at.app.access.break_glass.ask(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            reason=why,
            until=parse_instant(until, "until"),
            scope=member(GrantScope, scope, "scope"),
            idempotency_key=common.idempotency_key,
        )
        _tell(at.screen, view, "Asked; somebody else with staff.admin approves it.")


@app.command(help_epilogue=examples("saas break-glass approve harbor 01938c5e-7a10-7000-8000-000000000001"))
def approve(tenant: Tenant, grant: Grant, /, *, common: Change = CHANGING) -> None:
    """Approve another member of staff's request; needs staff.admin."""
    with desk(common) as at:
        view = at.app.access.break_glass.approve(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            idempotency_key=common.idempotency_key,
        )
        _tell(at.screen, view, "Approved.")


@app.command(help_epilogue=examples("saas break-glass end harbor 01938c5e-7a10-7000-8000-000000000001"))
def end(tenant: Tenant, grant: Grant, /, *, common: Change = CHANGING) -> None:
    """End a grant early; open to those who asked or approved, and to the client's owners."""
    with desk(common) as at:
        view = at.app.access.break_glass.end(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            idempotency_key=common.idempotency_key,
        )
        _tell(at.screen, view, "Ended.")


@app.command(name="list", help_epilogue=examples("saas break-glass list harbor", "saas break-glass list harbor --json"))
def list_(tenant: Tenant, /, *, after: After = None, limit: Limit = 50, common: Common = READING) -> None:
    """List a client's grants, newest first; its owners can see them too."""
    with desk(common) as at:
        rows = at.app.access.break_glass.list_grants(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            after=None if after is None else GrantId(ident(after, "after")),
            limit=limit,
        )
        cells = [
            (
                *(each.asked_at, each.staff_id, each.scope, each.reason, each.state, each.until),
                *(each.approved_by, each.ended_by, each.grant_id),
            )
            for each in rows
        ]
        at.screen.table(rows, HEADS, cells, empty="No grants.")


def _tell(screen: Screen, view: GrantView, title: str) -> None:
    pairs = (
        ("for", view.scope),
        ("why", view.reason),
        ("until", view.until),
        ("state", view.state),
        ("id", view.grant_id),
    )
    screen.card(view, title, pairs)
