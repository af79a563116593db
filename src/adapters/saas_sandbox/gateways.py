"""Accounts of other people at a simulated Stripe, and the restricted keys that they make there; it is not the vendor.

Like the vendor it judges a key before anything else: whether it is known, then whether it has the right that the
route needs, naming key, account and right in its refusal, and only then what was asked. Pass `http_client` to the
vendor's client.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from typing import Final

import stripe
from attrs import define, field

from saas_core.kernel.instants import Clock
from saas_sandbox import shapes
from saas_sandbox.shapes import Shape
from saas_sandbox.stripe import Fault
from saas_sandbox.wire import Sent, Wire

CHARGING: Final = frozenset({"charge_write", "checkout_session_write", "customer_write", "payment_intent_write"})
"""The rights that a key needs with which a platform charges its owner's customers."""
BALANCE: Final = "balance_read"
ACCOUNT: Final = "accounts_kyc_basic_read"
_LINKED_SECONDS: Final = 300
_RIGHTS: Final[Mapping[str, str]] = {
    "account": "accounts_kyc_basic",
    "balance": "balance",
    "charges": "charge",
    "checkout": "checkout_session",
    "customers": "customer",
    "payment_intents": "payment_intent",
    "refunds": "charge",
}
"""The names of rights by the first word of a route: that of reading ends in `_read`, that of changing in `_write`."""


class KeyState(Enum):
    """What became of a key."""

    ACTIVE = ""
    EXPIRED = "rolled, or past its day"
    DELETED = "taken away by its owner"
    ELSEWHERE = "allowed from other addresses alone"


@define
class Account:
    """An account, and what its owner told the vendor."""

    id: str
    country: str
    currency: str
    charges_enabled: bool = True
    details_submitted: bool = True
    metadata: Shape = field(factory=dict)


@define
class Key:
    """A key of an account in one mode, with its rights as the vendor names them."""

    account: str
    rights: frozenset[str]
    state: KeyState = KeyState.ACTIVE


