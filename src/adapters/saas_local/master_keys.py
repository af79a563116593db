"""Master keys in the key file, under which the data keys of clients are wrapped.

The file is read again when it was replaced, so a key that another process made current is used without a restart.
"""

from __future__ import annotations

import base64
import os
import threading
from typing import Final

from saas_core.integrations.ports.sealing import WrappedKey
from saas_core.kernel.errors import InvalidValue
from saas_local.files import storing
from saas_local.key_file import KeyFile

PURPOSE: Final = "wrapping"
_NONCE_BYTES: Final = 12


class KeyFileMasterKeys:
    """Wraps data keys with AES-GCM, by keys derived for this alone from those in the key file."""

    def __init__(self, keys: KeyFile) -> None:
        """Take the key file as it was read; what became of it since is read when it is needed."""
        self._keys = keys
        self._guard = threading.Lock()
        self._read: tuple[int, int] | None = None

    def current(self) -> str:
        """Return the id of the key that wraps; raises StoreUnavailable, InvalidValue for a file that is no key file."""
        return self._now().current

    def wrap(self, key: bytes, context: str) -> WrappedKey:
        """Wrap a data key so that it opens only under the same context; raises StoreUnavailable, InvalidValue."""
        # Slow to import, and few commands seal credentials.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        keys, nonce = self._now(), os.urandom(_NONCE_BYTES)
        cipher = AESGCM(keys.derived(keys.current, PURPOSE))
        sealed = cipher.encrypt(nonce, key, keys.bound(keys.current, context))
        return WrappedKey(keys.current, base64.b64encode(nonce + sealed).decode())

    def unwrap(self, wrapped: WrappedKey, context: str) -> bytes:
        """Return a data key wrapped under the same context; raises InvalidValue for any other, StoreUnavailable."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        keys, name = self._now(), wrapped.master_key_id
        try:
            raw = base64.b64decode(wrapped.wrapped, validate=True)
            if base64.b64encode(raw).decode() != wrapped.wrapped:
                # Another text of the same bytes: its last bits were changed.
                raise _unreadable()
            cipher = AESGCM(keys.derived(name, PURPOSE))
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], keys.bound(name, context))
        except (InvalidTag, ValueError, InvalidValue):
            raise _unreadable() from None

    def rotate(self) -> str:
        """Make a new key current, and keep the older ones; raises StoreUnavailable, InvalidValue."""
        with self._guard:
            self._keys, self._read = self._keys.rotated(), None
            return self._keys.current

    def _now(self) -> KeyFile:
        """Return the key file as it is now."""
        path = self._keys.path
        with storing("key file", path):
            seen = path.stat()
        # A changed file is another file: it is replaced whole, never written into.
        version = (seen.st_ino, seen.st_mtime_ns)
        with self._guard:
            if version != self._read:
                self._keys, self._read = KeyFile.load(path), version
            return self._keys


def _unreadable() -> InvalidValue:
    message = "cannot be unwrapped here."
    return InvalidValue(message, field="wrapped", remedy="Restore the key file that wrapped it, or connect anew.")
