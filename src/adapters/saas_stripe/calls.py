"""Calls to Stripe: one client of a pinned version behind a breaker, with errors translated into ours.

Stripe's client never retries; a worker does, with its own delays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, TypeVar

import stripe

from saas_core.kernel.errors import (
    InvalidValue,
    OutcomeUnknown,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
    StoreVersion,
)
from saas_core.work.breaker import Breaker

API_VERSION: Final = "2026-10-28.endive"
"""The version of Stripe's API that this code was written for."""
SECONDS = 20.0
_TOO_MANY = 429
_CONFLICT = 409
_ITS_FAULT = 500

T = TypeVar("T")
Object: TypeAlias = Mapping[str, Any]


class Failed(ProviderUnavailable):
    """Stripe reported a failure; `replayed` marks a repeated answer to an earlier call with the same key."""

    def __init__(self, message: str, *, replayed: bool) -> None:
        """Take the message, and whether the answer was repeated."""
        super().__init__(message, remedy="It will be retried automatically.")
        self.replayed = replayed

    def __reduce__(self) -> tuple[Callable[..., Failed], tuple[Any, ...]]:
        """Support pickling with all arguments."""
        return _failed, (self.message, self.replayed)


def _failed(message: str, replayed: bool) -> Failed:  # noqa: FBT001 - as pickle gives it
    return Failed(message, replayed=replayed)


def connect(
    api_key: str,
    *,
    http_client: stripe.HTTPClient | None = None,
    breaker: Breaker | None = None,
    seconds: float = SECONDS,
) -> Calls:
    """Return the calls to Stripe; raises InvalidValue without a key, StoreVersion if the client has another version.

    Nothing is sent yet.
    """
    if not api_key.strip():
        message = "no key for Stripe is configured."
        raise InvalidValue(message, field="stripe_key", remedy="Set SAAS_STRIPE_KEY.")
    if stripe.api_version != API_VERSION:
        message = f"the client uses version {stripe.api_version} of Stripe's API, this code {API_VERSION}."
        raise StoreVersion(message, field="stripe", remedy="Install the client version given in the lock file.")
    # The client logs whole bodies, including names and addresses.
    logging.getLogger("stripe").addFilter(discreet)
    # It writes an id of this machine into the home of whoever runs it, and sends that along with what it measured.
    stripe.enable_telemetry = False
    client = stripe.StripeClient(
        api_key,
        stripe_version=API_VERSION,
        max_network_retries=0,
        http_client=http_client or stripe.RequestsClient(timeout=seconds),
    )
    return Calls(client, breaker or Breaker("Stripe"))


def discreet(record: logging.LogRecord) -> bool:
    """Return whether a record of the vendor's client may be logged: none with a body."""
    return record.levelno >= logging.WARNING


def code_of(fault: BaseException | None) -> str:
    """Return the code of an error of Stripe, empty without one; only some kinds of errors carry it themselves."""
    error = fault.error if isinstance(fault, stripe.StripeError) else None
    return "" if error is None else str(error.code or "")


class Calls:
    """Calls to Stripe; every method raises ProviderFault."""

    def __init__(self, client: stripe.StripeClient, breaker: Breaker) -> None:
        """Use the client, behind the breaker."""
        self._client = client
        self._breaker = breaker

    def read(self, call: Callable[[stripe.StripeClient], Any]) -> Object:
        """Return an object; safe to retry."""
        with self._breaker.calling(), _translated(sent=ProviderUnavailable):
            found: Object = call(self._client).to_dict()
        return found

    def listed(self, call: Callable[[stripe.StripeClient], Any]) -> list[Object]:
        """Return all objects of a list, across all pages."""
        with self._breaker.calling(), _translated(sent=ProviderUnavailable):
            return [each.to_dict() for each in call(self._client).auto_paging_iter()]

    def found(self, call: Callable[[stripe.StripeClient], Any]) -> Object | None:
        """Return an object, or None if it does not exist."""
        try:
            return self.read(call)
        except ProviderRefused as fault:
            if getattr(fault.__cause__, "http_status", None) == 404:  # noqa: PLR2004 - not found
                return None
            raise

    def write(self, call: Callable[[stripe.StripeClient], Any]) -> Object:
        """Carry out a change and return the object; raises OutcomeUnknown if no answer came, Failed for a failure."""
        with self._breaker.calling(), _translated(sent=OutcomeUnknown):
            done: Object = call(self._client).to_dict()
        return done


@contextmanager
def _translated(*, sent: type[ProviderFault]) -> Iterator[None]:
    """Translate Stripe's errors into ours; `sent` is the error to raise if no answer came.

    Stripe's error messages may repeat what was sent, so they are not passed on.
    """
    again = "It will be retried automatically."
    try:
        yield
    except stripe.APIConnectionError as fault:
        message = "Stripe did not answer."
        raise sent(message, remedy=again) from fault
    except (stripe.RateLimitError, stripe.AuthenticationError, stripe.PermissionError) as fault:
        message = f"Stripe refuses all calls: {type(fault).__name__}."
        raise ProviderUnavailable(message, remedy="If this persists, check the key and the limits.") from fault
    except stripe.StripeError as fault:
        status = fault.http_status or 0
        if status in {_TOO_MANY, _CONFLICT}:
            message = f"Stripe asked us to wait: {status}."
            raise ProviderUnavailable(message, remedy=again) from fault
        if status >= _ITS_FAULT or not status:
            headers = {str(name).lower(): value for name, value in (fault.headers or {}).items()}
            message = f"Stripe failed: {status}."
            raise Failed(message, replayed=headers.get("idempotent-replayed") == "true") from fault
        message = f"Stripe refused: {status} {fault.code or type(fault).__name__}."
        raise ProviderRefused(message, remedy="See Stripe's request log.") from fault
