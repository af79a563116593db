"""`saas who-may`: the users who may do something, and the assignments that permit it (1.4.b, 1.4.c)."""

from __future__ import annotations

from saas_cli.arguments import Action, After, At, InDepartment, Limit, Tenant
from saas_cli.lookup import moment, place_of, tenant_of, user_of
from saas_cli.options import READING, Common
from saas_cli.root import single
from saas_cli.session import desk

app = single(
    "who-may",
    "saas who-may harbor invoices.approve",
    "saas who-may harbor invoices.approve --department Finance/Accounts --json",
)


@app.default
def who_may(
    tenant: Tenant,
    action: Action,
    /,
    *,
    department: InDepartment = None,
    at: At = None,
    after: After = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List the active users whose roles grant a permission, and where: in a department, or without one everywhere.

    This covers roles only; `saas decide` also judges the license and the terms.
    """
    with desk(common) as seat:
        tenant_id = tenant_of(seat, tenant)
        rows = seat.app.access.queries.who_may(
            by=seat.by,
            tenant_id=tenant_id,
            permission=action,
            department_id=place_of(seat, tenant_id, department),
            at=moment(at, "at"),
            after=None if after is None else user_of(seat, tenant_id, after),
            limit=limit,
        )
        cells = [
            (each.user.name, each.user.email, place.department or "everywhere", place.role, place.assignment_id)
            for each in rows
            for place in each.places
        ]
        empty = f"No active user's role allows {action} here."
        seat.screen.table(rows, ("NAME", "E-MAIL", "WHERE", "ROLE", "THROUGH ASSIGNMENT"), cells, empty=empty)
