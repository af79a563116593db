"""Facts of a license that a bookkeeper records by hand: voids, refunds, trials and ends (0.1, 1.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.commands.licensing.recording import Invoice, record
from saas_cli.lookup import moment
from saas_cli.options import RISKY, Risky
from saas_core.kernel.instants import instant_text, parse_instant

if TYPE_CHECKING:
    from datetime import datetime

ORDINARY = timedelta(days=400)
"""The longest period that nobody is asked about: a year, and some days of grace."""

Since = Annotated[str, Parameter(help="The first instant, such as 2026-11-01T00:00:00Z.")]
Until = Annotated[str, Parameter(help="The first instant that no longer belongs to it.")]


def record_payment(
    tenant: Tenant,
    invoice: Annotated[str, Parameter(help="The number of the invoice that was paid.")],
    /,
    *,
    since: Annotated[str, Parameter(help="The first instant paid for, such as 2026-11-01T00:00:00Z.")],
    until: Annotated[str, Parameter(help="The first instant no longer paid for.")],
    paid_at: Annotated[str | None, Parameter(help="The time of payment; default: now.")] = None,
    common: Risky = RISKY,
) -> None:
    """Record a payment by hand; the license is then paid for that period (clause 0.1).

    A period of more than 400 days is asked about.
    """
    first, last = parse_instant(since, "since"), parse_instant(until, "until")
    _ask_about(first, last, "is paid for", yes=common.yes)
    record(
        common,
        tenant,
        lambda licensing, caller: licensing.record_payment(
            **caller, invoice=invoice, since=first, until=last, paid_at=moment(paid_at, "paid_at")
        ),
    )


def trial(tenant: Tenant, /, *, since: Since, until: Until, common: Risky = RISKY) -> None:
    """Grant a trial over a period, by hand (clause 1.3); one of more than 400 days is asked about."""
    first, last = parse_instant(since, "since"), parse_instant(until, "until")
    _ask_about(first, last, "is a trial", yes=common.yes)
    record(common, tenant, lambda licensing, caller: licensing.grant_trial(**caller, since=first, until=last))


def void(tenant: Tenant, invoice: Invoice, /, *, common: Risky = RISKY) -> None:
    """Record that nothing is owed on an invoice any more; it no longer closes the license (clause 0.1)."""
    confirm(f"Nothing will be owed on invoice {invoice} of {tenant} any more.", yes=common.yes)
    record(common, tenant, lambda licensing, caller: licensing.void_invoice(**caller, invoice=invoice))


def record_refund(
    tenant: Tenant,
    invoice: Invoice,
    /,
    *,
    part: Annotated[
        bool, Parameter(negative="", show_default=False, help="Only a part was paid back; the period stays paid.")
    ] = False,
    common: Risky = RISKY,
) -> None:
    """Record by hand that a paid invoice was paid back; in full it ends the period it paid for (clause 0.1).

    This moves no money: `saas license refund` pays back through the provider of
    payments.
    """
    if not part:
        confirm(f"The period of {tenant} that invoice {invoice} paid for will end now.", yes=common.yes)
    record(common, tenant, lambda licensing, caller: licensing.refund_invoice(**caller, invoice=invoice, full=not part))


def end(tenant: Tenant, /, *, common: Risky = RISKY) -> None:
    """End the license now, whatever was paid (clause 1.3); a payment for a later period begins it again."""
    confirm(f"The license of {tenant} will end now.", yes=common.yes)
    record(common, tenant, lambda licensing, caller: licensing.end(**caller))


def _ask_about(since: datetime, until: datetime, what: str, *, yes: bool) -> None:
    if until - since > ORDINARY:
        days = (until - since).days
        confirm(f"From {instant_text(since)} to {instant_text(until)} {what}: {days} days.", yes=yes)
