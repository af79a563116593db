"""The routes of the simulated Stripe; this is not the vendor, and covers only what this project uses."""

from __future__ import annotations

from collections.abc import Callable

from saas_sandbox import one_off_shapes, shapes
from saas_sandbox.billing import Billing
from saas_sandbox.shapes import Shape

PAGE = 10
LARGEST_PAGE = 100


class Refusal(Exception):
    """An error response."""

    def __init__(self, status: int, kind: str, code: str | None = None) -> None:
        """Take the status and the error."""
        super().__init__(kind)
        self.status = status
        self.body: Shape = {"error": {"type": kind, "code": code, "message": f"Simulated: {code or kind}"}}


def _row(billing: Billing, kind: str, ref: str) -> Shape:
    found = billing.rows[kind].get(ref)
    if found is None:
        raise Refusal(404, "invalid_request_error", "resource_missing")
    return found


def _living(billing: Billing, ref: str) -> None:
    """Refuse to make anything for a customer that does not exist or was deleted."""
    if _row(billing, "customers", ref).get("deleted"):
        raise Refusal(400, "invalid_request_error", "resource_missing")


def _paged(rows: list[Shape], given: Shape, url: str) -> Shape:
    """Return a page of rows after the named one."""
    limit = min(int(given.get("limit", PAGE)), LARGEST_PAGE)
    refs = [each["id"] for each in rows]
    begin = refs.index(given["starting_after"]) + 1 if given.get("starting_after") in refs else 0
    return shapes.listed(rows[begin : begin + limit], url, more=len(rows) > begin + limit)


def _list(kind: str, url: str, *names: str) -> Callable[..., Shape]:
    """Return the handler that lists rows of one kind, filtered by these fields."""

    def act(billing: Billing, given: Shape, _at: int) -> Shape:
        rows = billing.of(kind, **{name: given[name] for name in names if name in given})
        since = int((given.get("created") or {}).get("gte", 0))
        matching = [each for each in rows if each["created"] >= since and not each.get("deleted")]
        if kind == "subscriptions" and given.get("status") != "all":
            matching = [each for each in matching if each["status"] != "canceled"]
        if kind == "invoices" and "data.payments" not in (given.get("expand") or {}).values():
            matching = [{name: value for name, value in each.items() if name != "payments"} for each in matching]
        return _paged(matching, given, url)

    return act


def _get(kind: str) -> Callable[..., Shape]:
    return lambda billing, _given, _at, ref: _row(billing, kind, ref)


def _make_customer(billing: Billing, given: Shape, at: int) -> Shape:
    row = billing.add("customers", shapes.customer(billing.id("cus"), at, given))
    billing.tell("customer.created", row, at)
    return row


def _make_session(billing: Billing, given: Shape, at: int) -> Shape:
    _living(billing, given["customer"])
    return billing.add("sessions", shapes.session(billing.id("cs"), at, given))


def _make_page(billing: Billing, given: Shape, _at: int) -> Shape:
    _living(billing, given["customer"])
    ref = billing.id("bps")
    return {
        "id": ref,
        "object": "billing_portal.session",
        "customer": given["customer"],
        "url": f"https://billing.stripe.example/p/session/{ref}",
    }


