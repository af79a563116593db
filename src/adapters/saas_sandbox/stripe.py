"""A simulated Stripe behind the real client: its books, its keys, its faults; this is not the vendor.

It speaks the vendor's interface as far as this project uses it, in process and without network: give
`SimulatedStripe(clock).http_client` to the client. Faults are planted with `fail`; events are taken out of `events` and
signed with `signed`. Like the vendor it keeps the answer to each idempotency key for a day, failures too.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
from attrs import define, field

from saas_core.kernel.instants import Clock
from saas_sandbox import shapes
from saas_sandbox.billing import Billing
from saas_sandbox.shapes import DAY, Shape

SECRET = "whsec_of_the_sandbox"  # noqa: S105 - a secret of the simulation
PAGE = 10
LARGEST_PAGE = 100


class Fault(Enum):
    """What goes wrong with a call.

    THROTTLED, FAILED and HUNG did nothing; FAILED_AFTER and DROPPED did their work before. A failure is kept under its
    key and given again, as the vendor does.
    """

    THROTTLED = "429"
    FAILED = "500"
    FAILED_AFTER = "500 after the work"
    HUNG = "no answer"
    DROPPED = "the connection was lost after the work"


@define
class _Planted:
    fault: Fault
    on: str
    times: int


@define
class _Kept:
    """The answer kept under a key."""

    request: str
    at: int
    status: int
    body: Shape


@define
class Call:
    """A call that came in."""

    method: str
    path: str
    key: str | None
    given: Shape = field(factory=dict)


class _Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, kind: str, code: str | None = None) -> None:
        super().__init__(kind)
        self.status = status
        self.body: Shape = {"error": {"type": kind, "code": code, "message": f"Simulated: {code or kind}"}}


class SimulatedStripe:
    """One account in test mode."""

    def __init__(self, clock: Clock, **given: Any) -> None:  # noqa: ANN401 - handed on to the books
        """Begin with empty books; `given` is what `Billing` takes."""
        self.billing = Billing(clock, version=stripe.api_version, **given)
        self.calls: list[Call] = []
        self.meanwhile: Callable[[Call], None] = lambda _call: None
        self._clock = clock
        self._guard = threading.RLock()
        self._kept: dict[str, _Kept] = {}
        self._planted: list[_Planted] = []

    @property
    def http_client(self) -> stripe.HTTPClient:
        """What the vendor's client is to send its calls through."""
        return _Wire(self)

    @property
    def events(self) -> list[Shape]:
        """Every event there was so far; take out what you deliver."""
        with self._guard:
            self.billing.now()
            return self.billing.events

    def fail(self, fault: Fault, *, on: str = "", times: int = 1) -> None:
        """Have the next calls go wrong whose method and path begin with `on`, as in `POST /v1/customers`."""
        self._planted.append(_Planted(fault, on, times))

    def forget_keys(self) -> None:
        """Forget every idempotency key at once, which the vendor may do after a day."""
        self._kept.clear()

    def signed(
        self, event: Shape | bytes, *, secret: str = SECRET, at: int | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """Give an event as it is sent: its body, and the header that signs it."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        stamp = int(self._clock.now().timestamp()) if at is None else at
        header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, stamp)
        return body, {"Stripe-Signature": header, "Content-Type": "application/json"}

    def answer(self, call: Call) -> tuple[int, dict[str, str], Shape]:
        """Answer a call: status, headers and body; raises the client's error for a connection."""
        with self._guard:
            at = self.billing.now()
            self.calls.append(call)
            fault = self._fault(call)
            kept = self._kept_for(call, at)
            if kept is not None:
                return kept.status, {"Idempotent-Replayed": "true"}, copy.deepcopy(kept.body)
            status, body = self._done(call, at, fault)
            if call.key is not None and status != _THROTTLED and fault is not Fault.HUNG:
                self._kept[call.key] = _Kept(_digest(call), at, status, copy.deepcopy(body))
        if fault in {Fault.HUNG, Fault.DROPPED}:
            message = "Simulated: no answer came."
            raise stripe.APIConnectionError(message, should_retry=True)  # type: ignore[no-untyped-call]
        body = copy.deepcopy(body)
        # What happens between the work and the answer's arrival.
        self.meanwhile(call)
        return status, {}, body

    def _done(self, call: Call, at: int, fault: Fault | None) -> tuple[int, Shape]:
        if fault is Fault.THROTTLED:
            return _THROTTLED, {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "slow"}}
        if fault in {Fault.FAILED, Fault.HUNG}:
            return _FAILED, _FAILURE
        try:
            body = self._routed(call, at)
        except _Refusal as refusal:
            return refusal.status, refusal.body
        return (_FAILED, _FAILURE) if fault is Fault.FAILED_AFTER else (200, body)

    def _fault(self, call: Call) -> Fault | None:
        for each in self._planted:
            if f"{call.method} {call.path}".startswith(each.on):
                each.times -= 1
                if each.times <= 0:
                    self._planted.remove(each)
                return each.fault
        return None

    def _kept_for(self, call: Call, at: int) -> _Kept | None:
        if call.key is None:
            return None
        kept = self._kept.get(call.key)
        if kept is None or at - kept.at >= DAY:
            return None
        if kept.request != _digest(call):
            refusal = _Refusal(400, "idempotency_error")
            return _Kept(kept.request, at, refusal.status, refusal.body)
        return kept

    def _routed(self, call: Call, at: int) -> Shape:
        for method, pattern, act in _ROUTES:
            found = re.fullmatch(pattern, call.path)
            if method == call.method and found is not None:
                return act(self.billing, call.given, at, *found.groups())
        raise _Refusal(404, "invalid_request_error", "resource_missing")


