"""Facts by which staff takes back what was recorded by hand (0.1, 1.3)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.licenses import print_license
from saas_cli.lookup import moment, tenant_of
from saas_cli.options import CHANGING, Change
from saas_cli.session import desk
from saas_core.kernel.instants import parse_instant

Invoice = Annotated[str, Parameter(help="The number of the invoice.")]


def undo_refund(tenant: Tenant, invoice: Invoice, /, *, common: Change = CHANGING) -> None:
    """Record that a refund failed or was canceled; the period that was paid for stands again (clause 0.1)."""
    with desk(common) as seat:
        view = seat.app.licensing.undo_refund(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            invoice=invoice,
            idempotency_key=common.idempotency_key,
        )
        print_license(seat.screen, view, tenant)


def defer(
    tenant: Tenant,
    invoice: Invoice,
    /,
    *,
    until: Annotated[str | None, Parameter(help="Not overdue before this instant; default: not overdue.")] = None,
    common: Change = CHANGING,
) -> None:
    """Record that an invoice is not overdue after all, or not before an instant (clause 0.1)."""
    with desk(common) as seat:
        view = seat.app.licensing.defer_invoice(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            invoice=invoice,
            until=moment(until, "until"),
            idempotency_key=common.idempotency_key,
        )
        print_license(seat.screen, view, tenant)


def move_trial(
    tenant: Tenant,
    /,
    *,
    since: Annotated[str, Parameter(help="The instant at which the trial began.")],
    until: Annotated[str, Parameter(help="The instant at which it ends now.")],
    common: Change = CHANGING,
) -> None:
    """Record that a trial ends at another instant: later, earlier, or at once (clause 1.3)."""
    with desk(common) as seat:
        view = seat.app.licensing.move_trial(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            since=parse_instant(since, "since"),
            until=parse_instant(until, "until"),
            idempotency_key=common.idempotency_key,
        )
        print_license(seat.screen, view, tenant)
