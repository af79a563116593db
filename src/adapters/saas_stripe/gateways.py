"""Accounts of clients at Stripe, reached by restricted keys that the clients made there for the platform.

Whether a key has a right is found by using it: each is tried by one call that changes nothing. Rights to change are
tried on objects that cannot exist, since Stripe judges a key before it looks for what is to be changed. Such a key may
rarely read its own account, and is never asked to: a refusal names the account, and the balance its currency.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import stripe

from saas_core.integrations.errors import CredentialRefused
from saas_core.integrations.model.gateway import GatewayReport, RightChecked
from saas_core.integrations.values import Mode, Problem, ProblemCode, Right
from saas_core.kernel.errors import ProviderRefused, ProviderUnavailable
from saas_core.work.breaker import Breaker
from saas_stripe.calls import API_VERSION, code_of, discreet

SECONDS: Final = 8.0
"""How long each call may take; the first that takes longer is the last."""
MOST_SECONDS: Final = 20.0
"""How long one verification may take in all, where every answer is slow."""
_KEY: Final = re.compile(r"rk_(live|test)_[A-Za-z0-9]{10,250}")
_OTHER_KEYS: Final = {"sk_": "a secret key, which may do everything", "pk_": "a publishable key, which may do nothing"}
_ACCOUNT: Final = re.compile(r"\bacct_[A-Za-z0-9]{4,60}\b")
_NAMED: Final = re.compile(r"\brak_[a-z_]{3,60}\b")
_NOBODY: Final = "saas_core_check"
"""An object of this name never exists: Stripe makes the names, and none like it."""
_PROBE: Final[Any] = {"metadata": {"saas_core": "check"}}
_PROBES: Final[Mapping[Right, Callable[[stripe.StripeClient], object]]] = {
    Right.READ_PAYMENTS: lambda client: client.v1.charges.list({"limit": 1}),
    Right.TAKE_PAYMENTS: lambda client: client.v1.payment_intents.update(f"pi_{_NOBODY}", _PROBE),
    Right.REFUND_PAYMENTS: lambda client: client.v1.refunds.update(f"re_{_NOBODY}", _PROBE),
    Right.KEEP_CUSTOMERS: lambda client: client.v1.customers.update(f"cus_{_NOBODY}", _PROBE),
}
NAMES: Final[Mapping[Right, str]] = {
    Right.READ_PAYMENTS: "Charges and Refunds: Read",
    Right.TAKE_PAYMENTS: "PaymentIntents: Write",
    Right.REFUND_PAYMENTS: "Charges and Refunds: Write",
    Right.KEEP_CUSTOMERS: "Customers: Write",
}
"""What Stripe's own page for restricted keys calls each right."""


