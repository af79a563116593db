"""Secrets: keys and links as they are made, compared and stored, and the ports behind which the cryptography lies.

A key or link is shown once. Only its hash is stored, which cannot be reversed from a stolen dump.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated, Protocol, TypeAlias

_CODES = 10**6


class Secrets(Protocol):
    """Makes the secret part of keys and links."""

    def new(self) -> str:
        """Return 256 fresh random bits as URL-safe text."""
        ...


class Digests(Protocol):
    """Makes keyed digests of personal values, so that the journal can name them without holding them."""

    def of(self, value: str) -> str:
        """Return the keyed digest of a value: equal for equal values, useless without the key."""
        ...


class Sealer(Protocol):
    """Seals short texts that must wait in the store, such as a link on its way into a mail."""

    def seal(self, text: str, context: str) -> str:
        """Seal a text so that it opens only under the same context."""
        ...

    def open(self, sealed: str, context: str) -> str:
        """Open a text that was sealed under the same context; raises InvalidValue for any other."""
        ...


def hashed(secret: str) -> str:
    """Return the form in which a 256-bit secret is stored: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def six_digits(secret: str) -> str:
    """Return a code of six digits made from a 256-bit secret, for people to type from a mail."""
    return f"{int(hashed(secret), 16) % _CODES:06}"


def matches(secret: str, stored: str) -> bool:
    """Return, in constant time, whether a secret is the one whose hash is stored."""
    return hmac.compare_digest(hashed(secret).encode(), stored.encode())


class Secret:
    """Marks a parameter that carries a secret: `Annotated[str, Secret]`.

    The answer to such a text says only whether it opens anything, so any text is accepted, and none is ever shown.
    """


SecretText: TypeAlias = Annotated[str, Secret]
"""The text of a key, a session or a mailed link, as a caller presents it."""
