"""`saas license` at the provider of payments: subscribe, billing-page, invoices, refund, reconcile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.licenses import print_license
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.progress import moving
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import instant_text
from saas_views.presenting import day_text

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.payments.queries import InvoiceView

HEADS = ("INVOICE", "STATE", "TOTAL", "PERIOD", "DUE", "PAID", "LINK")


def subscribe(tenant: Tenant, /, *, common: Change = CHANGING) -> None:
    """Print the URL of the page where the client subscribes and pays (clause 0.1)."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        at.app.payments.subscribe(by=at.by, tenant_id=tenant_id, idempotency_key=common.idempotency_key)
        mail_out(at, tenant_id)
        view = at.app.payments.checkout(by=at.by, tenant_id=tenant_id)
        if view.url and view.expires_at:
            at.screen.answer(view, view.url, f"Good until {instant_text(view.expires_at)}.")
        else:
            at.screen.answer(view, "The page is still being opened. Run `saas worker`, then ask again.")


def billing_page(tenant: Tenant, /, *, common: Common = READING) -> None:
    """Print the URL of the provider's page for payments, cards and invoices; valid for minutes (clause 0.1)."""
    with desk(common) as at:
        view = at.app.payments.billing_page(by=at.by, tenant_id=tenant_of(at, tenant))
        at.screen.answer(view, view.url)


def invoices(tenant: Tenant, /, *, common: Common = READING) -> None:
    """List the client's invoices as the provider currently reports them, newest first."""
    with desk(common) as at:
        found = at.app.payments.list_invoices(by=at.by, tenant_id=tenant_of(at, tenant))
        at.screen.table(found, HEADS, [_row(each) for each in found], empty="There are no invoices yet.")


def refund(
    tenant: Tenant,
    invoice: Annotated[str, Parameter(help="The number of the invoice, as `saas license invoices` shows it.")],
    /,
    *,
    common: Risky = RISKY,
) -> None:
    """Refund everything paid on an invoice through the provider; the license follows. Asks for confirmation."""
    confirm(f"Everything paid on invoice {invoice} of {tenant} will be paid back.", yes=common.yes)
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.payments.refund(
            by=at.by, tenant_id=tenant_id, invoice=invoice, idempotency_key=common.idempotency_key
        )
        mail_out(at, tenant_id)
        at.screen.answer(view, f"The refund of invoice {view.invoice} is asked for.")


def reconcile(
    tenant: Annotated[str | None, Parameter(help="The short name or the id of the client.")] = None,
    /,
    *,
    every: Annotated[
        bool,
        Parameter(name="--all", negative="", show_default=False, help="All clients, as is done every hour."),
    ] = False,
    common: Change = CHANGING,
) -> None:
    """Compare licenses with the provider's books and add missing facts; drift becomes an incident.

    Stopping it (SIGTERM, Ctrl-C) waits for the current account; the others are
    left to a worker, who goes on.
    """
    if every == (tenant is not None):
        message = "name one client, or all of them."
        raise InvalidValue(message, field="tenant", remedy="Give a short name, or --all.")
    with desk(common) as at:
        if tenant is None:
            _reconcile_all(at, common)
            return
        tenant_id = tenant_of(at, tenant)
        at.app.payments.reconcile(by=at.by, tenant_id=tenant_id, idempotency_key=common.idempotency_key)
        at.app.work.worker.drain(tenant_id=tenant_id)
        print_license(at.screen, at.app.licensing.show(by=at.by, tenant_id=tenant_id), tenant)


def _reconcile_all(at: Desk, common: Change) -> None:
    """Request a look at every account and carry them out; what is left when it is stopped is left to a worker."""
    from saas_cli.stopping import asked_to_stop

    with asked_to_stop() as stopped:
        view = at.app.payments.reconcile_all(by=at.by, idempotency_key=common.idempotency_key)
        with moving("Looking at accounts", view.accounts) as move:
            tally = at.app.work.worker.drain(stopped=stopped, progress=move)
        left = stopped()
    text = f"{view.accounts} accounts: {tally.done} things done, {tally.failed} to be tried again."
    going_on = ("Stopped. The rest waits for a worker; go on with: saas worker --once",) if left else ()
    at.screen.answer(view, text, *going_on, "`saas doctor` shows drift.")


def _row(each: InvoiceView) -> tuple[str, ...]:
    period = f"{day_text(each.since)} to {day_text(each.until)}" if each.since and each.until else "-"
    due = day_text(each.due_at) if each.due_at else "-"
    paid = day_text(each.paid_at) if each.paid_at else "-"
    state = f"{each.state}, refunded" if each.refunded else each.state
    return each.invoice, state, each.total, period, due, paid, each.link
