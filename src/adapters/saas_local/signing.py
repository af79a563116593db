"""The keys that sign checkpoints: Ed25519, so that whoever has the public key checks a signature without us.

They lie in the key file. A rotation keeps the public key of each former one and forgets its private key, so that what
it signed is still verified and nothing more can be signed by it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import evolve, field, frozen

from saas_core.kernel.journal import PublicKey

ALGORITHM: Final = "Ed25519"
_ID_LENGTH: Final = 16
_BYTES: Final = 32


@frozen
class SigningKeys:
    """The one private key, and the public keys of it and of all before it, by id."""

    current: str
    private: bytes = field(repr=False)
    public: Mapping[str, bytes]

    @classmethod
    def create(cls) -> Self:
        """Return a new key."""
        name, private, public = _made()
        return cls(name, private, {name: public})

    def rotated(self) -> Self:
        """Return a new key, with the public keys of those before it."""
        name, private, public = _made()
        return evolve(self, current=name, private=private, public={**self.public, name: public})

    def sign(self, content: bytes) -> str:
        """Return the signature of a content by the current key, in base64."""
        # Slow to import, and few commands sign.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        return base64.b64encode(Ed25519PrivateKey.from_private_bytes(self.private).sign(content)).decode()

    def verifies(self, key: str, signature: str, content: bytes) -> bool:
        """Return whether a signature in base64 is that of the content by the key with this id."""
        public = self.public.get(key)
        try:
            given = base64.b64decode(signature, validate=True)
        except ValueError:
            return False
        return public is not None and signed(public, given, content)

    def published(self) -> tuple[PublicKey, ...]:
        """Return all public keys, the oldest first."""
        return tuple(
            PublicKey(name, ALGORITHM, base64.b64encode(public).decode(), current=name == self.current)
            for name, public in self.public.items()
        )

    def content(self) -> dict[str, object]:
        """Return the keys as the key file holds them; it is secret."""
        return {
            "current": self.current,
            "private": base64.b64encode(self.private).decode(),
            "public": {name: base64.b64encode(key).decode() for name, key in self.public.items()},
        }

    @classmethod
    def of_content(cls, found: Any) -> Self:  # noqa: ANN401 - what JSON holds; whatever does not fit is refused
        """Return the keys that the key file holds; raises ValueError, KeyError, TypeError, AttributeError."""
        public = {str(name): _key(value) for name, value in found["public"].items()}
        loaded = cls(str(found["current"]), _key(found["private"]), public)
        if loaded.current not in public or any(key_id(key) != name for name, key in public.items()):
            raise ValueError(loaded.current)
        return loaded


def signed(public: bytes, signature: bytes, content: bytes) -> bool:
    """Return whether a signature is that of the content by a public key of 32 bytes."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public: bytes) -> str:
    """Return the id of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:_ID_LENGTH]


def _made() -> tuple[str, bytes, bytes]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - as above

    private = Ed25519PrivateKey.generate().private_bytes_raw()
    public = _public_of(private)
    return key_id(public), private, public


def _public_of(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - as above

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _key(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != _BYTES:
        raise ValueError(len(key))
    return key