def _update(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    row = _row(billing, "subscriptions", ref)
    if row["ended_at"] is not None:
        raise Refusal(400, "invalid_request_error", "subscription_canceled")
    if given.get("cancel_at_period_end") in {"true", "True"}:
        billing.cancel(ref, at_period_end=True)
    else:
        billing.resume(ref)
    return row


def _cancel(billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    row = _row(billing, "subscriptions", ref)
    if row["ended_at"] is not None:
        raise Refusal(404, "invalid_request_error", "resource_missing")
    billing.cancel(ref)
    return row


def _make_refund(billing: Billing, given: Shape, _at: int) -> Shape:
    charges = billing.of("charges", payment_intent=given["payment_intent"])
    if not charges or charges[0]["refunded"]:
        raise Refusal(400, "invalid_request_error", "charge_already_refunded")
    return billing.refund(charges[0]["id"], metadata=given.get("metadata", {}))


def _customer(billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    row = _row(billing, "customers", ref)
    return {name: row[name] for name in ("id", "object", "deleted")} if row.get("deleted") else row


def _draft_one(billing: Billing, given: Shape, at: int) -> Shape:
    _living(billing, given["customer"])
    return billing.draft_one(given, at)


def _is_draft(billing: Billing, ref: str) -> Shape:
    row = _row(billing, "invoices", ref)
    if row["status"] != "draft":
        raise Refusal(400, "invalid_request_error", "invoice_not_editable")
    return row


def _add_item(billing: Billing, given: Shape, at: int) -> Shape:
    _living(billing, given["customer"])
    if given.get("invoice"):
        _is_draft(billing, given["invoice"])
    return billing.add_item(given, at)


def _drop_item(billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    row = _row(billing, "invoiceitems", ref)
    if row["invoice"] is not None:
        _is_draft(billing, row["invoice"])
    row.update(deleted=True, invoice="")
    return {"id": ref, "object": "invoiceitem", "deleted": True}


def _renumber(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    row = _is_draft(billing, ref)
    if any(each["number"] == given["number"] and each is not row for each in billing.rows["invoices"].values()):
        raise Refusal(400, "invalid_request_error", "invoice_number_taken")
    row["number"] = given["number"]
    return row


def _finalize_one(billing: Billing, _given: Shape, at: int, ref: str) -> Shape:
    _is_draft(billing, ref)
    return billing.finalize_one(ref, at)


def _credit_one(billing: Billing, given: Shape, at: int) -> Shape:
    row = _row(billing, "invoices", given["invoice"])
    paid = max(int(given["amount"]) - row["amount_remaining"], 0)
    if row["status"] not in {"open", "paid"} or paid != int(given.get("out_of_band_amount") or 0):
        raise Refusal(400, "invalid_request_error", "credit_note_amount")
    return billing.credit_one(given, at)


def _locate(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    _living(billing, ref)
    row = billing.rows["customers"][ref]
    row.update({name: given[name] for name in ("name", "email", "address") if name in given})
    return row


def _tax_ids(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    rows = [each for each in billing.of("tax_ids", customer=ref) if not each.get("deleted")]
    return _paged(rows, given, f"/v1/customers/{ref}/tax_ids")


def _add_tax_id(billing: Billing, given: Shape, at: int, ref: str) -> Shape:
    _living(billing, ref)
    return billing.add("tax_ids", one_off_shapes.tax_id(billing.id("txi"), ref, given, at))


def _drop_tax_id(billing: Billing, _given: Shape, _at: int, _ref: str, tax_id: str) -> Shape:
    _row(billing, "tax_ids", tax_id)["deleted"] = True
    return {"id": tax_id, "object": "tax_id", "deleted": True}


def _tax_rate(_billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    return one_off_shapes.tax_rate(ref)


def _discard_one(billing: Billing, _given: Shape, at: int, ref: str) -> Shape:
    _is_draft(billing, ref)
    return billing.discard_one(ref, at)


def _lines(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    invoice = _row(billing, "invoices", ref)
    return _paged(invoice["lines"]["data"], given, f"/v1/invoices/{ref}/lines")


ROUTES: tuple[tuple[str, str, Callable[..., Shape]], ...] = (
    ("GET", "/v1/customers", _list("customers", "/v1/customers")),
    ("POST", "/v1/customers", _make_customer),
    ("GET", "/v1/customers/([^/]+)", _customer),
    ("POST", "/v1/customers/([^/]+)", _locate),
    ("GET", "/v1/customers/([^/]+)/tax_ids", _tax_ids),
    ("POST", "/v1/customers/([^/]+)/tax_ids", _add_tax_id),
    ("DELETE", "/v1/customers/([^/]+)/tax_ids/([^/]+)", _drop_tax_id),
    ("GET", "/v1/tax_rates/([^/]+)", _tax_rate),
    ("GET", "/v1/checkout/sessions", _list("sessions", "/v1/checkout/sessions", "customer")),
    ("POST", "/v1/checkout/sessions", _make_session),
    ("POST", "/v1/billing_portal/sessions", _make_page),
    ("GET", "/v1/subscriptions", _list("subscriptions", "/v1/subscriptions", "customer")),
    ("GET", "/v1/subscriptions/([^/]+)", _get("subscriptions")),
    ("POST", "/v1/subscriptions/([^/]+)", _update),
    ("DELETE", "/v1/subscriptions/([^/]+)", _cancel),
    ("GET", "/v1/invoices", _list("invoices", "/v1/invoices", "customer")),
    ("GET", "/v1/invoices/([^/]+)", _get("invoices")),
    ("GET", "/v1/invoices/([^/]+)/lines", _lines),
    ("POST", "/v1/invoices", _draft_one),
    ("POST", "/v1/invoices/([^/]+)", _renumber),
    ("POST", "/v1/invoices/([^/]+)/finalize", _finalize_one),
    ("DELETE", "/v1/invoices/([^/]+)", _discard_one),
    ("GET", "/v1/invoiceitems", _list("invoiceitems", "/v1/invoiceitems", "customer", "invoice")),
    ("POST", "/v1/invoiceitems", _add_item),
    ("DELETE", "/v1/invoiceitems/([^/]+)", _drop_item),
    ("GET", "/v1/credit_notes", _list("credit_notes", "/v1/credit_notes", "invoice")),
    ("POST", "/v1/credit_notes", _credit_one),
    ("GET", "/v1/charges", _list("charges", "/v1/charges", "customer", "payment_intent")),
    ("GET", "/v1/charges/([^/]+)", _get("charges")),
    ("GET", "/v1/payment_intents/([^/]+)", _get("intents")),
    ("GET", "/v1/refunds", _list("refunds", "/v1/refunds", "charge", "payment_intent")),
    ("POST", "/v1/refunds", _make_refund),
    ("GET", "/v1/disputes", _list("disputes", "/v1/disputes", "charge")),
)
