"""Sealed credentials and the data keys that seal them; neither is of use without a master key."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from saas_core.integrations.values import ClientKeyId, CredentialId
from saas_core.kernel.ids import TenantId

FORMAT = 1
"""The format of what is sealed, which is part of what every sealing is bound to."""


@frozen(kw_only=True)
class ClientKey:
    """A data key of one client, wrapped under a master key that is kept outside the database.

    It is wrapped for this client and this id alone.
    """

    tenant_id: TenantId
    id: ClientKeyId
    master_key_id: str
    wrapped: str = field(repr=False)
    made_at: datetime
    wrapped_at: datetime


@frozen(kw_only=True)
class SealedCredential:
    """A credential sealed under a client's data key, for this client and this id alone; what is shown of it.

    `sealed` is the nonce and the ciphertext, in base64. `fingerprint` is the start of a keyed digest, the same for the
    same credential.
    """

    id: CredentialId
    key_id: ClientKeyId
    format: int = FORMAT
    sealed: str = field(repr=False)
    fingerprint: str
    last_four: str
    sealed_at: datetime


def key_context(tenant_id: TenantId, key_id: ClientKeyId) -> str:
    """Return what a data key is bound to where it is wrapped."""
    return f"saas-core client key {FORMAT}\n{tenant_id}\n{key_id}"


def credential_context(tenant_id: TenantId, key_id: ClientKeyId, credential_id: CredentialId) -> str:
    """Return what a credential is bound to where it is sealed: moved to another client or row, it does not open."""
    return f"saas-core credential {FORMAT}\n{tenant_id}\n{key_id}\n{credential_id}"
