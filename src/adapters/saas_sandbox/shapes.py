"""Objects in Stripe's format, as far as this project reads them; this is not the vendor."""

from __future__ import annotations

from typing import Any, TypeAlias

Shape: TypeAlias = dict[str, Any]

DAY = 86_400
HOUR = 3_600
LINES_SHOWN = 10
CURRENCY = "usd"


def listed(rows: list[Shape], url: str, *, more: bool = False) -> Shape:
    """Return a list in Stripe's format."""
    return {"object": "list", "data": rows, "has_more": more, "url": url}


def customer(ref: str, created: int, given: Shape) -> Shape:
    """Return a customer."""
    return {
        "id": ref,
        "object": "customer",
        "created": created,
        "name": given.get("name"),
        "email": given.get("email"),
        "metadata": given.get("metadata", {}),
        "address": given.get("address"),
        "livemode": False,
    }


def session(ref: str, created: int, given: Shape) -> Shape:
    """Return a Checkout session."""
    return {
        "id": ref,
        "object": "checkout.session",
        "created": created,
        "expires_at": created + DAY,
        "mode": given["mode"],
        "status": "open",
        "payment_status": "unpaid",
        "customer": given["customer"],
        "client_reference_id": given.get("client_reference_id"),
        "metadata": given.get("metadata", {}),
        "subscription": None,
        "url": f"https://checkout.stripe.example/c/pay/{ref}",
        "livemode": False,
    }


def price(ref: str, created: int) -> Shape:
    """Return a price that is paid in advance, by the month."""
    return {
        "id": ref,
        "object": "price",
        "active": True,
        "created": created,
        "currency": CURRENCY,
        "type": "recurring",
        "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
        "livemode": False,
        "metadata": {},
    }


def subscription(ref: str, of: str, created: int, until: int, metadata: Shape) -> Shape:
    """Return a subscription with one item, before its first payment."""
    return {
        "id": ref,
        "object": "subscription",
        "customer": of,
        "status": "incomplete",
        "created": created,
        "start_date": created,
        "metadata": metadata,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "ended_at": None,
        "trial_start": None,
        "trial_end": None,
        "pause_collection": None,
        "collection_method": "charge_automatically",
        "latest_invoice": None,
        "items": listed(
            [
                {
                    "id": f"si_{ref[4:]}",
                    "object": "subscription_item",
                    "created": created,
                    "current_period_start": created,
                    "current_period_end": until,
                    "price": price(f"price_{ref[4:]}", created),
                    "quantity": 1,
                    "subscription": ref,
                    "metadata": {},
                }
            ],
            "/v1/subscription_items",
        ),
        "livemode": False,
    }


def line(ref: str, item: str, amount: int, since: int, until: int) -> Shape:
    """Return an invoice line for a period of a subscription."""
    return {
        "id": ref,
        "object": "line_item",
        "amount": amount,
        "currency": CURRENCY,
        "period": {"start": since, "end": until},
        "parent": {
            "type": "subscription_item_details",
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": None,
                "subscription": None,
                "subscription_item": item,
            },
        },
        "livemode": False,
        "metadata": {},
    }


def invoice(ref: str, number: str, of: Shape, created: int, rows: list[Shape]) -> Shape:
    """Return a draft invoice of a subscription."""
    total = sum(each["amount"] for each in rows)
    return {
        "id": ref,
        "object": "invoice",
        "number": number,
        "customer": of["customer"],
        "created": created,
        "currency": CURRENCY,
        "status": "draft",
        "collection_method": of["collection_method"],
        "billing_reason": "subscription_cycle" if of["latest_invoice"] else "subscription_create",
        "attempted": False,
        "attempt_count": 0,
        "due_date": None,
        "total": total,
        "starting_balance": 0,
        "amount_due": total,
        "amount_paid": 0,
        "amount_remaining": total,
        "hosted_invoice_url": None,
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {"metadata": {}, "subscription": of["id"]},
        },
        "lines": listed(rows, f"/v1/invoices/{ref}/lines"),
        "payments": listed([], "/v1/invoice_payments"),
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "livemode": False,
        "metadata": {},
    }


def intent(ref: str, of: Shape, created: int) -> Shape:
    """Return the payment intent of an invoice, before anything was tried."""
    return {
        "id": ref,
        "object": "payment_intent",
        "customer": of["customer"],
        "created": created,
        "currency": CURRENCY,
        "amount": of["amount_due"],
        "status": "requires_payment_method",
        "livemode": False,
        "metadata": {},
    }


def payment(ref: str, of: Shape, intent: str, created: int) -> Shape:
    """Return the payment of an invoice, still open."""
    return {
        "id": ref,
        "object": "invoice_payment",
        "invoice": of["id"],
        "created": created,
        "currency": CURRENCY,
        "amount_requested": of["amount_due"],
        "amount_paid": None,
        "is_default": True,
        "status": "open",
        "payment": {"type": "payment_intent", "payment_intent": intent, "charge": None},
        "livemode": False,
    }


def charge(ref: str, of: str, intent: str, amount: int, created: int) -> Shape:
    """Return a successful charge."""
    return {
        "id": ref,
        "object": "charge",
        "customer": of,
        "payment_intent": intent,
        "amount": amount,
        "amount_refunded": 0,
        "currency": CURRENCY,
        "created": created,
        "paid": True,
        "refunded": False,
        "disputed": False,
        "status": "succeeded",
        "livemode": False,
        "metadata": {},
    }


def refund(ref: str, of: Shape, amount: int, created: int, metadata: Shape) -> Shape:
    """Return a successful refund."""
    return {
        "id": ref,
        "object": "refund",
        "charge": of["id"],
        "payment_intent": of["payment_intent"],
        "amount": amount,
        "currency": CURRENCY,
        "created": created,
        "status": "succeeded",
        "failure_reason": None,
        "metadata": metadata,
    }


def dispute(ref: str, of: Shape, created: int) -> Shape:
    """Return a dispute that needs a response; the money is withdrawn meanwhile."""
    return {
        "id": ref,
        "object": "dispute",
        "charge": of["id"],
        "payment_intent": of["payment_intent"],
        "amount": of["amount"],
        "currency": CURRENCY,
        "created": created,
        "reason": "fraudulent",
        "status": "needs_response",
        "balance_transactions": [{"id": f"txn_{ref}", "object": "balance_transaction", "created": created}],
        "livemode": False,
        "metadata": {},
    }


def event(ref: str, kind: str, of: Shape, created: int, version: str) -> Shape:
    """Return an event about the current state of an object."""
    return {
        "id": ref,
        "object": "event",
        "api_version": version,
        "created": created,
        "type": kind,
        "data": {"object": of},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
    }
