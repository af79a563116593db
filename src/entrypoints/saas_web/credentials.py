"""Credentials: the caller by the key in `Authorization: Bearer <key>`; the only place that looks it up.

Results are cached for at most a second and dropped with the next change made here, so that a revoked key stops working
at once in the process that revoked it, and within a second elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from saas_app import Application
from saas_core.access.errors import KeyUnknown
from saas_core.access.values import read_key
from saas_core.kernel.actors import Actor, ClientUser, actor_name
from saas_core.kernel.ids import TenantId
from saas_embed import CallerUnknown

Mark: TypeAlias = bytes
"""A digest of a credential, so that the credential itself need not be stored."""

HELD_SECONDS = 1.0
MOST_HELD = 10_000
_SCHEME = "bearer "


class CredentialUnknown(CallerUnknown):
    """The credential signs nobody in; wrong, ended and foreign ones get the same answer."""

    code = "KEY_UNKNOWN"


@frozen
class Caller:
    """The caller: the actor, its and its client's names in logs, and when the cached entry expires."""

    actor: Actor
    name: str
    tenant: str
    until: float


def credential(header: str | None) -> str | None:
    """Return the key in a header; None unless it has the one supported scheme."""
    if header is None or header[: len(_SCHEME)].lower() != _SCHEME:
        return None
    return header[len(_SCHEME) :].strip() or None


def mark_of(key: str) -> Mark:
    """Return the digest of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def watches(key: str, token: str) -> bool:
    """Return whether a key is the token of the metrics, if there is one."""
    return bool(token) and hmac.compare_digest(key.encode("utf-8", "surrogatepass"), token.encode())


def tenant_of(actor: Actor) -> TenantId | None:
    """Return the client of a credential; None for the provider's staff."""
    return actor.tenant_id if isinstance(actor, ClientUser) else None


def whose_of(actor: Actor) -> str:
    """Return whose an actor's requests are, among those who take turns: a client's, or a member of staff's."""
    tenant_id = tenant_of(actor)
    return actor_name(actor) if tenant_id is None else f"client:{tenant_id}"


class Credentials:
    """Looks up callers."""

    def __init__(self, application: Application, ticks: Callable[[], float]) -> None:
        """Start with an empty cache; `ticks` is a monotonic clock in seconds."""
        self._application = application
        self._ticks = ticks
        self._held: dict[Mark, Caller] = {}
        self._wrong: dict[Mark, float] = {}
        self._whose: dict[Mark, str] = {}
        self._forgotten = 0

    def whose(self, mark: Mark) -> str | None:
        """Return whose key it was when it was looked up last, among those who take turns; None if it was not lately."""
        return self._whose.get(mark)

    def held(self, mark: Mark) -> Caller | None:
        """Return the caller from the cache, or None."""
        found = self._held.get(mark)
        return found if found is not None and self._ticks() < found.until else None

    def looked_up(self, key: str, mark: Mark) -> Caller:
        """Return the caller a key signs in; raises CredentialUnknown, StoreFault."""
        forgotten, started = self._forgotten, self._ticks()
        try:
            actor = self._application.sign_in(key)
        except KeyUnknown:
            raise CredentialUnknown from None
        tenant = tenant_of(actor)
        caller = Caller(actor, actor_name(actor), "" if tenant is None else str(tenant), started + HELD_SECONDS)
        if len(self._held) >= MOST_HELD:
            self._held = {}
        if forgotten == self._forgotten:
            self._held[mark] = caller
        if len(self._whose) >= MOST_HELD:
            self._whose = {}
        self._whose[mark] = whose_of(actor)
        return caller

    def proves(self, key: str, mark: Mark) -> bool:
        """Return whether a key signs anybody in, where many have been tried; raises StoreFault.

        What cannot be a key, or was none a moment ago, is not looked up.
        """
        now = self._ticks()
        if read_key(key) is None or now < self._wrong.get(mark, now):
            return False
        try:
            self.looked_up(key, mark)
        except CredentialUnknown:
            if len(self._wrong) >= MOST_HELD:
                self._wrong = {}
            self._wrong[mark] = now + HELD_SECONDS
            return False
        return True

    def forget(self) -> None:
        """Clear the cache after a change."""
        self._forgotten += 1
        self._held = {}
        self._wrong = {}
