"""Placing and lifting the provider's holds on a license (0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.commands.licensing.recording import record
from saas_cli.licenses import print_license
from saas_cli.lookup import as_id, member, tenant_of
from saas_cli.options import RISKY, Risky
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import HoldId, TenantId

if TYPE_CHECKING:
    from saas_cli.session import Desk

Why = Annotated[str, Parameter(help="The reason, in a sentence; it is kept permanently.")]


def hold(
    tenant: Tenant,
    /,
    *,
    kind: Annotated[str, Parameter(help="breach, abuse or request.")],
    clause: Annotated[str, Parameter(help="The clause it rests on, such as 0.2.")],
    why: Why,
    common: Risky = RISKY,
) -> None:
    """Place a hold on the license, independent of payment; no payment lifts it. Asks for confirmation."""
    from saas_core.licensing.values import HoldKind

    confirm(f"The license of {tenant} will be closed by a hold, whatever was paid.", yes=common.yes)
    record(
        common,
        tenant,
        lambda licensing, caller: licensing.place_hold(
            **caller, kind=member(HoldKind, kind, "kind"), why=why, clause=clause
        ),
    )


def lift(
    tenant: Tenant,
    hold: Annotated[str | None, Parameter(help="The hold's id; default: the only one.")] = None,
    /,
    *,
    why: Why,
    common: Risky = RISKY,
) -> None:
    """Lift a hold; asks for confirmation, since what it closed then opens again."""
    confirm(f"A hold on the license of {tenant} will be lifted.", yes=common.yes)
    with desk(common) as seat:
        tenant_id = tenant_of(seat, tenant)
        view = seat.app.licensing.lift_hold(
            by=seat.by,
            tenant_id=tenant_id,
            hold=_hold_of(seat, tenant_id, hold),
            why=why,
            idempotency_key=common.idempotency_key,
        )
        print_license(seat.screen, view, tenant)


def _hold_of(seat: Desk, tenant_id: TenantId, text: str | None) -> HoldId:
    if text is not None:
        found = as_id(text)
        if found is None:
            message = f"{text[:60]!r} is not an id."
            raise InvalidValue(message, field="hold", remedy="`saas license show` lists the holds with their ids.")
        return HoldId(found)
    holds = seat.app.licensing.show(by=seat.by, tenant_id=tenant_id).holds
    if len(holds) != 1:
        message = f"{len(holds)} holds are in force."
        remedy = "Name one by its id; `saas license show` lists them." if holds else "There is nothing to lift."
        raise NotFound(message, field="hold", remedy=remedy)
    return holds[0].id
