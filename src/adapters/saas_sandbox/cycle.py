"""Changes that time brings to the books of the simulated Stripe; it is not the vendor.

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


class Cycle:
    """Customers, subscriptions, invoices, charges, refunds and disputes, and an event for each change of them.

    `declined` holds the customers whose cards are declined, `debited` those who pay by bank debit with the days until a
    debit is settled, `returned` those of them whose debits fail, `late` those whose renewals are collected later with
    the seconds, and `credit` the balance in favor of each customer; `period` is the length of a period in seconds.
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
        self.debited: dict[str, int] = {}
        self.returned: set[str] = set()
        self.late: dict[str, int] = {}
        self.credit: dict[str, int] = {}
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
        if invoice["status"] not in {"draft", "open"} or row["ended_at"] is not None or self._under_way(invoice):
            return
        self._finalize(invoice, at)
        invoice.update(attempted=True, attempt_count=invoice["attempt_count"] + 1)
        if not invoice["amount_due"]:
            self._paid(invoice, row, at)
        elif invoice["customer"] in self.declined:
            self._intent(invoice, at)["status"] = "requires_payment_method"
            self._declined(invoice, row, at, tries)
        elif invoice["customer"] in self.debited:
            self._debit(invoice, row, at, tries)
        else:
            self._paid(invoice, row, at)

    def _finalize(self, invoice: Shape, at: int) -> None:
        """Make a draft final, and take the customer's credit off it."""
        passed = invoice["status_transitions"]
        if passed["finalized_at"] is not None:
            return
        passed["finalized_at"] = at
        invoice["hosted_invoice_url"] = f"https://invoice.stripe.example/i/{invoice['id']}"
        credit = self.credit.get(invoice["customer"], 0)
        if credit:
            left = max(0, invoice["amount_due"] - credit)
            self.credit[invoice["customer"]] = credit - (invoice["amount_due"] - left)
            invoice.update(starting_balance=-credit, amount_due=left, amount_remaining=left)

    def _intent(self, invoice: Shape, at: int) -> Shape:
        """Return the payment intent of an invoice, opened once."""
        for each in invoice["payments"]["data"]:
            if each["status"] == "open" and each["payment"]["payment_intent"] in self.rows["intents"]:
                return self.rows["intents"][each["payment"]["payment_intent"]]
        made = self.add("intents", shapes.intent(self.id("pi"), invoice, at))
        invoice["payments"]["data"].append(shapes.payment(self.id("inpay"), invoice, made["id"], at))
        return made

    def _under_way(self, invoice: Shape) -> bool:
        refs = {each["payment"]["payment_intent"] for each in invoice["payments"]["data"]}
        return any(self.rows["intents"][ref]["status"] == "processing" for ref in refs if ref in self.rows["intents"])

    def _debit(self, invoice: Shape, row: Shape, at: int, tries: int) -> None:
        """Submit a bank debit, whose outcome is known days later; the subscription is active meanwhile."""
        intent = self._intent(invoice, at)
        intent["status"] = "processing"
        invoice["status"] = "open"
        self.tell("invoice.updated", invoice, at)
        if row["status"] == "incomplete":
            row["status"] = "active"
            self.tell("customer.subscription.updated", row, at)
        due = at + self.debited[invoice["customer"]] * DAY
        self._at(due, lambda then: self._settled(invoice, row, intent, then, tries))

    def _settled(self, invoice: Shape, row: Shape, intent: Shape, at: int, tries: int) -> None:
        if invoice["status"] != "open" or intent["status"] != "processing":
            return
        if invoice["customer"] in self.returned:
            intent["status"] = "requires_payment_method"
            if row["ended_at"] is None:
                self._declined(invoice, row, at, tries)
            else:
                self.tell("invoice.payment_failed", invoice, at)
        else:
            self._paid(invoice, row, at)

    def _paid(self, invoice: Shape, row: Shape, at: int) -> None:
        if invoice["amount_due"]:
            intent = self._intent(invoice, at)
            intent["status"] = "succeeded"
            charge = shapes.charge(self.id("ch"), invoice["customer"], intent["id"], invoice["amount_due"], at)
            self.add("charges", charge)
            for each in invoice["payments"]["data"]:
                if each["payment"]["payment_intent"] == intent["id"]:
                    each.update(status="paid", amount_paid=invoice["amount_due"])
        invoice.update(status="paid", amount_paid=invoice["amount_due"], amount_remaining=0)
        invoice["status_transitions"]["paid_at"] = at
        self.tell("invoice.paid", invoice, at)
        if row["ended_at"] is not None:
            return
        owing = row["status"] in {"incomplete", "past_due", "unpaid"}
        if owing or (row["status"] == "trialing" and invoice["total"]):
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
        if row["ended_at"] is not None or at != row["items"]["data"][0]["current_period_end"]:
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
            collected = at + HOUR + self.late.get(row["customer"], 0)
            self._at(collected, lambda due: self._collect(invoice["id"], due))
        self._at(at + self._period, lambda due: self._renew(ref, due))

    def _end(self, row: Shape, at: int) -> None:
        row.update(status="canceled", ended_at=at, canceled_at=row["canceled_at"] or at)
        self.tell("customer.subscription.deleted", row, at)
