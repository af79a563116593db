"""Clients' payments: recorded by hand, or looked up at the provider of payments."""

from __future__ import annotations

from attrs import frozen

from saas_core.licensing.commands import (
    CloseDispute,
    DeferInvoice,
    HearProvider,
    OpenDispute,
    RecordOverdue,
    RecordPayment,
    RefundInvoice,
    SettleInvoice,
    UndoRefund,
    VoidInvoice,
)
from saas_core.licensing.errors import LicenseUnknown
from saas_core.payments.errors import AccountMissing, PaymentsByHand
from saas_core.payments.queries import LookView, RefundView
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.commands import fields_of
from saas_http.parsing.values import Reference
from saas_http.routes.licensing.license import StandingView, standing_of

payments = Router("staff: payments", "Payments, refunds and disputes.", prefix="/v1/staff", name="payments")

PAYMENTS = staff("provider.payments")
LICENSE = "/tenants/{tenant_id}/license"


@frozen(kw_only=True)
class InvoiceNamed:
    """An invoice, by its number."""

    invoice: Reference


@payments.post(f"{LICENSE}/payments", PAYMENTS, LicenseUnknown, status=201)
def record(call: Call, body: RecordPayment) -> StandingView:
    """Record that an invoice was paid (0.1)."""
    return standing_of(call.app.licensing.record_payment(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/overdue", PAYMENTS, LicenseUnknown, status=201)
def overdue(call: Call, body: RecordOverdue) -> StandingView:
    """Record that an invoice is overdue."""
    return standing_of(call.app.licensing.record_overdue(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/settled", PAYMENTS, LicenseUnknown, status=201)
def settled(call: Call, body: SettleInvoice) -> StandingView:
    """Record that an invoice was settled, whatever it was for."""
    return standing_of(call.app.licensing.settle_invoice(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/voided", PAYMENTS, LicenseUnknown, status=201)
def voided(call: Call, body: VoidInvoice) -> StandingView:
    """Record that nothing is owed on an invoice."""
    return standing_of(call.app.licensing.void_invoice(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/refunds", PAYMENTS, LicenseUnknown, status=201)
def refunded(call: Call, body: RefundInvoice) -> StandingView:
    """Record that a paid invoice was refunded."""
    return standing_of(call.app.licensing.refund_invoice(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/refunds/undo", PAYMENTS, LicenseUnknown)
def refund_undone(call: Call, body: UndoRefund) -> StandingView:
    """Record that a refund failed or was canceled; the period that was paid for stands again."""
    return standing_of(call.app.licensing.undo_refund(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/overdue/defer", PAYMENTS, LicenseUnknown)
def deferred(call: Call, body: DeferInvoice) -> StandingView:
    """Record that an invoice is not overdue after all, or not before an instant."""
    return standing_of(call.app.licensing.defer_invoice(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/disputes", PAYMENTS, LicenseUnknown, status=201)
def disputed(call: Call, body: OpenDispute) -> StandingView:
    """Record that a payment is disputed at the bank."""
    return standing_of(call.app.licensing.open_dispute(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/disputes/close", PAYMENTS, LicenseUnknown)
def dispute_closed(call: Call, body: CloseDispute) -> StandingView:
    """Record the outcome of a dispute; winning it restores the license."""
    return standing_of(call.app.licensing.close_dispute(**call.writing, **fields_of(body)))


@payments.post(f"{LICENSE}/renewal", PAYMENTS, LicenseUnknown)
def renewal(call: Call, body: HearProvider) -> StandingView:
    """Record whether the license renews automatically, as the provider confirmed (1.3)."""
    return standing_of(call.app.licensing.hear_provider(**call.writing, **fields_of(body)))


@payments.post("/tenants/{tenant_id}/billing/refund", PAYMENTS, LicenseUnknown, AccountMissing, PaymentsByHand)
def refund(call: Call, body: InvoiceNamed) -> RefundView:
    """Refund everything paid on an invoice through the provider of payments."""
    return call.app.payments.refund(**call.writing, invoice=body.invoice)


@payments.post("/tenants/{tenant_id}/billing/look", PAYMENTS, AccountMissing, PaymentsByHand)
def look(call: Call) -> LookView:
    """Request a look at a client's account now."""
    return call.app.payments.reconcile(**call.writing)


@payments.post("/billing/look", PAYMENTS, PaymentsByHand)
def look_at_all(call: Call) -> LookView:
    """Request a look at every account now."""
    return call.app.payments.reconcile_all(by=call.by, idempotency_key=call.key)
