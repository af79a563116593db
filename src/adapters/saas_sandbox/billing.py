"""The books of the simulated Stripe, and what people do there; this is not the vendor."""

from __future__ import annotations

from typing import Any

from saas_sandbox import shapes
from saas_sandbox.cycle import PRICE
from saas_sandbox.one_off import OneOff
from saas_sandbox.shapes import DAY, Shape
from saas_sandbox.taking_back import TakingBack

__all__ = ["PRICE", "Billing"]


class Billing(OneOff, TakingBack):
    """The books, with what clients and staff do in them."""

    def subscribe(self, session_id: str) -> Shape:
        """Complete a Checkout session, as a client with a card would."""
        at = self.now()
        session = self.rows["sessions"][session_id]
        row = self.start(session["customer"], at, session["metadata"])
        if row["status"] == "active":
            session.update(status="complete", payment_status="paid", subscription=row["id"], url=None)
            self.tell("checkout.session.completed", session, at)
        return row

    def start(self, customer: str, at: int, metadata: Shape, *, trial_days: int = 0, metered: bool = False) -> Shape:
        """Create a subscription, with a trial or with its first payment; `metered` bills it by usage in arrears."""
        until = at + (trial_days * DAY or self._period)
        row = self.add("subscriptions", shapes.subscription(self.id("sub"), customer, at, until, dict(metadata)))
        if metered:
            row["items"]["data"][0]["price"]["recurring"]["usage_type"] = "metered"
        if trial_days:
            row.update(status="trialing", trial_start=at, trial_end=until)
        self.tell("customer.subscription.created", row, at)
        invoice = self._draft(row, at, 0 if trial_days else self._price)
        self._collect(invoice["id"], at)
        self._at(until, lambda due: self._renew(row["id"], due))
        return row

    def pay(self, invoice_id: str) -> None:
        """Pay an open invoice, as a client would on its page."""
        at = self.now()
        invoice = self.rows["invoices"][invoice_id]
        declined = self.declined - {invoice["customer"]}
        self.declined, former = declined, self.declined
        self._collect(invoice_id, at)
        self.declined = former

    def cancel(self, subscription_id: str, *, at_period_end: bool = False) -> None:
        """Cancel a subscription, as a client would."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row["cancellation_details"]["reason"] = "cancellation_requested"
        if at_period_end:
            (item,) = row["items"]["data"]
            row.update(cancel_at_period_end=True, cancel_at=item["current_period_end"], canceled_at=at)
            self.tell("customer.subscription.updated", row, at)
        else:
            self._end(row, at)

    def resume(self, subscription_id: str) -> None:
        """Undo a cancellation at period end, or for a day."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row.update(cancel_at_period_end=False, cancel_at=None, canceled_at=None)
        row["cancellation_details"]["reason"] = None
        self.tell("customer.subscription.updated", row, at)

    def void(self, invoice_id: str) -> None:
        """Void an open invoice."""
        at = self.now()
        row = self.rows["invoices"][invoice_id]
        row["status"] = "void"
        row["status_transitions"]["voided_at"] = at
        self.tell("invoice.voided", row, at)

    def refund(self, charge_id: str, amount: int | None = None, metadata: Shape | None = None) -> Shape:
        """Refund an amount, or all that is left."""
        at = self.now()
        charge = self.rows["charges"][charge_id]
        back = charge["amount"] - charge["amount_refunded"] if amount is None else amount
        charge["amount_refunded"] += back
        charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
        row = self.add("refunds", shapes.refund(self.id("re"), charge, back, at, metadata or {}))
        self.tell("charge.refunded", charge, at)
        return row

    def dispute(self, charge_id: str) -> Shape:
        """Dispute a charge at the bank."""
        at = self.now()
        charge = self.rows["charges"][charge_id]
        charge["disputed"] = True
        row = self.add("disputes", shapes.dispute(self.id("du"), charge, at))
        self.tell("charge.dispute.created", row, at)
        return row

    def close(self, dispute_id: str, *, won: bool) -> None:
        """Decide a dispute; winning it returns the money."""
        at = self.now()
        row = self.rows["disputes"][dispute_id]
        row["status"] = "won" if won else "lost"
        if won:
            back = {"id": f"txn_{dispute_id}_back", "object": "balance_transaction", "created": at}
            row["balance_transactions"].append(back)
        self.tell("charge.dispute.closed", row, at)

    def change(self, kind: str, ref: str, **values: Any) -> None:  # noqa: ANN401 - the values of rows
        """Change a row directly, even to a state unknown here, and record the event."""
        row = self.rows[kind][ref]
        row.update(values)
        of = "customer." if kind == "subscriptions" else ""
        self.tell(f"{of}{kind[:-1]}.updated", row, self.now())
