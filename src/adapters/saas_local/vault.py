"""The vault: credentials sealed with AES-256-GCM under a data key of each client, which a master key wraps.

What is sealed is bound to its client, its data key and its own id, so that a row moved elsewhere does not open. Data
keys are unwrapped once in a while and kept in memory for some minutes, so that using a credential asks no service.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from attrs import evolve

from saas_core.integrations.errors import CredentialUnreadable
from saas_core.integrations.model.sealed import FORMAT, ClientKey, SealedCredential, credential_context, key_context
from saas_core.integrations.ports.sealing import WrappedKey
from saas_core.integrations.values import last_four
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_core.integrations.ports.sealing import MasterKeys
    from saas_core.integrations.values import ClientKeyId, CredentialId
    from saas_core.kernel.ids import TenantId
    from saas_core.kernel.secrets import Digests

KEPT_SECONDS: Final = 300.0
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MOST_KEPT: Final = 10_000
_FINGERPRINT: Final = 16


class EnvelopeVault:
    """Seals credentials under data keys, which it has wrapped and unwrapped by master keys kept elsewhere."""

    def __init__(
        self,
        master_keys: MasterKeys,
        digests: Digests,
        *,
        kept: float = KEPT_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the master keys, and the digests that make fingerprints; `kept` is how long a data key is remembered."""
        self._master_keys = master_keys
        self._digests = digests
        self._kept = kept
        self._ticks = ticks
        self._guard = threading.Lock()
        self._open: OrderedDict[tuple[UUID, UUID], tuple[float, str, bytes]] = OrderedDict()

    def new_key(self, tenant_id: TenantId, key_id: ClientKeyId, at: datetime) -> ClientKey:
        """Return a fresh data key of a client, wrapped; raises ProviderUnavailable, StoreUnavailable."""
        wrapped = self._master_keys.wrap(os.urandom(_KEY_BYTES), key_context(tenant_id, key_id))
        return ClientKey(
            tenant_id=tenant_id,
            id=key_id,
            master_key_id=wrapped.master_key_id,
            wrapped=wrapped.wrapped,
            made_at=at,
            wrapped_at=at,
        )

    def seal(self, key: ClientKey, credential_id: CredentialId, secret: str, at: datetime) -> SealedCredential:
        """Seal a credential for the client of the key and this id alone.

        Raises CredentialUnreadable for a key that does not open, ProviderUnavailable, StoreUnavailable.
        """
        # Slow to import, and few commands seal credentials.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce, bound = os.urandom(_NONCE_BYTES), credential_context(key.tenant_id, key.id, credential_id).encode()
        sealed = AESGCM(self._unwrapped(key)).encrypt(nonce, secret.encode("utf-8", "surrogatepass"), bound)
        return SealedCredential(
            id=credential_id,
            key_id=key.id,
            sealed=base64.b64encode(nonce + sealed).decode(),
            fingerprint=self._digests.of(f"credential {secret}")[:_FINGERPRINT],
            last_four=last_four(secret),
            sealed_at=at,
        )

    def open(self, key: ClientKey, credential: SealedCredential) -> str:
        """Return a credential; raises CredentialUnreadable, ProviderUnavailable, StoreUnavailable."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        if credential.format != FORMAT or credential.key_id != key.id:
            raise CredentialUnreadable
        bound = credential_context(key.tenant_id, key.id, credential.id).encode()
        try:
            raw = base64.b64decode(credential.sealed, validate=True)
            opened = AESGCM(self._unwrapped(key)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound)
        except (InvalidTag, ValueError):
            raise CredentialUnreadable from None
        return opened.decode("utf-8", "surrogatepass")

    def rewrapped(self, key: ClientKey, at: datetime) -> ClientKey:
        """Return a data key wrapped under the current master key, the same one if it is already.

        Raises CredentialUnreadable, ProviderUnavailable, StoreUnavailable.
        """
        if key.master_key_id == self._master_keys.current():
            return key
        wrapped = self._master_keys.wrap(self._unwrapped(key), key_context(key.tenant_id, key.id))
        return evolve(key, master_key_id=wrapped.master_key_id, wrapped=wrapped.wrapped, wrapped_at=at)

    def _unwrapped(self, key: ClientKey) -> bytes:
        place = (key.tenant_id, key.id)
        with self._guard:
            until, wrapped, plain = self._open.get(place, (0.0, "", b""))
            # Only what was unwrapped from these very bytes counts: a row that was changed or moved is opened anew.
            if wrapped == key.wrapped and self._ticks() < until:
                return plain
        try:
            plain = self._master_keys.unwrap(
                WrappedKey(key.master_key_id, key.wrapped), key_context(key.tenant_id, key.id)
            )
        except InvalidValue:
            raise CredentialUnreadable from None
        if len(plain) != _KEY_BYTES:
            raise CredentialUnreadable
        with self._guard:
            self._open[place] = (self._ticks() + self._kept, key.wrapped, plain)
            while len(self._open) > _MOST_KEPT:
                self._open.popitem(last=False)
        return plain
