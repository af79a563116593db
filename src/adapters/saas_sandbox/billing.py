"""The books of the simulated Stripe, and how time changes them; this is not the vendor.

Time comes from the given clock: each access first carries out everything that has become due, each thing at its own
instant, so that a year passes without waiting. Renewals are drafted at the end of the period, collected an hour later,
and retried after three, five and seven days; then the subscription is canceled.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from saas_core.kernel.instants import Clock
from saas_sandbox import shapes
from saas_sandbox.shapes import DAY, HOUR, Shape

AGAIN_DAYS = (3, 5, 7)
MONTH_DAYS = 30
PRICE = 9_900


class Billing:
    """Customers, subscriptions, invoices, charges, refunds and disputes, and an event for each change of them.

    `declined` holds the customers whose cards are declined; `period` is the length of a period in seconds.
    """

    def __init__(self, clock: Clock, *, version: str, period: int = MONTH_DAYS * DAY, price: int = PRICE) -> None:
        """Start empty."""
        self._clock = clock
        self._version = version
        self._period = period
        self._price = price
        self._numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self._due: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = count()
        self._of_customer: defaultdict[tuple[str, Any], list[Shape]] = defaultdict(list)
        self.rows: defaultdict[str, dict[str, Shape]] = defaultdict(dict)
        self.declined: set[str] = set()
        self.events: list[Shape] = []

    def now(self) -> int:
        """Return the instant in whole seconds, after carrying out everything due by then."""
        at = int(self._clock.now().timestamp())
        while self._due and min(self._due)[0] <= at:
            first = min(self._due)
            self._due.remove(first)
            first[2](first[0])
        return at

    def next_due(self) -> datetime | None:
        """Return the next instant at which something becomes due."""
        return datetime.fromtimestamp(min(self._due)[0], UTC) if self._due else None

    def id(self, prefix: str) -> str:
        """Return a fresh id."""
        return f"{prefix}_{next(self._numbers[prefix]):06d}"

    def add(self, kind: str, row: Shape) -> Shape:
        """Keep a row."""
        self.rows[kind][row["id"]] = row
        self._of_customer[kind, row.get("customer")].append(row)
        return row

    def of(self, kind: str, **wanted: Any) -> list[Shape]:  # noqa: ANN401 - the values of rows
        """Return rows with these values, the newest first."""
        known = self._of_customer[kind, wanted["customer"]] if "customer" in wanted else self.rows[kind].values()
        rows = list(known)
        return [each for each in reversed(rows) if all(each.get(name) == value for name, value in wanted.items())]

    def tell(self, kind: str, row: Shape, at: int) -> None:
        """Record an event about the current state of a row."""
        self.events.append(shapes.event(self.id("evt"), kind, copy.deepcopy(row), at, self._version))

    # Actions of people at Stripe.

    def subscribe(self, session_id: str) -> Shape:
        """Complete a Checkout session, as a client with a card would."""
        at = self.now()
        session = self.rows["sessions"][session_id]
        row = self.start(session["customer"], at, session["metadata"])
        if row["status"] == "active":
            session.update(status="complete", payment_status="paid", subscription=row["id"], url=None)
            self.tell("checkout.session.completed", session, at)
        return row

    def start(self, customer: str, at: int, metadata: Shape, *, trial_days: int = 0) -> Shape:
        """Create a subscription, with a trial or with its first payment."""
        until = at + (trial_days * DAY or self._period)
        row = self.add("subscriptions", shapes.subscription(self.id("sub"), customer, at, until, dict(metadata)))
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
            row.update(cancel_at_period_end=True, canceled_at=at)
            self.tell("customer.subscription.updated", row, at)
        else:
            self._end(row, at)

    def resume(self, subscription_id: str) -> None:
        """Undo a cancellation at period end."""
        at = self.now()
        row = self.rows["subscriptions"][subscription_id]
        row.update(cancel_at_period_end=False, canceled_at=None)
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

    # Effects of time.

    def _at(self, due: int, act: Callable[[int], None]) -> None:
        self._due.append((due, next(self._order), act))

    def _draft(self, row: Shape, at: int, amount: int) -> Shape:
        (item,) = row["items"]["data"]
        ref = self.id("in")
        since, until = item["current_period_start"], item["current_period_end"]
        rows = [shapes.line(self.id("il"), item["id"], amount, since, until)]
        invoice = self.add("invoices", shapes.invoice(ref, f"{row['customer'][4:]}-{ref[3:]}", row, at, rows))
        row["latest_invoice"] = ref
        self.tell("invoice.created", invoice, at)
        return invoice

    def _collect(self, invoice_id: str, at: int, tries: int = 0) -> None:
        """Finalize an invoice and charge for it; a declined charge is retried later."""
        invoice = self.rows["invoices"][invoice_id]
        row = self.rows["subscriptions"][invoice["parent"]["subscription_details"]["subscription"]]
        if invoice["status"] not in {"draft", "open"} or row["ended_at"] is not None:
            return
        passed = invoice["status_transitions"]
        if passed["finalized_at"] is None:
            passed["finalized_at"] = at
            invoice["hosted_invoice_url"] = f"https://invoice.stripe.example/i/{invoice_id}"
        invoice.update(attempted=True, attempt_count=invoice["attempt_count"] + 1)
        if invoice["customer"] in self.declined and invoice["total"]:
            self._declined(invoice, row, at, tries)
            return
        if invoice["total"]:
            intent = self.id("pi")
            self.add("charges", shapes.charge(self.id("ch"), invoice["customer"], intent, invoice["total"], at))
            invoice["payments"]["data"].append(shapes.payment(self.id("inpay"), invoice, intent, at))
        invoice.update(status="paid", amount_paid=invoice["total"], amount_remaining=0)
        passed["paid_at"] = at
        self.tell("invoice.paid", invoice, at)
        if row["status"] in {"incomplete", "past_due", "unpaid"} or (row["status"] == "trialing" and invoice["total"]):
            row["status"] = "active"
            self.tell("customer.subscription.updated", row, at)

    def _declined(self, invoice: Shape, row: Shape, at: int, tries: int) -> None:
        invoice["status"] = "open"
        self.tell("invoice.payment_failed", invoice, at)
        if row["status"] == "incomplete":
            self._at(at + DAY - HOUR, lambda due: self._abandon(row["id"], due))
            return
        row["status"] = "past_due"
        self.tell("customer.subscription.updated", row, at)
        if tries < len(AGAIN_DAYS):
            again = at + AGAIN_DAYS[tries] * DAY
            self._at(again, lambda due: self._collect(invoice["id"], due, tries + 1))
        else:
            row["cancellation_details"]["reason"] = "payment_failed"
            self._end(row, at)

    def _abandon(self, ref: str, at: int) -> None:
        row = self.rows["subscriptions"][ref]
        if row["status"] == "incomplete":
            row.update(status="incomplete_expired", ended_at=at)
            self.tell("customer.subscription.updated", row, at)

    def _renew(self, ref: str, at: int) -> None:
        row = self.rows["subscriptions"][ref]
        if row["ended_at"] is not None:
            return
        if row["cancel_at_period_end"]:
            self._end(row, at)
            return
        if row["status"] == "incomplete":
            return
        (item,) = row["items"]["data"]
        item.update(current_period_start=at, current_period_end=at + self._period)
        if row["status"] == "trialing":
            row["status"] = "active"
        self.tell("customer.subscription.updated", row, at)
        if row["pause_collection"] is None:
            invoice = self._draft(row, at, self._price)
            self._at(at + HOUR, lambda due: self._collect(invoice["id"], due))
        self._at(at + self._period, lambda due: self._renew(ref, due))

    def _end(self, row: Shape, at: int) -> None:
        row.update(status="canceled", ended_at=at, canceled_at=row["canceled_at"] or at)
        self.tell("customer.subscription.deleted", row, at)
