"""The way every command of licensing records: with the desk, for a client, under a key, and shows the license."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from cyclopts import Parameter

from saas_cli.licenses import print_license
from saas_cli.lookup import tenant_of
from saas_cli.session import desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from saas_cli.options import Change
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.ids import TenantId
    from saas_core.licensing.queries import LicenseView
    from saas_core.licensing.use_cases import Licensing

Invoice = Annotated[str, Parameter(help="The number of the invoice.")]


class Caller(TypedDict):
    """Who records, for whom, and under which key."""

    by: Actor
    tenant_id: TenantId
    idempotency_key: str | None


def record(common: Change, tenant: str, act: Callable[[Licensing, Caller], LicenseView]) -> None:
    """Carry out what records a fact, and print the license as it then stands."""
    with desk(common) as seat:
        caller = Caller(by=seat.by, tenant_id=tenant_of(seat, tenant), idempotency_key=common.idempotency_key)
        print_license(seat.screen, act(seat.app.licensing, caller), tenant)
