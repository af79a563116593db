"""Ports of evidence: what marks the journal, and who seals and stamps."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Checkpoint, PublicKey


class Marks(Protocol):
    """Signed checkpoints of journals, and the key that signs them."""

    def of_entry(self, tenant_id: TenantId, position: int) -> Checkpoint:
        """Return a signed checkpoint of exactly this entry, taken now if there is none.

        Raises ChainBroken for a journal that does not verify, InvalidValue for an altered file of checkpoints.
        """
        ...

    def keys(self) -> tuple[PublicKey, ...]:
        """Return all public keys, the oldest first."""
        ...

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the id of the current key and the signature of a content by it, in base64."""
        ...

    def signs(self, public: bytes, signature: bytes, content: bytes) -> bool:
        """Return whether a signature is that of a content by a public key of Ed25519."""
        ...


class Seals(Protocol):
    """Seals documents."""

    def seal(self, document: bytes, reason: str) -> bytes:
        """Return a sealed document; raises ProviderFault."""
        ...


class TimeStamps(Protocol):
    """Gets time stamps from an outside authority, and checks them."""

    def stamp(self, content: bytes) -> bytes:
        """Return a time stamp over a content; raises ProviderFault."""
        ...

    def stamped(self, token: bytes, content: bytes) -> str:
        """Return the instant of a time stamp over a content; raises EvidenceBroken."""
        ...


@frozen(kw_only=True)
class Notaries:
    """Who seals and stamps approvals; None where nobody was configured to."""

    seals: Seals | None = None
    stamps: TimeStamps | None = None
