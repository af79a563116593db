"""Bearer keys: the ready-made `who` of a guard, for services whose callers send the library's own keys."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from saas_core.access.errors import KeyUnknown
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_embed.callers import ClientsOnly, KeyRefused

HELD_SECONDS = 1.0
"""The longest time for which an ended key is still taken, in a process other than the one that ended it."""
MOST_HELD = 10_000
_SCHEME = "bearer "


class Bearer:
    """Finds the caller by the key in `Authorization: Bearer KEY`: a client's user, or one of a user's programs.

    Pass `asgi` or `wsgi` to a guard as `who`; share one among all threads and tasks. Both return None without a key,
    and raise KeyRefused (401) for a key that signs nobody in, and for more than one; ClientsOnly (403, clause 1.5) for
    a key of the provider's staff; StoreFault (503) when the store cannot answer.
    """

    def __init__(self, sign_in: Callable[[str], Actor], *, ticks: Callable[[], float] = time.monotonic) -> None:
        """Take what signs in by a key, such as `app.sign_in`; `ticks` is a monotonic clock in seconds."""
        self._sign_in = sign_in
        self._ticks = ticks
        self._lock = Lock()
        # By digest: a dump of the memory shows no key.
        self._held: dict[bytes, tuple[ClientUser, float]] = {}
        self._forgotten = 0

    async def asgi(self, scope: Mapping[str, Any]) -> ClientUser | None:
        """Return the caller of an ASGI scope; the store is asked in a thread."""
        given = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
        if len(given) > 1:
            raise KeyRefused
        key = _key(given[0].decode("latin-1")) if given else None
        if key is None:
            return None
        return self._known(key) or await asyncio.to_thread(self._looked_up, key)

    def wsgi(self, environ: Mapping[str, Any]) -> ClientUser | None:
        """Return the caller of a WSGI environment."""
        key = _key(str(environ.get("HTTP_AUTHORIZATION", "")))
        return None if key is None else self._known(key) or self._looked_up(key)

    def forget(self) -> None:
        """Ask the store again from the next request on: call it where your own code ends keys or people."""
        with self._lock:
            self._forgotten += 1
            self._held = {}

    def _known(self, key: str) -> ClientUser | None:
        found = self._held.get(_mark(key))
        return found[0] if found is not None and self._ticks() < found[1] else None

    def _looked_up(self, key: str) -> ClientUser:
        # Counted from before the store is asked: what ends meanwhile is not held longer than what ended before.
        forgotten, until = self._forgotten, self._ticks() + HELD_SECONDS
        try:
            actor = self._sign_in(key)
        except (KeyUnknown, InvalidValue):
            raise KeyRefused from None
        if not isinstance(actor, ClientUser):
            raise ClientsOnly
        with self._lock:
            if len(self._held) >= MOST_HELD:
                self._held = {}
            if forgotten == self._forgotten:
                self._held[_mark(key)] = (actor, until)
        return actor


def _key(header: str) -> str | None:
    """Return the key in a header; None unless it has the one supported scheme."""
    return header[len(_SCHEME) :].strip() or None if header[: len(_SCHEME)].lower() == _SCHEME else None


def _mark(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
