"""Stripe's webhooks: verified over the raw bytes, then read only for the account they concern."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.signals import Signal, SignalRefused

ENDPOINT = "stripe"
TOLERANCE = timedelta(minutes=5)
LONGEST_WORD = 200
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, OSError)
_LINKS = ("customer", "charge", "payment_intent", "invoice", "subscription")
"""The fields that name an object's owner, most specific first."""


class StripeWebhooks:
    """Reads signed events of one account and mode; during a rotation two secrets are valid."""

    def __init__(self, *, secrets: tuple[str, ...], clock: Clock, live: bool, account: str = "") -> None:
        """Take the signing secrets; raises InvalidValue if there are none, since then anybody could sign."""
        if not secrets or any(not each.strip() for each in secrets):
            message = "no secret is configured."
            raise InvalidValue(message, field="stripe_webhook_secrets", remedy="Set SAAS_STRIPE_WEBHOOK_SECRETS.")
        self._secrets = secrets
        self._clock = clock
        self._live = live
        self._account = account

    def read(self, body: bytes, headers: Mapping[str, str]) -> Signal:
        """Return an event as a signal; raises SignalRefused."""
        self._verify(body, headers.get("stripe-signature", ""))
        try:
            event = json.loads(body)
            signal = _signal(event)
        except _UNREADABLE as fault:
            raise _refused(why="is not an event.") from fault
        if event.get("livemode") is not self._live:
            raise _refused(why="is of the other mode.")
        if event.get("account") not in ({None, self._account} if self._account else {None}):
            raise _refused(why="is of another account.")
        return signal

    def _verify(self, body: bytes, header: str) -> None:
        if not any(_signed(body, header, each) for each in self._secrets):
            raise _refused(why="is not signed by Stripe.")
        # The library ignores our clock, and accepts timestamps in the future.
        stamps = [part.partition("=")[2] for part in header.split(",") if part.partition("=")[0] == "t"]
        if len(stamps) != 1 or not stamps[0].isascii() or not stamps[0].isdigit():
            raise _refused(why="has no instant.")
        age = self._clock.now().timestamp() - int(stamps[0][:20])
        if abs(age) > TOLERANCE.total_seconds():
            raise _refused(why="was signed too long ago, or in the future.")


def _signed(body: bytes, header: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(body, header, secret)
    except (stripe.SignatureVerificationError, ValueError, OverflowError, TypeError):
        # The library fails on non-ASCII signatures with an error of its own.
        return False
    return True


def _signal(event: Mapping[str, Any]) -> Signal:
    if event["object"] != "event":
        raise ValueError(event["object"])
    given = (event.get("data") or {}).get("object")
    subject = given if isinstance(given, Mapping) else {}
    return Signal(
        endpoint=ENDPOINT,
        event=_word(event["id"]),
        kind=_word(event["type"]),
        subject=_word(subject.get("id") or "unknown"),
        account=_account(subject),
        occurred_at=_instant(event["created"]),
    )


def _account(subject: Mapping[str, Any]) -> str:
    """Return the account to look at, or a reference that leads to it; empty if there is no customer."""
    if subject.get("object") == "customer":
        return _word(subject["id"])
    for name in _LINKS:
        found = subject.get(name)
        if isinstance(found, Mapping):
            found = found.get("id")
        if isinstance(found, str) and found:
            return _word(found)
    return ""


def _word(value: object) -> str:
    """Return the value as a short plain word, as ids and types are."""
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= LONGEST_WORD
        or not (value.isascii() and value.isprintable())
    ):
        raise ValueError(type(value))
    return value


def _instant(seconds: object) -> datetime:
    if type(seconds) is not int:
        raise TypeError(type(seconds))
    return instant(datetime.fromtimestamp(seconds, UTC))


def _refused(*, why: str) -> SignalRefused:
    message = f"the request {why}"
    return SignalRefused(message, field="signature", remedy="Check the endpoint's settings at Stripe.")