class StripeGateways:
    """Verifies restricted keys; share one, since its breaker leaves Stripe alone while it does not answer."""

    def __init__(
        self,
        *,
        http_client: stripe.HTTPClient | None = None,
        breaker: Breaker | None = None,
        seconds: float = SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use the network, or what takes its place; nothing is sent yet. `ticks` is a monotonic clock in seconds."""
        logging.getLogger("stripe").addFilter(discreet)
        stripe.enable_telemetry = False
        self._http_client = http_client or stripe.RequestsClient(timeout=seconds)
        self._breaker = breaker or Breaker("Stripe")
        self._ticks = ticks

    def require_fit(self, secret: str, mode: Mode) -> None:
        """Require, without a call, a restricted key of this mode; raises CredentialRefused, which holds none of it."""
        found = _KEY.fullmatch(secret)
        if found is None:
            kind = next((said for start, said in _OTHER_KEYS.items() if secret.startswith(start)), "")
            message = f"is {kind}." if kind else "is not a restricted key of Stripe."
            raise _unfit(message, f"Make a restricted key with these rights: {', '.join(NAMES.values())}.", "kind")
        if found[1] != mode.value:
            message = f"is a key for {found[1]} payments, and {mode.value} ones are to be connected."
            raise _unfit(message, f"Give a key that begins with rk_{mode.value}_, or name the other mode.", "mode")

    def verify(self, secret: str, mode: Mode) -> GatewayReport:
        """Try each right by one call, and read what the key may read.

        Raises CredentialRefused for a key that does not fit, is unknown, was revoked or may not be used from here;
        ProviderUnavailable, ProviderRefused.
        """
        self.require_fit(secret, mode)
        ask = _Asking(self._client(secret), self._breaker, self._ticks)
        refusals = [ask.tried(call) for call in _PROBES.values()]
        rights = tuple(RightChecked(right, said is None) for right, said in zip(_PROBES, refusals, strict=True))
        said = [each for each in refusals if each is not None]
        if len(said) == len(rights) and not any(map(_NAMED.search, said)):
            message = "is not accepted from the addresses of the platform."
            raise _unfit(message, "At Stripe, take away the limit of the key to IP addresses.", "addresses")
        account, hint = ask.read(lambda each: each.v1.accounts.retrieve_current())
        balance, _hint = ask.read(lambda each: each.v1.balance.retrieve())
        if balance.get("livemode", mode is Mode.LIVE) is not (mode is Mode.LIVE):
            message = f"answers for {_other(mode)} payments."
            raise _unfit(message, f"Give a key for {mode.value} payments.", "mode")
        held: list[Any] = balance.get("available") or []
        named = next((found[0] for each in (hint, *said) if (found := _ACCOUNT.search(each))), "")
        return GatewayReport(
            rights=rights,
            account=str(account.get("id") or named),
            # The balance in the account's own currency comes first; without the account nothing else tells it.
            currency=str(account.get("default_currency") or (held[0]["currency"] if len(held) == 1 else "")).upper(),
            country=str(account.get("country") or "").upper(),
        )

    def _client(self, secret: str) -> stripe.StripeClient:
        return stripe.StripeClient(
            secret, stripe_version=API_VERSION, max_network_retries=0, http_client=self._http_client
        )


class _Asking:
    """The calls of one verification, within the time that it has in all."""

    def __init__(self, client: stripe.StripeClient, breaker: Breaker, ticks: Callable[[], float]) -> None:
        self._client = client
        self._breaker = breaker
        self._ticks = ticks
        self._until = ticks() + MOST_SECONDS

    def tried(self, call: Callable[[stripe.StripeClient], object]) -> str | None:
        """Return None for a right that the key has, otherwise how Stripe refused."""
        try:
            with self._calling():
                call(self._client)
        except _Refused as refused:
            return refused.said
        except ProviderRefused as refused:
            # What it asked about is not there, as it must be: Stripe looked for it, so the key may change it.
            if getattr(refused.__cause__, "http_status", None) not in {400, 404}:
                raise
        return None

    def read(self, call: Callable[[stripe.StripeClient], Any]) -> tuple[dict[str, Any], str]:
        """Return an object that the key may read, or nothing and how Stripe refused."""
        try:
            with self._calling():
                return dict(call(self._client).to_dict()), ""
        except _Refused as refused:
            return {}, refused.said

    @contextmanager
    def _calling(self) -> Iterator[None]:
        with self._breaker.calling(), translated():
            if self._ticks() > self._until:
                message = "Stripe answered too slowly."
                raise ProviderUnavailable(message, remedy="It will be retried automatically.")
            yield


class _Refused(ProviderRefused):
    """Stripe answered that the key has no right to this; `said` is its sentence, which stays inside."""

    def __init__(self, said: str) -> None:
        super().__init__("Stripe refuses this to the key.")
        self.said = said


@contextmanager
def translated() -> Iterator[None]:
    """Translate what a call with a client's key came to; what concerns the key alone leaves the breaker as it is.

    Stripe's messages repeat part of the key, so neither they nor its errors are passed on.
    """
    try:
        yield
    except stripe.AuthenticationError as fault:
        expired = code_of(fault) == "api_key_expired"
        message = "has expired or was rolled at Stripe." if expired else "is unknown to Stripe, or was deleted there."
        problem = Problem(ProblemCode.CREDENTIAL_REVOKED)
        raise CredentialRefused(message, remedy="Make a new restricted key there.", problem=problem) from None
    except stripe.PermissionError as fault:
        raise _Refused(str(fault.user_message or "")) from None
    except stripe.APIConnectionError:
        # Nothing that is asked here changes anything, so whether it arrived does not matter.
        message = "Stripe did not answer."
        raise ProviderUnavailable(message, remedy="It will be retried automatically.") from None
    except stripe.StripeError as fault:
        status = fault.http_status or 0
        if status in {409, 429} or status >= 500 or not status:  # noqa: PLR2004 - as HTTP has them
            message = f"Stripe failed: {status}." if status else "Stripe's answer cannot be read."
            raise ProviderUnavailable(message, remedy="It will be retried automatically.") from None
        message = f"Stripe refused: {status} {code_of(fault) or type(fault).__name__}."
        raise ProviderRefused(message, remedy="See Stripe's request log.") from fault


def _unfit(message: str, remedy: str, about: str) -> CredentialRefused:
    return CredentialRefused(message, remedy=remedy, problem=Problem(ProblemCode.CREDENTIAL_UNFIT, about))


def _other(mode: Mode) -> str:
    return next(each.value for each in Mode if each is not mode)
