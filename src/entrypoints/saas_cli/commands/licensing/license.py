"""`saas license`: the license of a client, in step with payment (0.1, 1.3)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import At, KnownAt, Tenant
from saas_cli.asking import confirm
from saas_cli.commands.licensing.by_hand import end, record_payment, record_refund, trial, void
from saas_cli.commands.licensing.corrections import defer, move_trial, undo_refund
from saas_cli.commands.licensing.holds import hold, lift
from saas_cli.commands.payments.billing import billing_page, invoices, reconcile, refund, subscribe
from saas_cli.licenses import print_changes, print_license
from saas_cli.lookup import moment, tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk

app = branch(
    "license",
    "The license of a client: how it stands, and what becomes true of it, by hand or at the provider of payments.",
    "saas license show harbor",
    "saas license record-payment harbor INV-1 --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z",
)


@app.command(
    help_epilogue=examples("saas license show harbor", "saas license show harbor --at 2026-11-01T00:00:00Z --json")
)
def show(tenant: Tenant, /, *, at: At = None, known_at: KnownAt = None, common: Common = READING) -> None:
    """Show the license: its standing, what is open, why the rest is closed, and until when."""
    with desk(common) as seat:
        view = seat.app.licensing.show(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            at=moment(at, "at"),
            known_at=moment(known_at, "known_at"),
        )
        print_license(seat.screen, view, tenant)


@app.command(help_epilogue=examples("saas license forecast harbor", "saas license forecast harbor --json"))
def forecast(tenant: Tenant, /, *, at: At = None, common: Common = READING) -> None:
    """List the upcoming changes if nothing more is paid."""
    with desk(common) as seat:
        changes = seat.app.licensing.forecast(by=seat.by, tenant_id=tenant_of(seat, tenant), at=moment(at, "at"))
        print_changes(seat.screen, changes)


@app.command(help_epilogue=examples("saas license cancel harbor", "saas license cancel harbor --now --yes"))
def cancel(
    tenant: Tenant,
    /,
    *,
    now: Annotated[
        bool, Parameter(negative="", show_default=False, help="At once, not at the end of the paid period.")
    ] = False,
    common: Risky = RISKY,
) -> None:
    """Cancel the license at the end of its paid period (clause 1.3); asks for confirmation."""
    confirm(f"The license of {tenant} will end {'now' if now else 'with its paid period'}.", yes=common.yes)
    with desk(common) as seat:
        view = seat.app.licensing.cancel(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            at_period_end=not now,
            idempotency_key=common.idempotency_key,
        )
        print_license(seat.screen, view, tenant)


@app.command(help_epilogue=examples("saas license resume harbor"))
def resume(tenant: Tenant, /, *, common: Change = CHANGING) -> None:
    """Undo a cancellation."""
    with desk(common) as seat:
        view = seat.app.licensing.resume(
            by=seat.by, tenant_id=tenant_of(seat, tenant), idempotency_key=common.idempotency_key
        )
        print_license(seat.screen, view, tenant)


app.command(
    record_payment,
    help_epilogue=examples(
        "saas license record-payment harbor INV-1 --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z"
    ),
)
app.command(
    trial,
    help_epilogue=examples("saas license trial harbor --since 2026-11-01T00:00:00Z --until 2026-11-15T00:00:00Z"),
)
app.command(void, help_epilogue=examples("saas license void harbor INV-1", "saas license void harbor INV-1 --yes"))
app.command(
    record_refund,
    help_epilogue=examples("saas license record-refund harbor INV-1", "saas license record-refund harbor INV-1 --part"),
)
app.command(end, help_epilogue=examples("saas license end harbor", "saas license end harbor --yes"))
app.command(
    hold,
    help_epilogue=examples(
        "saas license hold harbor --kind abuse --clause 1.2 --why 'Attack on the servers, case 17' --yes"
    ),
)
app.command(lift, help_epilogue=examples("saas license lift harbor --why 'Settled with the client' --yes"))
app.command(subscribe, help_epilogue=examples("saas license subscribe harbor"))
app.command(billing_page, help_epilogue=examples("saas license billing-page harbor"))
app.command(invoices, help_epilogue=examples("saas license invoices harbor", "saas license invoices harbor --json"))
app.command(refund, help_epilogue=examples("saas license refund harbor 9F2C1A-0003 --yes"))
app.command(reconcile, help_epilogue=examples("saas license reconcile harbor", "saas license reconcile --all"))
app.command(undo_refund, help_epilogue=examples("saas license undo-refund harbor INV-1"))
app.command(
    defer,
    help_epilogue=examples(
        "saas license defer harbor INV-1", "saas license defer harbor INV-1 --until 2026-12-15T00:00:00Z"
    ),
)
app.command(
    move_trial,
    help_epilogue=examples(
        "saas license move-trial harbor --since 2026-11-01T00:00:00Z --until 2026-11-20T00:00:00Z --yes"
    ),
)
