"""Facts by which staff takes back what was recorded by hand (0.1, 1.3)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.commands.licensing.recording import Invoice, record
from saas_cli.lookup import moment
from saas_cli.options import CHANGING, RISKY, Change, Risky
from saas_core.kernel.instants import instant_text, parse_instant


def undo_refund(tenant: Tenant, invoice: Invoice, /, *, common: Change = CHANGING) -> None:
    """Record that a refund failed or was canceled; the period that was paid for stands again (clause 0.1)."""
    record(common, tenant, lambda licensing, caller: licensing.undo_refund(**caller, invoice=invoice))


def defer(
    tenant: Tenant,
    invoice: Invoice,
    /,
    *,
    until: Annotated[str | None, Parameter(help="Not overdue before this instant; default: not overdue.")] = None,
    common: Change = CHANGING,
) -> None:
    """Record that an invoice is not overdue after all, or not before an instant (clause 0.1)."""
    record(
        common,
        tenant,
        lambda licensing, caller: licensing.defer_invoice(**caller, invoice=invoice, until=moment(until, "until")),
    )


def move_trial(
    tenant: Tenant,
    /,
    *,
    since: Annotated[str, Parameter(help="The instant at which the trial began.")],
    until: Annotated[str, Parameter(help="The instant at which it ends now.")],
    common: Risky = RISKY,
) -> None:
    """Record that a trial ends at another instant: later, earlier, or at once (clause 1.3)."""
    began, ends = parse_instant(since, "since"), parse_instant(until, "until")
    confirm(
        f"The trial of {tenant} that began at {instant_text(began)} will end at {instant_text(ends)}.", yes=common.yes
    )
    record(common, tenant, lambda licensing, caller: licensing.move_trial(**caller, since=began, until=ends))
