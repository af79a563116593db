"""Payments of clients: recorded by hand, or looked up at the provider of payments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.licensing.errors import LicenseUnknown
from saas_core.payments.errors import AccountMissing, PaymentsByHand
from saas_core.payments.queries import LookView, RefundView
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import Name, Reference
from saas_http.routes.licensing.license import StandingView, standing_of

payments = Router("staff: payments", "What was paid, and what was not.", prefix="/v1/staff", name="payments")

PAYMENTS = staff("provider.payments")
LICENSE = "/tenants/{tenant_id}/license"


@frozen(kw_only=True)
class PaidInvoice:
    """An invoice for `[since, until)`, paid at an instant, or now."""

    invoice: Reference
    since: datetime
    until: datetime
    paid_at: datetime | None = None


@frozen(kw_only=True)
class OverdueInvoice:
    """An invoice overdue since an instant, or from now on."""

    invoice: Reference
    since: datetime | None = None


@frozen(kw_only=True)
class InvoiceNamed:
    """An invoice, by its number."""

    invoice: Reference


@frozen(kw_only=True)
class RefundedInvoice(InvoiceNamed):
    """An invoice that was refunded, in full or in part."""

    full: bool


@frozen(kw_only=True)
class DisputeOpened(InvoiceNamed):
    """A dispute at the bank about an invoice."""

    dispute: Reference


@frozen(kw_only=True)
class DisputeClosed:
    """How a dispute ended."""

    dispute: Reference
    won: bool


@frozen(kw_only=True)
class Renewal:
    """Whether the provider of payments says that the license renews by itself, and in which words."""

    renews: bool
    said: Name


@payments.post(f"{LICENSE}/payments", PAYMENTS, LicenseUnknown, status=201)
def record(call: Call, body: PaidInvoice) -> StandingView:
    """Record that an invoice was paid (0.1)."""
    return standing_of(
        call.app.licensing.record_payment(
            **call.writing, invoice=body.invoice, since=body.since, until=body.until, paid_at=body.paid_at
        )
    )


@payments.post(f"{LICENSE}/overdue", PAYMENTS, LicenseUnknown, status=201)
def overdue(call: Call, body: OverdueInvoice) -> StandingView:
    """Record that an invoice is overdue."""
    return standing_of(call.app.licensing.record_overdue(**call.writing, invoice=body.invoice, since=body.since))


@payments.post(f"{LICENSE}/settled", PAYMENTS, LicenseUnknown, status=201)
def settled(call: Call, body: InvoiceNamed) -> StandingView:
    """Record that an invoice was settled, whatever it was for."""
    return standing_of(call.app.licensing.settle_invoice(**call.writing, invoice=body.invoice))


@payments.post(f"{LICENSE}/voided", PAYMENTS, LicenseUnknown, status=201)
def voided(call: Call, body: InvoiceNamed) -> StandingView:
    """Record that nothing is owed on an invoice."""
    return standing_of(call.app.licensing.void_invoice(**call.writing, invoice=body.invoice))


@payments.post(f"{LICENSE}/refunds", PAYMENTS, LicenseUnknown, status=201)
def refunded(call: Call, body: RefundedInvoice) -> StandingView:
    """Record that a paid invoice was refunded."""
    return standing_of(call.app.licensing.refund_invoice(**call.writing, invoice=body.invoice, full=body.full))


@payments.post(f"{LICENSE}/disputes", PAYMENTS, LicenseUnknown, status=201)
def disputed(call: Call, body: DisputeOpened) -> StandingView:
    """Record that a payment is disputed at the bank."""
    return standing_of(call.app.licensing.open_dispute(**call.writing, dispute=body.dispute, invoice=body.invoice))


@payments.post(f"{LICENSE}/disputes/close", PAYMENTS, LicenseUnknown)
def dispute_closed(call: Call, body: DisputeClosed) -> StandingView:
    """Record how a dispute ended; a won one restores the license."""
    return standing_of(call.app.licensing.close_dispute(**call.writing, dispute=body.dispute, won=body.won))


@payments.post(f"{LICENSE}/renewal", PAYMENTS, LicenseUnknown)
def renewal(call: Call, body: Renewal) -> StandingView:
    """Record the provider's word on whether the license renews by itself (1.3)."""
    return standing_of(call.app.licensing.hear_provider(**call.writing, renews=body.renews, said=body.said))


@payments.post("/tenants/{tenant_id}/billing/refund", PAYMENTS, LicenseUnknown, AccountMissing, PaymentsByHand)
def refund(call: Call, body: InvoiceNamed) -> RefundView:
    """Have all that was paid on an invoice given back by the provider of payments."""
    return call.app.payments.refund(**call.writing, invoice=body.invoice)


@payments.post("/tenants/{tenant_id}/billing/look", PAYMENTS, AccountMissing, PaymentsByHand)
def look(call: Call) -> LookView:
    """Have a client's account looked at now."""
    return call.app.payments.reconcile(**call.writing)


@payments.post("/billing/look", PAYMENTS, PaymentsByHand)
def look_at_all(call: Call) -> LookView:
    """Have every account looked at now."""
    return call.app.payments.reconcile_all(by=call.by, idempotency_key=call.key)
