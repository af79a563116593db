"""Money: payments, debts, refunds and disputes, recorded by hand.

What presupposes a payment or a debt is recorded after it; only the mirror of a provider's books writes ahead.
"""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.licensing import events
from saas_core.licensing.commands import (
    CloseDispute,
    HearProvider,
    OpenDispute,
    RecordOverdue,
    RecordPayment,
    RefundInvoice,
    SettleInvoice,
    VoidInvoice,
    span,
)
from saas_core.licensing.model import License
from saas_core.licensing.queries import LicenseView
from saas_core.licensing.revisions import closings, is_owed, is_paid
from saas_core.licensing.use_cases.recording import PAYMENTS, Act, Recording
from saas_core.policy.acting import Caller


class Payments(Recording):
    """Records what happens to invoices; only staff that records payments may (1.1)."""

    def record_payment(  # noqa: PLR0913 - who, whose, what was paid for, when, and the key
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        since: datetime,
        until: datetime,
        paid_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice for `[since, until)` was paid, at `paid_at` or now (0.1).

        Raises InvalidValue for a period that runs backwards, a naive or absurd instant and a payment in the future,
        Refused, NotFound.
        """
        command = RecordPayment(invoice, *span(since, until), paid_at)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _paid)

    def record_overdue(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        since: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice is overdue from an instant on, past or future, or from now on (0.1).

        Raises InvalidValue, Refused, NotFound.
        """
        command = RecordOverdue(invoice, since)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _overdue)

    def settle_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that an invoice was settled, for any period or none; raises InvalidValue, Refused, NotFound."""
        command = SettleInvoice(invoice)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _settled)

    def void_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that nothing is owed on an invoice.

        Raises InvalidValue, also for an invoice of which neither a debt nor a payment is known, Refused, NotFound.
        """
        command = VoidInvoice(invoice)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _voided)

    def refund_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, full: bool, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that a paid invoice was refunded, in full or in part; a full refund ends the period it paid for.

        Raises InvalidValue, also for an invoice that was never paid, Refused, NotFound.
        """
        command = RefundInvoice(invoice, full)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _refunded)

    def open_dispute(
        self, *, by: Actor, tenant_id: TenantId, dispute: str, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that the payment of an invoice is disputed at the bank.

        Raises InvalidValue, also for an invoice that was never paid, Refused, NotFound.
        """
        command = OpenDispute(dispute, invoice)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _disputed)

    def close_dispute(
        self, *, by: Actor, tenant_id: TenantId, dispute: str, won: bool, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record the outcome of a dispute; winning restores the license.

        Raises InvalidValue, also for a dispute that was never opened, Refused, NotFound.
        """
        command = CloseDispute(dispute, won)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _decided)

    def hear_provider(
        self, *, by: Actor, tenant_id: TenantId, renews: bool, said: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record the payment provider's word on whether the license renews automatically (1.3).

        From then on, the license is mirrored from a provider. Raises InvalidValue, Refused, NotFound.
        """
        command = HearProvider(renews, said)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _heard)


def _paid(act: Act, _license: License, command: RecordPayment) -> events.PeriodPaid:
    return events.PeriodPaid(
        effective_at=_past(command.paid_at, act.at),
        recorded_at=act.at,
        invoice=command.invoice,
        since=command.since,
        until=command.until,
    )


def _overdue(act: Act, _license: License, command: RecordOverdue) -> events.InvoiceOverdue:
    return events.InvoiceOverdue(effective_at=command.since or act.at, recorded_at=act.at, invoice=command.invoice)


def _settled(act: Act, _license: License, command: SettleInvoice) -> events.InvoiceSettled:
    return events.InvoiceSettled(effective_at=act.at, recorded_at=act.at, invoice=command.invoice)


def _voided(act: Act, license_: License, command: VoidInvoice) -> events.InvoiceVoided:
    known = license_.known(act.at)
    if not is_owed(known, command.invoice) and command.invoice not in closings(known):
        message = "is not known."
        raise InvalidValue(message, field="invoice", remedy="Give the number of an invoice that was recorded before.")
    return events.InvoiceVoided(effective_at=act.at, recorded_at=act.at, invoice=command.invoice)


def _refunded(act: Act, license_: License, command: RefundInvoice) -> events.InvoiceRefunded:
    _require_paid(act, license_, command.invoice)
    return events.InvoiceRefunded(effective_at=act.at, recorded_at=act.at, invoice=command.invoice, full=command.full)


def _disputed(act: Act, license_: License, command: OpenDispute) -> events.DisputeOpened:
    _require_paid(act, license_, command.invoice)
    return events.DisputeOpened(
        effective_at=act.at, recorded_at=act.at, dispute=command.dispute, invoice=command.invoice
    )


def _decided(act: Act, license_: License, command: CloseDispute) -> events.DisputeWon | events.DisputeLost:
    opened = {each.dispute for each in license_.known(act.at) if isinstance(each, events.DisputeOpened)}
    if command.dispute not in opened:
        message = "was never opened."
        raise InvalidValue(message, field="dispute", remedy="Give the number with which the dispute was recorded.")
    kind = events.DisputeWon if command.won else events.DisputeLost
    return kind(effective_at=act.at, recorded_at=act.at, dispute=command.dispute)


def _heard(act: Act, _license: License, command: HearProvider) -> events.ProviderHeard:
    return events.ProviderHeard(effective_at=act.at, recorded_at=act.at, renews=command.renews, said=command.said)


def _require_paid(act: Act, license_: License, invoice: str) -> None:
    if not is_paid(license_.known(act.at), invoice):
        message = "was never paid."
        raise InvalidValue(message, field="invoice", remedy="Record its payment first, or correct the number.")


def _past(paid: datetime | None, at: datetime) -> datetime:
    if paid is None:
        return at
    if paid > at:
        message = f"{paid.isoformat()} is in the future."
        raise InvalidValue(message, field="paid_at", remedy="Record a payment once it has arrived.")
    return paid
