"""Credentials: who calls, by the key in `Authorization: Bearer <key>`; the one place that asks.

What was found is held for a second at most, and forgotten with the next change made here, so that a key that was ended
opens nothing any more: at once where it was ended, within the second elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from saas_app import Application
from saas_core.access.errors import KeyUnknown
from saas_core.kernel.actors import Actor, ClientUser, actor_name
from saas_core.kernel.ids import TenantId
from saas_embed import CallerUnknown

Mark: TypeAlias = bytes
"""A digest of a credential, by which it is known without being held."""

HELD_SECONDS = 1.0
MOST_HELD = 10_000
_SCHEME = "bearer "


class CredentialUnknown(CallerUnknown):
    """The credential signs nobody in: wrong, ended and foreign ones answer alike."""

    code = "KEY_UNKNOWN"


@frozen
class Caller:
    """Who calls: the actor, how logs name it and its client, and until when that is known."""

    actor: Actor
    name: str
    tenant: str
    until: float


def credential(header: str | None) -> str | None:
    """Return the key of a header, None when there is none of the one known scheme."""
    if header is None or header[: len(_SCHEME)].lower() != _SCHEME:
        return None
    return header[len(_SCHEME) :].strip() or None


def mark_of(key: str) -> Mark:
    """Return the mark of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def tenant_of(actor: Actor) -> TenantId | None:
    """Return the client that a credential belongs to; None for the provider's staff."""
    return actor.tenant_id if isinstance(actor, ClientUser) else None


class Credentials:
    """Tells who calls."""

    def __init__(self, application: Application, ticks: Callable[[], float]) -> None:
        """Hold nobody yet; `ticks` is a clock in seconds that never jumps."""
        self._application = application
        self._ticks = ticks
        self._held: dict[Mark, Caller] = {}
        self._forgotten = 0

    def held(self, mark: Mark) -> Caller | None:
        """Return who calls from memory, or None."""
        found = self._held.get(mark)
        return found if found is not None and self._ticks() < found.until else None

    def looked_up(self, key: str, mark: Mark) -> Caller:
        """Ask who a key signs in; raises CredentialUnknown, StoreFault."""
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
        return caller

    def forget(self) -> None:
        """Forget everybody, since something was changed."""
        self._forgotten += 1
        self._held = {}
