"""Invoices that the simulated Stripe, which is not the vendor, is asked for by hand: drafted, finalized, paid."""

from __future__ import annotations

from typing import Any

from saas_sandbox import one_off_shapes, shapes
from saas_sandbox.cycle import Cycle
from saas_sandbox.shapes import DAY, Shape


class OneOff(Cycle):
    """The books, with invoices that belong to no subscription.

    `tax_percent` is their tax where it is computed, `local_percent` a second one beside it; both need an address.
    """

    tax_percent: int = 0
    local_percent: int = 0

    def draft_one(self, given: Shape, at: int) -> Shape:
        """Draft an invoice without a line; items without one of their own are left for the next subscription."""
        ref = self.id("in")
        days = int(given.get("days_until_due") or 0)
        made = self.add(
            "invoices", one_off_shapes.one_off_invoice(ref, f"{given['customer'][4:]}-{ref[3:]}", given, at)
        )
        made["due_date"] = at + days * DAY
        self.tell("invoice.created", made, at)
        return made

    def add_item(self, given: Shape, at: int) -> Shape:
        """Add an item to a draft; without `invoice` it waits for the next invoice of a subscription."""
        item = self.add("invoiceitems", one_off_shapes.invoice_item(self.id("ii"), given, at))
        if item["invoice"] is not None:
            invoice = self.rows["invoices"][item["invoice"]]
            invoice["lines"]["data"].append(one_off_shapes.item_line(self.id("il"), item, at))
            self._totaled(invoice)
        return item

    def finalize_one(self, ref: str, at: int) -> Shape:
        """Finalize a draft, which is open from then on."""
        invoice = self.rows["invoices"][ref]
        self._finalize(invoice, at)
        invoice["status"] = "open"
        self.tell("invoice.finalized", invoice, at)
        return invoice

    def discard_one(self, ref: str, at: int) -> Shape:
        """Delete a draft for good; its items are left for the next invoice of a subscription."""
        invoice = self.rows["invoices"][ref]
        for item in self.of("invoiceitems", customer=invoice["customer"], invoice=ref):
            item["invoice"] = None
        invoice["deleted"] = True
        self.tell("invoice.deleted", invoice, at)
        return {"id": ref, "object": "invoice", "deleted": True}

    def credit_one(self, given: Shape, at: int) -> Shape:
        """Credit an amount of an invoice: what is open first, the rest as given back elsewhere."""
        invoice = self.rows["invoices"][given["invoice"]]
        amount = int(given["amount"])
        left = max(invoice["amount_remaining"] - amount, 0)
        note = self.add("credit_notes", one_off_shapes.credit_note(self.id("cn"), invoice, given, at))
        invoice["amount_remaining"] = left
        if not left and invoice["status"] == "open":
            invoice["status"] = "paid"
            invoice["status_transitions"]["paid_at"] = at
        self.tell("credit_note.created", note, at)
        return note

    def pay_one(self, ref: str, amount: int | None = None) -> None:
        """Pay an open invoice, all of it or a part, as a client would by bank transfer."""
        at = self.now()
        invoice = self.rows["invoices"][ref]
        paid = invoice["amount_remaining"] if amount is None else amount
        intent = self.add("intents", {**shapes.intent(self.id("pi"), invoice, at), "status": "succeeded"})
        self.add("charges", shapes.charge(self.id("ch"), invoice["customer"], intent["id"], paid, at))
        row = shapes.payment(self.id("inpay"), invoice, intent["id"], at)
        invoice["payments"]["data"].append({**row, "status": "paid", "amount_paid": paid})
        left = invoice["amount_remaining"] - paid
        invoice.update(amount_paid=invoice["amount_paid"] + paid, amount_remaining=left)
        if left <= 0:
            invoice["status"] = "paid"
            invoice["status_transitions"]["paid_at"] = at
        self.tell("invoice.paid" if left <= 0 else "invoice.updated", invoice, at)

    def _draft(self, row: Shape, at: int, amount: int) -> Shape:
        """Draft the next invoice of a subscription, into which items without one of their own are swept."""
        invoice = super()._draft(row, at, amount)
        for item in self.of("invoiceitems", customer=row["customer"], invoice=None):
            item["invoice"] = invoice["id"]
            invoice["lines"]["data"].append(one_off_shapes.item_line(self.id("il"), item, at))
            total = invoice["total"] + item["amount"]
            invoice.update(total=total, amount_due=total, amount_remaining=total)
        return invoice

    def _totaled(self, invoice: Shape) -> None:
        net = sum(each["amount"] for each in invoice["lines"]["data"])
        automatic = invoice["automatic_tax"]
        address = self.rows["customers"][invoice["customer"]].get("address") or {}
        if automatic["enabled"]:
            automatic["status"] = "complete" if address.get("country") else "requires_location_inputs"
        percents = (self.tax_percent, self.local_percent) if automatic["status"] == "complete" else ()
        amounts = [(each, (2 * net * each + 100) // 200) for each in percents if each]
        taxes: list[dict[str, Any]] = [one_off_shapes.tax(amount, net, percent) for percent, amount in amounts]
        total = net + sum(amount for _percent, amount in amounts)
        invoice.update(subtotal=net, total=total, amount_due=total, amount_remaining=total, total_taxes=taxes)
