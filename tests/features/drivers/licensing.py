"""Operations on a license."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from features.drivers.entrance import Entered, Operation
from features.drivers.providing import Providing
from features.drivers.values import Duty, Money
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import HoldId, TenantId
from saas_core.licensing.values import HoldKind

LICENSE = "/v1/staff/tenants/{tenant_id}/license"
PAID = Operation("licensing.record_payment", f"POST {LICENSE}/payments")
OVERDUE = Operation("licensing.record_overdue", f"POST {LICENSE}/overdue")
SETTLED = Operation("licensing.settle_invoice", f"POST {LICENSE}/settled")
REFUNDED = Operation("licensing.refund_invoice", f"POST {LICENSE}/refunds")
PLAIN = {
    "is overdue": OVERDUE,
    "was settled": SETTLED,
    "had its refund returned by the bank": Operation("licensing.undo_refund", f"POST {LICENSE}/refunds/undo"),
}
DISPUTED = Operation("licensing.open_dispute", f"POST {LICENSE}/disputes")
DISPUTE_CLOSED = Operation("licensing.close_dispute", f"POST {LICENSE}/disputes/close")


class Licensing(Providing, Entered):
    """Operations on a license."""

    def record(self, by: Actor, tenant_id: TenantId, money: Money) -> None:
        """Record a fact about an invoice."""
        operation, arguments = _booked(money)
        self.do(operation, by, tenant_id, **arguments)

    def grant_trial(self, tenant_id: TenantId, *, since: datetime, until: datetime) -> None:
        """Grant a trial."""
        operation = Operation("licensing.grant_trial", f"POST {LICENSE}/trials")
        self.do(operation, self.staff(Duty.LICENSING), tenant_id, since=since, until=until)

    def announce_renewal(self, tenant_id: TenantId) -> None:
        """Record that the payment provider says the license renews by itself."""
        operation = Operation("licensing.hear_provider", f"POST {LICENSE}/renewal")
        self.do(operation, self.staff(Duty.BILLING), tenant_id, renews=True, said="it renews by itself")

    def cancel(self, by: Actor, tenant_id: TenantId, *, at_period_end: bool) -> None:
        """Cancel the license."""
        operation = Operation("licensing.cancel", "POST {here}/license/cancel")
        self.do(operation, by, tenant_id, at_period_end=at_period_end)

    def resume(self, by: Actor, tenant_id: TenantId) -> None:
        """Take a cancellation back."""
        self.do(Operation("licensing.resume", "POST {here}/license/resume"), by, tenant_id)

    def hold(self, by: Actor, tenant_id: TenantId, why: str) -> None:
        """Place a hold on the license."""
        operation = Operation("licensing.place_hold", f"POST {LICENSE}/holds")
        self.do(operation, by, tenant_id, kind=HoldKind.BREACH, why=why, clause="0.1")

    def holds(self, tenant_id: TenantId) -> tuple[HoldId, ...]:
        """Return the holds in force."""
        view = self.do(Operation("licensing.show", f"GET {LICENSE}"), self.staff(Duty.LICENSING), tenant_id)
        return tuple(each.id for each in view.holds)

    def lift(self, by: Actor, tenant_id: TenantId, hold_id: HoldId) -> None:
        """Lift a hold."""
        operation = Operation("licensing.lift_hold", f"POST {LICENSE}/holds/{{hold_id}}/lift", {"hold": "hold_id"})
        self.do(operation, by, tenant_id, hold=hold_id, why="it was put right")


def _booked(money: Money) -> tuple[Operation, dict[str, Any]]:
    invoice = {"invoice": money.invoice}
    match money:
        case Money(news="was paid", since=datetime() as since, until=datetime() as until):
            return PAID, {**invoice, "since": since, "until": until}
        case Money(news="is overdue" | "was settled" | "had its refund returned by the bank"):
            return PLAIN[money.news], invoice
        case Money(news="was refunded in full" | "was refunded in part"):
            return REFUNDED, {**invoice, "full": money.news == "was refunded in full"}
        case Money(news="is disputed at the bank"):
            return DISPUTED, {**invoice, "dispute": f"over {money.invoice}"}
        case Money(news="dispute won" | "dispute lost"):
            return DISPUTE_CLOSED, {"dispute": f"over {money.invoice}", "won": money.news == "dispute won"}
    message = f"no operation records that an invoice {money.news}"
    raise AssertionError(message)
