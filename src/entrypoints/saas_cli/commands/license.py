"""`saas license`: the license of a client, in step with payment (0.1, 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import At, KnownAt, Tenant
from saas_cli.licenses import changes_told, license_told
from saas_cli.lookup import as_id, member, moment, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, shown
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import HoldId, TenantId
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.session import Desk

app = branch(
    "license",
    "The license of a client: show, record-payment, hold, lift, cancel, resume, forecast.",
    "saas license show harbor",
    "saas license record-payment harbor INV-1 --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z",
)

Why = Annotated[str, Parameter(help="Why, in a sentence; it is kept for good.")]


@app.command(
    help_epilogue=shown("saas license show harbor", "saas license show harbor --at 2026-11-01T00:00:00Z --json")
)
def show(tenant: Tenant, /, *, at: At = None, known_at: KnownAt = None, common: Common = READING) -> None:
    """Show the license: where it stands, what is open, why the rest is shut, and until when."""
    with desk(common) as seat:
        view = seat.app.licenses.show(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            at=moment(at, "at"),
            known_at=moment(known_at, "known_at"),
        )
        license_told(seat.screen, view, tenant)


@app.command(help_epilogue=shown("saas license forecast harbor", "saas license forecast harbor --json"))
def forecast(tenant: Tenant, /, *, at: At = None, common: Common = READING) -> None:
    """List the changes to come if nothing more is paid."""
    with desk(common) as seat:
        changes = seat.app.licenses.forecast(
            by=seat.by, tenant_id=tenant_of(seat, tenant), at=moment(at, "at")
        )
        changes_told(seat.screen, changes)


@app.command(
    help_epilogue=shown(
        "saas license record-payment harbor INV-1 --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z"
    )
)
def record_payment(
    tenant: Tenant,
    invoice: Annotated[str, Parameter(help="The number of the invoice that was paid.")],
    /,
    *,
    since: Annotated[str, Parameter(help="The first instant paid for, as 2026-11-01T00:00:00Z.")],
    until: Annotated[str, Parameter(help="The first instant not paid for any more.")],
    paid_at: Annotated[str | None, Parameter(help="When it was paid; now when left out.")] = None,
    common: Change = CHANGING,
) -> None:
    """Record by hand that an invoice was paid; the license is good for that period (clause 0.1)."""
    with desk(common) as seat:
        view = seat.app.licensing.record_payment(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            invoice=invoice,
            since=parse_instant(since, "since"),
            until=parse_instant(until, "until"),
            paid_at=moment(paid_at, "paid_at"),
            idempotency_key=common.idempotency_key,
        )
        license_told(seat.screen, view, tenant)


@app.command(
    help_epilogue=shown("saas license hold harbor --kind abuse --clause 1.2 --why 'Attack on the servers, case 17'")
)
def hold(
    tenant: Tenant,
    /,
    *,
    kind: Annotated[str, Parameter(help="breach, abuse or request.")],
    clause: Annotated[str, Parameter(help="The clause it rests on, as 0.2.")],
    why: Why,
    common: Change = CHANGING,
) -> None:
    """Hold the license; independent of payment, and no payment lifts it."""
    from saas_core.licensing.values import HoldKind  # noqa: PLC0415 - only here

    with desk(common) as seat:
        view = seat.app.licensing.place_hold(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            kind=member(HoldKind, kind, "kind"),
            why=why,
            clause=clause,
            idempotency_key=common.idempotency_key,
        )
        license_told(seat.screen, view, tenant)


@app.command(help_epilogue=shown("saas license lift harbor --why 'Settled with the client'"))
def lift(
    tenant: Tenant,
    hold: Annotated[str | None, Parameter(help="The hold's id; the only one when left out.")] = None,
    /,
    *,
    why: Why,
    common: Change = CHANGING,
) -> None:
    """Lift a hold."""
    with desk(common) as seat:
        tenant_id = tenant_of(seat, tenant)
        view = seat.app.licensing.lift_hold(
            by=seat.by,
            tenant_id=tenant_id,
            hold=_hold_of(seat, tenant_id, hold),
            why=why,
            idempotency_key=common.idempotency_key,
        )
        license_told(seat.screen, view, tenant)


@app.command(help_epilogue=shown("saas license cancel harbor", "saas license cancel harbor --now"))
def cancel(
    tenant: Tenant,
    /,
    *,
    now: Annotated[
        bool, Parameter(negative="", show_default=False, help="At once, not at the end of the paid period.")
    ] = False,
    common: Change = CHANGING,
) -> None:
    """Cancel the license, to its last paid instant (clause 1.3)."""
    with desk(common) as seat:
        view = seat.app.licensing.cancel(
            by=seat.by,
            tenant_id=tenant_of(seat, tenant),
            at_period_end=not now,
            idempotency_key=common.idempotency_key,
        )
        license_told(seat.screen, view, tenant)


@app.command(help_epilogue=shown("saas license resume harbor"))
def resume(tenant: Tenant, /, *, common: Change = CHANGING) -> None:
    """Take a cancellation back."""
    with desk(common) as seat:
        view = seat.app.licensing.resume(
            by=seat.by, tenant_id=tenant_of(seat, tenant), idempotency_key=common.idempotency_key
        )
        license_told(seat.screen, view, tenant)


def _hold_of(seat: Desk, tenant_id: TenantId, text: str | None) -> HoldId:
    if text is not None:
        found = as_id(text)
        if found is None:
            message = f"{text[:60]!r} is no id."
            raise InvalidValue(message, field="hold", remedy="`saas license show` lists the holds with their ids.")
        return HoldId(found)
    holds = seat.app.licenses.show(by=seat.by, tenant_id=tenant_id).holds
    if len(holds) != 1:
        message = f"{len(holds)} holds are in force."
        remedy = "Name one by its id; `saas license show` lists them." if holds else "There is nothing to lift."
        raise NotFound(message, field="hold", remedy=remedy)
    return holds[0].id
