"""The key file: the master keys, kept outside the database, and everything derived from them.

    {"format": 1, "current": "<id>", "digests": "<base64>", "keys": {"<id>": "<base64>", …}}

Each sealed text and each signature carries the id of its key, so that keys can be rotated while old ones still open
what they sealed. The digest key never changes, because the same value must always have the same digest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_local.files import replace, storing, write_new

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_FORMAT: Final = 1
_PRIVATE: Final = 0o077


@frozen
class KeyFile:
    """The master keys of one installation, made by `create` or `load` and never printed."""

    path: Path
    current: str
    keys: dict[str, bytes] = field(repr=False)
    digest_key: bytes = field(repr=False)

    @classmethod
    def create(cls, path: Path) -> KeyFile:
        """Create a key file readable by its owner alone, or load the existing one.

        Raises StoreUnavailable if the folder cannot be written, InvalidValue if the existing file is not a key file.
        """
        name = secrets.token_hex(4)
        fresh = cls(path, name, {name: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
        with storing("key file", path):
            write_new(path, fresh.content())
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> KeyFile:
        """Read the key file.

        Raises StoreUnavailable if it is missing or readable by others, InvalidValue if it is not a key file.
        """
        with storing("key file", path):
            if path.stat().st_mode & _PRIVATE:
                message = f"The key file {path} is readable by others."
                raise StoreUnavailable(message, remedy="Restrict it with chmod 600.")
            content = path.read_bytes()
        try:
            found: Any = json.loads(content)
            _require_format(found["format"])
            keys = {str(name): _key(value) for name, value in found["keys"].items()}
            loaded = cls(path, str(found["current"]), keys, _key(found["digests"]))
            keys[loaded.current]
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            message = "is not a key file."
            raise InvalidValue(message, field=str(path), remedy="Restore it from your backup.") from None
        return loaded

    def rotated(self) -> KeyFile:
        """Add a new current key, and keep the previous ones to open what they sealed; raises StoreUnavailable."""
        name = secrets.token_hex(4)
        after = evolve(self, current=name, keys={**self.keys, name: secrets.token_bytes(KEY_BYTES)})
        with storing("key file", self.path):
            replace(self.path, after.content())
        return after

    def mac(self, purpose: str, content: bytes, *, key: str | None = None) -> str:
        """Return a signature for a purpose, by the current or the named key; raises InvalidValue for an unknown key."""
        return hmac.new(self._derived(key or self.current, purpose), content, hashlib.sha256).hexdigest()

    def seal(self, text: str, context: str) -> str:
        """Return the text encrypted so that it opens only under the same context."""
        # Slow to import, and only letters with links and secrets are sealed.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self._derived(self.current, "sealing"))
        sealed = cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), self._bound(self.current, context))
        return f"{self.current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, context: str) -> str:
        """Return the text sealed under the same context; raises InvalidValue for anything else."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        name, _, body = sealed.partition(".")
        try:
            raw = base64.b64decode(body, altchars=b"-_", validate=True)
            cipher = AESGCM(self._derived(name, "sealing"))
            opened = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._bound(name, context))
        except (InvalidTag, ValueError, InvalidValue):
            message = "cannot be opened here."
            raise InvalidValue(
                message, field="sealed", remedy="Check that it was sealed by this installation and for this purpose."
            ) from None
        return opened.decode("utf-8", "surrogatepass")

    def of(self, value: str) -> str:
        """Return the keyed digest of a value (HMAC-SHA256, hexadecimal)."""
        return hmac.digest(self.digest_key, value.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _derived(self, name: str, purpose: str) -> bytes:
        """Return the key derived for one purpose, so that no key serves two purposes."""
        master = self.keys.get(name)
        if master is None:
            message = "names an unknown key."
            raise InvalidValue(message, field="key", remedy="Restore the key file that contains it.")
        return hmac.new(master, f"saas-core {purpose}".encode(), hashlib.sha256).digest()

    @staticmethod
    def _bound(name: str, context: str) -> bytes:
        return f"{name}\n{context}".encode("utf-8", "surrogatepass")

    def content(self) -> bytes:
        """Return the file's content; it is secret."""
        return json.dumps(
            {
                "format": _FORMAT,
                "current": self.current,
                "digests": base64.b64encode(self.digest_key).decode(),
                "keys": {name: base64.b64encode(key).decode() for name, key in self.keys.items()},
            },
            indent=1,
        ).encode()


def _require_format(number: object) -> None:
    if number != _FORMAT:
        raise ValueError(number)


def _key(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key
