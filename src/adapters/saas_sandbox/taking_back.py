"""Reversals in the books of the simulated Stripe; it is not the vendor."""

from __future__ import annotations

from saas_sandbox.cycle import Cycle
from saas_sandbox.shapes import Shape


class TakingBack(Cycle):
    """Refunds that fail, trials that move, cancellations for a day, disputes reopened, customers deleted."""

    def fail_refund(self, refund_id: str, status: str = "failed") -> None:
        """Have a refund fail at the bank, or be canceled, which returns the money to the provider."""
        at = self.now()
        row = self.rows["refunds"][refund_id]
        charge = self.rows["charges"][row["charge"]]
        row.update(status=status, failure_reason="expired_or_canceled_card" if status == "failed" else None)
        charge.update(amount_refunded=charge["amount_refunded"] - row["amount"], refunded=False)
        self.tell("refund.failed" if status == "failed" else "refund.updated", row, at)

    def move_trial(self, subscription_id: str, until: int) -> None:
        """Extend or shorten a trial to an instant ahead."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row["items"]["data"][0]["current_period_end"] = until
        row["trial_end"] = until
        self.tell("customer.subscription.updated", row, at)
        self._at(until, lambda due: self._renew(subscription_id, due))

    def end_trial(self, subscription_id: str, *, paid: bool) -> None:
        """End a trial now: with the first payment, or paused where there is nothing to pay with."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row["items"]["data"][0]["current_period_end"] = at
        row["trial_end"] = at
        if paid:
            self._renew(subscription_id, at)
            self._collect(row["latest_invoice"], at)
        else:
            row["status"] = "paused"
            self.tell("customer.subscription.paused", row, at)

    def cancel_on(self, subscription_id: str, until: int) -> None:
        """Have a subscription end at an instant ahead, over all renewals before it, or move that instant."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row["cancellation_details"]["reason"] = "cancellation_requested"
        row.update(cancel_at_period_end=False, cancel_at=until, canceled_at=at)
        self.tell("customer.subscription.updated", row, at)
        self._at(until, lambda due: self._end_on(row, due))

    def reopen(self, dispute_id: str) -> None:
        """Have the bank take up a decided dispute again, for which it withdraws the money again."""
        at = self.now()
        row = self.rows["disputes"][dispute_id]
        row["status"] = "under_review"
        self.tell("charge.dispute.updated", row, at)

    def delete(self, customer_id: str) -> None:
        """Delete a customer, which ends its subscriptions; nothing can be made for it any more."""
        at = self.now()
        customer = self.rows["customers"][customer_id]
        for row in self.of("subscriptions", customer=customer_id):
            if row["ended_at"] is None:
                self._end(row, at)
        customer["deleted"] = True
        self.tell("customer.deleted", customer, at)

    def _end_on(self, row: Shape, at: int) -> None:
        if row["cancel_at"] == at and row["ended_at"] is None:
            self._end(row, at)
