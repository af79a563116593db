"""Secrets: how keys and links are made, compared and kept; the ports behind which the cryptography lies.

A key or link is shown once. What is stored is its hash, which a stolen dump cannot turn back.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated, Protocol, TypeAlias


class Secrets(Protocol):
    """Makes the secret part of keys and links."""

    def new(self) -> str:
        """Return 256 fresh random bits as URL-safe text."""
        ...


class Digests(Protocol):
    """Makes keyed digests of personal values, so that the journal can name them without holding them."""

    def of(self, value: str) -> str:
        """Return the keyed digest of a value: the same for the same value, of no use without the key."""
        ...


class Sealer(Protocol):
    """Seals short texts that must wait in the store, such as a link on its way into a mail."""

    def seal(self, text: str, context: str) -> str:
        """Seal a text so that it opens only under the same context."""
        ...

    def open(self, sealed: str, context: str) -> str:
        """Open what was sealed under the same context; raises InvalidValue for anything else."""
        ...


def hashed(secret: str) -> str:
    """Return the form in which a 256-bit secret is stored: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def matches(secret: str, stored: str) -> bool:
    """Tell in constant time whether a secret is the one whose hash is stored."""
    return hmac.compare_digest(hashed(secret).encode(), stored.encode())


class Secret:
    """Marks a parameter that carries what opens something: `Annotated[str, Secret]`.

    Of such a text nothing is said but whether it opens anything, so any text may come, and none is shown.
    """


SecretText: TypeAlias = Annotated[str, Secret]
"""The text of a key, a session or a mailed link, as somebody shows it."""