class SimulatedGateways:
    """The vendor's accounts and keys; `calls` lists what was asked as method and path, `platform` is our own key."""

    def __init__(self, clock: Clock, *, platform: str = "sk_test_51Platform") -> None:
        """Start without accounts."""
        self._clock = clock
        self.platform = platform
        self._guard = threading.Lock()
        self._accounts: dict[str, Account] = {}
        self._keys: dict[str, Key] = {}
        self._fault: Fault | None = None
        self._times = 0
        self.waits: Callable[[], None] = lambda: None
        self.calls: list[str] = []

    @property
    def http_client(self) -> stripe.HTTPClient:
        """The HTTP client to pass to the vendor's client."""
        return Wire(self._heard)

    def account(self, *, country: str = "GB", currency: str = "gbp") -> Account:
        """Open an account."""
        with self._guard:
            return self._opened(country, currency)

    def key(self, account: Account, rights: Collection[str] = CHARGING, *, live: bool = False) -> str:
        """Make a restricted key of an account, with these rights."""
        with self._guard:
            tail = account.id.removeprefix("acct_")
            # Never one of the vendor's: what scans texts for such keys looks for other lengths.
            secret = f"rk_{'live' if live else 'test'}_51{tail}{len(self._keys) + 1:06d}"
            self._keys[secret] = Key(account.id, frozenset(rights))
        return secret

    def change(self, secret: str, *, rights: Collection[str] | None = None, state: KeyState | None = None) -> None:
        """Change the rights of a key, or what became of it."""
        with self._guard:
            key = self._keys[secret]
            key.rights = key.rights if rights is None else frozenset(rights)
            key.state = state or key.state

    def onboard(self, account_id: str, *, country: str = "GB", currency: str = "gbp") -> None:
        """Have the owner of a linked account fill in the vendor's form to its end."""
        with self._guard:
            account = self._accounts[account_id]
            account.country, account.currency = country, currency
            account.details_submitted = account.charges_enabled = True

    def fail(self, fault: Fault, *, times: int = 1_000_000) -> None:
        """Make the next calls fail, until they are healed; for one that hangs, `waits` is called first."""
        with self._guard:
            self._fault, self._times = fault, times

    def heal(self) -> None:
        """Answer again."""
        with self._guard:
            self._fault = None

    def _heard(self, sent: Sent) -> tuple[int, Mapping[str, str], Shape]:
        secret = sent.headers.get("authorization", "").removeprefix("Bearer ")
        of = sent.headers.get("stripe-account", "")
        status, body = self.answer(sent.method, sent.path, secret, sent.given, of)
        return status, {"request-id": "req_simulated"}, body

    def answer(self, method: str, path: str, secret: str, given: Shape, of: str) -> tuple[int, Shape]:
        """Return the status and the body for a call; raises the client's connection error."""
        with self._guard:
            self.calls.append(f"{method} {path}")
            fault = self._fault
            if fault is not None:
                self._times -= 1
                self._fault = fault if self._times > 0 else None
            found = self._done(method, path, secret, given, of) if fault in {None, Fault.DROPPED} else None
        if fault is Fault.THROTTLED:
            return _refused(429, "invalid_request_error", "Simulated: slow down.", "rate_limit")
        if fault in {Fault.FAILED, Fault.FAILED_AFTER}:
            return _refused(500, "api_error", "Simulated failure.")
        if found is None or fault is not None:
            self.waits()
            message = "Simulated: no answer came."
            raise stripe.APIConnectionError(message, should_retry=True)  # type: ignore[no-untyped-call]
        return found

    def _done(self, method: str, path: str, secret: str, given: Shape, of: str) -> tuple[int, Shape]:
        words = path.removeprefix("/v1/").split("/")
        if secret == self.platform:
            return self._for_the_platform(method, words, given, of)
        key = self._keys.get(secret)
        if key is None or key.state is KeyState.DELETED:
            return _refused(401, "invalid_request_error", f"Invalid API Key provided: {_starred(secret)}")
        if key.state is KeyState.EXPIRED:
            said = f"Expired API Key provided: {_starred(secret)}"
            return _refused(401, "invalid_request_error", said, "api_key_expired")
        if key.state is KeyState.ELSEWHERE:
            said = "The API key provided does not allow requests from your IP address."
            return _refused(403, "invalid_request_error", said)
        right = f"{_RIGHTS[words[0]]}_{'read' if method == 'GET' else 'write'}"
        if not key.rights & {right, right.replace("_read", "_write")}:
            said = (
                f"The provided key '{_starred(secret)}' does not have the required permissions for this endpoint on"
                f" account '{key.account}'. Having the 'rak_{right}' permission would allow this request to continue."
            )
            return _refused(403, "invalid_request_error", said)
        return self._of_account(method, words, self._accounts[key.account], live=secret.startswith("rk_live_"))

    @staticmethod
    def _of_account(method: str, words: list[str], account: Account, *, live: bool) -> tuple[int, Shape]:
        """Answer for an account that has no customers, payments or charges yet."""
        if words == ["account"]:
            return 200, _shown(account)
        if words == ["balance"]:
            empty = [{"amount": 0, "currency": account.currency, "source_types": {"card": 0}}]
            return 200, {"object": "balance", "available": empty, "pending": empty, "livemode": live}
        if method == "GET" and (len(words) == 1 or words[-1] == "sessions"):
            return 200, shapes.listed([], f"/v1/{'/'.join(words)}")
        return _refused(404, "invalid_request_error", f"No such object: '{words[-1]}'", "resource_missing")

    def _for_the_platform(self, method: str, words: list[str], given: Shape, of: str) -> tuple[int, Shape]:
        if method == "GET" and words[0] == "accounts" and len(words) == 1:
            rows = [_shown(each) for each in self._accounts.values() if each.metadata]
            return 200, shapes.listed(rows, "/v1/accounts")
        if method == "POST" and words == ["accounts"]:
            account = self._opened("", "")
            account.metadata = given.get("metadata", {})
            account.charges_enabled = account.details_submitted = False
            return 200, _shown(account)
        named = of or given.get("account") or words[-1]
        linked = self._accounts.get(str(named))
        if linked is None or not linked.metadata:
            said = f"The provided key does not have access to account '{named}' (or that account does not exist)."
            return _refused(403, "invalid_request_error", said, "account_invalid")
        if words[0] == "account_links":
            at = int(self._clock.now().timestamp())
            url = f"https://connect.stripe.example/setup/{linked.id}/{at}"
            return 200, {"object": "account_link", "created": at, "expires_at": at + _LINKED_SECONDS, "url": url}
        if method == "DELETE":
            linked.metadata = {}
            return 200, {"id": linked.id, "object": "account", "deleted": True}
        return 200, _shown(linked)

    def _opened(self, country: str, currency: str) -> Account:
        account = Account(f"acct_1Sandbox{len(self._accounts) + 1:08d}", country, currency)
        self._accounts[account.id] = account
        return account


def _shown(account: Account) -> Shape:
    return {
        "id": account.id,
        "object": "account",
        "type": "standard",
        "country": account.country or None,
        "default_currency": account.currency or None,
        "charges_enabled": account.charges_enabled,
        "details_submitted": account.details_submitted,
        "payouts_enabled": account.charges_enabled,
        "metadata": dict(account.metadata),
    }


def _starred(secret: str) -> str:
    """Return a key as the vendor repeats it: with stars, and its last characters."""
    return f"{secret[:8]}{'*' * 12}{secret[-6:]}"


def _refused(status: int, kind: str, said: str, code: str | None = None) -> tuple[int, Shape]:
    error = {"type": kind, "message": said, **({"code": code} if code else {})}
    return status, {"error": error}
