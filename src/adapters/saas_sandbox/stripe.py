"""A simulated Stripe behind the real client: its books, its keys, its faults; this is not the vendor.

It implements the vendor's interface as far as this project uses it, in process and without a network: pass
`SimulatedStripe(clock).http_client` to the client. Plant faults with `fail`; collect events with `news` and sign them
with `signed`. Like the vendor, it keeps the answer to each idempotency key for a day, including failures.
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

import stripe
from attrs import define, field

from saas_core.kernel.instants import Clock
from saas_sandbox.billing import Billing
from saas_sandbox.routes import ROUTES, Refusal
from saas_sandbox.shapes import DAY, Shape
from saas_sandbox.wire import Sent, Wire

SECRET = "whsec_of_the_sandbox"  # noqa: S105 - a secret of the simulation


class Fault(Enum):
    """The ways a call can go wrong.

    THROTTLED, FAILED and HUNG do nothing; FAILED_AFTER and DROPPED do the work first. A failure is stored under its key
    and repeated, as the vendor does.
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
    """The answer stored under an idempotency key."""

    request: str
    at: int
    status: int
    body: Shape


@define
class Call:
    """A received call."""

    method: str
    path: str
    key: str | None
    given: Shape = field(factory=dict)


class SimulatedStripe:
    """One account in test mode."""

    def __init__(self, clock: Clock, **given: Any) -> None:  # noqa: ANN401 - handed on to the books
        """Start with empty books; `given` holds the arguments of `Billing`."""
        self.billing = Billing(clock, version=stripe.api_version, **given)
        self.calls: list[Call] = []
        self.meanwhile: Callable[[Call], None] = lambda _call: None
        self._clock = clock
        self._guard = threading.RLock()
        self._kept: dict[str, _Kept] = {}
        self._planted: list[_Planted] = []

    @property
    def http_client(self) -> stripe.HTTPClient:
        """The HTTP client to pass to the vendor's client."""
        return Wire(self._heard)

    @property
    def events(self) -> list[Shape]:
        """Every event not collected yet."""
        with self._guard:
            self.billing.now()
            return self.billing.events

    def news(self) -> list[Shape]:
        """Collect the events not collected yet, in the order they happened."""
        with self._guard:
            found = list(self.events)
            self.events.clear()
        return found

    def fail(self, fault: Fault, *, on: str = "", times: int = 1) -> None:
        """Make the next calls fail whose method and path start with `on`, such as `POST /v1/customers`."""
        self._planted.append(_Planted(fault, on, times))

    def heal(self) -> None:
        """Cancel all planted faults."""
        self._planted.clear()

    def forget_keys(self) -> None:
        """Forget every idempotency key, as the vendor may after a day."""
        self._kept.clear()

    def signed(
        self, event: Shape | bytes, *, secret: str = SECRET, at: int | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """Return an event as sent: its body, and the signature header."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        stamp = int(self._clock.now().timestamp()) if at is None else at
        header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, stamp)
        return body, {"Stripe-Signature": header, "Content-Type": "application/json"}

    def _heard(self, sent: Sent) -> tuple[int, Mapping[str, str], Shape]:
        version = sent.headers.get("stripe-version")
        if version != stripe.api_version:
            message = f"Simulated: the version of the interface is {version}."
            raise ValueError(message)
        key = sent.headers.get("idempotency-key") if sent.method == "POST" else None
        return self.answer(Call(sent.method, sent.path, key, sent.given))

    def answer(self, call: Call) -> tuple[int, dict[str, str], Shape]:
        """Return the status, headers and body for a call; raises the client's connection error."""
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
        # Faults between doing the work and receiving the answer.
        self.meanwhile(call)
        return status, {}, body

    def _done(self, call: Call, at: int, fault: Fault | None) -> tuple[int, Shape]:
        if fault is Fault.THROTTLED:
            return _THROTTLED, {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "slow"}}
        if fault in {Fault.FAILED, Fault.HUNG}:
            return _FAILED, _FAILURE
        try:
            body = self._routed(call, at)
        except Refusal as refusal:
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
            refusal = Refusal(400, "idempotency_error")
            return _Kept(kept.request, at, refusal.status, refusal.body)
        return kept

    def _routed(self, call: Call, at: int) -> Shape:
        for method, pattern, act in ROUTES:
            found = re.fullmatch(pattern, call.path)
            if method == call.method and found is not None:
                return act(self.billing, call.given, at, *found.groups())
        raise Refusal(404, "invalid_request_error", "resource_missing")


_THROTTLED = 429
_FAILED = 500
_FAILURE: Shape = {"error": {"type": "api_error", "message": "Simulated failure."}}


def _digest(call: Call) -> str:
    return hashlib.sha256(json.dumps([call.method, call.path, call.given], sort_keys=True).encode()).hexdigest()