_THROTTLED = 429
_FAILED = 500
_FAILURE: Shape = {"error": {"type": "api_error", "message": "Simulated failure."}}


class _Wire(stripe.HTTPClient):
    """What stands in the place of the network."""

    name = "simulated"

    def __init__(self, simulated: SimulatedStripe) -> None:
        super().__init__()
        self._simulated = simulated

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,  # noqa: ANN401
        **_given: Any,  # noqa: ANN401
    ) -> tuple[str, int, Mapping[str, str]]:
        parts = urlsplit(url)
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        if sent.get("stripe-version") != stripe.api_version:
            message = f"Simulated: the version of the interface is {sent.get('stripe-version')}."
            raise ValueError(message)
        given = _nested(parse_qsl(post_data or parts.query, keep_blank_values=True))
        call = Call(method.upper(), parts.path, sent.get("idempotency-key") if method == "post" else None, given)
        status, told, body = self._simulated.answer(call)
        return json.dumps(body), status, told

    def close(self) -> None:
        """There is nothing to close."""


def _nested(pairs: list[tuple[str, str]]) -> Shape:
    """Read a form as the vendor does: `metadata[a]=b` is a field in a field."""
    found: Shape = {}
    for name, value in pairs:
        keys = re.findall(r"[^\[\]]+", name)
        place = found
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return found


def _digest(call: Call) -> str:
    return hashlib.sha256(json.dumps([call.method, call.path, call.given], sort_keys=True).encode()).hexdigest()


def _row(billing: Billing, kind: str, ref: str) -> Shape:
    found = billing.rows[kind].get(ref)
    if found is None:
        raise _Refusal(404, "invalid_request_error", "resource_missing")
    return found


def _paged(rows: list[Shape], given: Shape, url: str) -> Shape:
    """Give a page of rows, those after the one named."""
    limit = min(int(given.get("limit", PAGE)), LARGEST_PAGE)
    refs = [each["id"] for each in rows]
    begin = refs.index(given["starting_after"]) + 1 if given.get("starting_after") in refs else 0
    return shapes.listed(rows[begin : begin + limit], url, more=len(rows) > begin + limit)


def _list(kind: str, url: str, *names: str) -> Callable[..., Shape]:
    """Make the list of a kind of rows, narrowed by these fields."""

    def act(billing: Billing, given: Shape, _at: int) -> Shape:
        rows = billing.of(kind, **{name: given[name] for name in names if name in given})
        since = int((given.get("created") or {}).get("gte", 0))
        shown = [each for each in rows if each["created"] >= since]
        if kind == "subscriptions" and given.get("status") != "all":
            shown = [each for each in shown if each["status"] != "canceled"]
        if kind == "invoices" and "data.payments" not in (given.get("expand") or {}).values():
            shown = [{name: value for name, value in each.items() if name != "payments"} for each in shown]
        return _paged(shown, given, url)

    return act


def _get(kind: str) -> Callable[..., Shape]:
    return lambda billing, _given, _at, ref: _row(billing, kind, ref)


def _make_customer(billing: Billing, given: Shape, at: int) -> Shape:
    row = billing.add("customers", shapes.customer(billing.id("cus"), at, given))
    billing.tell("customer.created", row, at)
    return row


def _make_session(billing: Billing, given: Shape, at: int) -> Shape:
    _row(billing, "customers", given["customer"])
    return billing.add("sessions", shapes.session(billing.id("cs"), at, given))


def _make_page(billing: Billing, given: Shape, _at: int) -> Shape:
    _row(billing, "customers", given["customer"])
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
        raise _Refusal(400, "invalid_request_error", "subscription_canceled")
    if given["cancel_at_period_end"] in {"true", "True"}:
        billing.cancel(ref, at_period_end=True)
    else:
        billing.resume(ref)
    return row


def _cancel(billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    row = _row(billing, "subscriptions", ref)
    if row["ended_at"] is not None:
        raise _Refusal(404, "invalid_request_error", "resource_missing")
    billing.cancel(ref)
    return row


def _make_refund(billing: Billing, given: Shape, _at: int) -> Shape:
    charges = billing.of("charges", payment_intent=given["payment_intent"])
    if not charges or charges[0]["refunded"]:
        raise _Refusal(400, "invalid_request_error", "charge_already_refunded")
    return billing.refund(charges[0]["id"], metadata=given.get("metadata", {}))


def _intent(billing: Billing, _given: Shape, _at: int, ref: str) -> Shape:
    charges = billing.of("charges", payment_intent=ref)
    if not charges:
        raise _Refusal(404, "invalid_request_error", "resource_missing")
    return {"id": ref, "object": "payment_intent", "customer": charges[0]["customer"], "status": "succeeded"}


def _lines(billing: Billing, given: Shape, _at: int, ref: str) -> Shape:
    invoice = _row(billing, "invoices", ref)
    return _paged(invoice["lines"]["data"], given, f"/v1/invoices/{ref}/lines")


_ROUTES: tuple[tuple[str, str, Callable[..., Shape]], ...] = (
    ("GET", "/v1/customers", _list("customers", "/v1/customers")),
    ("POST", "/v1/customers", _make_customer),
    ("GET", "/v1/customers/([^/]+)", _get("customers")),
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
    ("GET", "/v1/charges", _list("charges", "/v1/charges", "customer", "payment_intent")),
    ("GET", "/v1/charges/([^/]+)", _get("charges")),
    ("GET", "/v1/payment_intents/([^/]+)", _intent),
    ("GET", "/v1/refunds", _list("refunds", "/v1/refunds", "charge", "payment_intent")),
    ("POST", "/v1/refunds", _make_refund),
    ("GET", "/v1/disputes", _list("disputes", "/v1/disputes", "charge")),
)
