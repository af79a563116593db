"""The key file: the master keys, kept outside the database, and everything derived from them.

    {"format": 1, "current": "<id>", "digests": "<base64>", "keys": {"<id>": "<base64>", …}, "signing": {…}}

`signing` holds the keys that sign checkpoints (`saas_local.signing`); a file from before they were signed gets one by
`create`. Each sealed text and each signature carries the id of its key, so that keys can be rotated while old ones
still open what they sealed. The digest key never changes, because the same value must always have the same digest.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_local.files import replace, storing, write_new
from saas_local.signing import SigningKeys

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
    signing: SigningKeys | None = field(default=None, repr=False)

    @classmethod
    def create(cls, path: Path) -> KeyFile:
        """Create a key file readable by its owner alone, or load the existing one, adding what it lacks.

        Raises StoreUnavailable if the folder cannot be written, InvalidValue if the existing file is not a key file.
        """
        name = secrets.token_hex(4)
        master, digests = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
        fresh = cls(path, name, {name: master}, digests, SigningKeys.create())
        with storing("key file", path):
            write_new(path, fresh.content())
        found = cls.load(path)
        return found if found.signing is not None else found.changed(_with_signing)

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
            signing = SigningKeys.of_content(found["signing"]) if "signing" in found else None
            loaded = cls(path, str(found["current"]), keys, _key(found["digests"]), signing)
            keys[loaded.current]
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            message = "is not a key file."
            raise InvalidValue(message, field=str(path), remedy="Restore it from your backup.") from None
        return loaded

    def rotated(self) -> KeyFile:
        """Add a new current key, and keep the previous ones to open what they sealed; raises StoreUnavailable."""
        return self.changed(_with_new_master)

    def with_new_signing_key(self) -> KeyFile:
        """Add a new key that signs checkpoints, and keep the public keys of the previous ones.

        The previous private key is removed. Raises StoreUnavailable.
        """
        return self.changed(_with_new_signing)

    def changed(self, change: Callable[[KeyFile], KeyFile]) -> KeyFile:
        """Change the file as it is now, one process after the other; raises StoreUnavailable, InvalidValue."""
        with storing("key file", self.path):
            while True:
                with self.path.open("rb") as held:
                    fcntl.flock(held, fcntl.LOCK_EX)
                    # Whoever waited here may hold a file that was replaced meanwhile, which nobody else waits for.
                    if os.fstat(held.fileno()).st_ino != self.path.stat().st_ino:
                        continue
                    after = change(KeyFile.load(self.path))
                    replace(self.path, after.content())
                    return after

    def required_signing(self) -> SigningKeys:
        """Return the keys that sign checkpoints; raises InvalidValue where the file is from before there were any."""
        if self.signing is None:
            message = "holds no key that signs checkpoints."
            raise InvalidValue(message, field=str(self.path), remedy="Run saas init, which adds one.")
        return self.signing

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
            raw = _decoded(body)
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
                **({} if self.signing is None else {"signing": self.signing.content()}),
            },
            indent=1,
        ).encode()


def _with_new_master(before: KeyFile) -> KeyFile:
    name = secrets.token_hex(4)
    return evolve(before, current=name, keys={**before.keys, name: secrets.token_bytes(KEY_BYTES)})


def _with_signing(before: KeyFile) -> KeyFile:
    return before if before.signing is not None else evolve(before, signing=SigningKeys.create())


def _with_new_signing(before: KeyFile) -> KeyFile:
    return evolve(before, signing=SigningKeys.create() if before.signing is None else before.signing.rotated())


def _require_format(number: object) -> None:
    if number != _FORMAT:
        raise ValueError(number)


def _key(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key


def _decoded(body: str) -> bytes:
    """Return the bytes of a sealed text; raises ValueError for any form of base64 but the one it was given in."""
    raw = base64.b64decode(body, altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(raw).decode() != body:
        message = "is not the form in which it was sealed"
        raise ValueError(message)
    return raw
