"""Invoices and items that belong to no subscription, in Stripe's format; this is not the vendor."""

from __future__ import annotations

from saas_sandbox import shapes
from saas_sandbox.shapes import Shape


def one_off_invoice(ref: str, number: str, given: Shape, created: int) -> Shape:
    """Return a draft invoice that belongs to no subscription."""
    of = {"customer": given["customer"], "collection_method": given["collection_method"], "latest_invoice": None}
    made = shapes.invoice(ref, number, {**of, "id": None}, created, [])
    enabled = str((given.get("automatic_tax") or {}).get("enabled", "")).lower() == "true"
    return {
        **made,
        "billing_reason": "manual",
        "parent": None,
        "automatic_tax": {"enabled": enabled, "status": "complete" if enabled else None},
        "subtotal": 0,
        "total_taxes": [],
        "metadata": given.get("metadata", {}),
    }


def invoice_item(ref: str, given: Shape, created: int) -> Shape:
    """Return an invoice item."""
    return {
        "id": ref,
        "object": "invoiceitem",
        "customer": given["customer"],
        "invoice": given.get("invoice"),
        "amount": int(given["amount"]),
        "currency": given["currency"],
        "date": created,
        "created": created,
        "description": given.get("description"),
        "metadata": given.get("metadata", {}),
        "livemode": False,
    }


def item_line(ref: str, item: Shape, at: int) -> Shape:
    """Return an invoice line for an item."""
    return {
        "id": ref,
        "object": "line_item",
        "amount": item["amount"],
        "currency": item["currency"],
        "description": item["description"],
        "period": {"start": at, "end": at},
        "parent": {
            "type": "invoice_item_details",
            "subscription_item_details": None,
            "invoice_item_details": {
                "invoice_item": item["id"],
                "proration": False,
                "proration_details": None,
                "subscription": None,
            },
        },
        "livemode": False,
        "metadata": item["metadata"],
    }


def tax(amount: int, taxable: int, percent: int) -> Shape:
    """Return a tax of an invoice."""
    return {
        "amount": amount,
        "tax_behavior": "exclusive",
        "tax_rate_details": {"tax_rate": f"txr_{percent}"},
        "taxability_reason": "standard_rated",
        "taxable_amount": taxable,
        "type": "tax_rate_details",
    }


def tax_rate(ref: str) -> Shape:
    """Return a rate by which taxes are computed; its reference says how high it is."""
    return {
        "id": ref,
        "object": "tax_rate",
        "display_name": "VAT",
        "jurisdiction": "DE",
        "percentage": float(ref.removeprefix("txr_")),
        "effective_percentage": None,
        "inclusive": False,
        "livemode": False,
    }


def tax_id(ref: str, customer: str, given: Shape, created: int) -> Shape:
    """Return a tax number of a customer."""
    return {
        "id": ref,
        "object": "tax_id",
        "customer": customer,
        "created": created,
        "type": given["type"],
        "value": given["value"],
        "livemode": False,
    }


def credit_note(ref: str, of: Shape, given: Shape, created: int) -> Shape:
    """Return a credit note to an invoice."""
    return {
        "id": ref,
        "object": "credit_note",
        "customer": of["customer"],
        "invoice": of["id"],
        "amount": int(given["amount"]),
        "out_of_band_amount": int(given.get("out_of_band_amount") or 0),
        "currency": of["currency"],
        "created": created,
        "memo": given.get("memo"),
        "status": "issued",
        "metadata": given.get("metadata", {}),
        "livemode": False,
    }
