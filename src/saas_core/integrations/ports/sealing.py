"""Ports of integrations: sealing credentials, and the master keys outside the database."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.values import ClientKeyId, CredentialId
from saas_core.kernel.ids import TenantId


@frozen
class WrappedKey:
    """A data key wrapped under a master key, with that key's id; `wrapped` is text without line breaks."""

    master_key_id: str
    wrapped: str = field(repr=False)


class MasterKeys(Protocol):
    """Master keys, kept outside the database; each may call a service, so that no transaction is open meanwhile.

    Older keys still unwrap what they wrapped. A key that another process made current is found without a restart.
    """

    def current(self) -> str:
        """Return the id of the key that wraps; raises ProviderUnavailable, StoreUnavailable."""
        ...

    def wrap(self, key: bytes, context: str) -> WrappedKey:
        """Wrap a data key so that it opens only under the same context.

        Raises ProviderUnavailable, StoreUnavailable.
        """
        ...

    def unwrap(self, wrapped: WrappedKey, context: str) -> bytes:
        """Return a data key wrapped under the same context.

        Raises InvalidValue if it was changed, moved, or its master key is gone; ProviderUnavailable, StoreUnavailable.
        """
        ...

    def rotate(self) -> str:
        """Make a new key current, and keep the older ones; return its id.

        Where keys are made elsewhere, as in KMS, the configured one is current, and its id is returned. Raises
        ProviderUnavailable, StoreUnavailable.
        """
        ...


class Vault(Protocol):
    """Seals credentials under data keys; it may call a service, so that no transaction is open meanwhile."""

    def new_key(self, tenant_id: TenantId, key_id: ClientKeyId, at: datetime) -> ClientKey:
        """Return a fresh data key of a client, wrapped; raises ProviderUnavailable, StoreUnavailable."""
        ...

    def seal(self, key: ClientKey, credential_id: CredentialId, secret: str, at: datetime) -> SealedCredential:
        """Seal a credential for the client of the key and this id alone.

        Raises CredentialUnreadable for a key that does not open, ProviderUnavailable, StoreUnavailable.
        """
        ...

    def open(self, key: ClientKey, credential: SealedCredential) -> str:
        """Return a credential; raises CredentialUnreadable, ProviderUnavailable, StoreUnavailable."""
        ...

    def rewrapped(self, key: ClientKey, at: datetime) -> ClientKey:
        """Return a data key wrapped under the current master key, the same one if it is already.

        Raises CredentialUnreadable, ProviderUnavailable, StoreUnavailable.
        """
        ...


@frozen
class DkimKey:
    """A pair of keys that signs mail: the private one as PEM in PKCS #8 (RSA 2048), the public one as in DNS."""

    private_key: str = field(repr=False)
    public_key: str


class DkimKeys(Protocol):
    """Makes the keys that sign a client's mail."""

    def new(self) -> DkimKey:
        """Return a fresh pair."""
        ...
