"""Marking: signed checkpoints for those who need one of a certain entry; it judges nobody, so it is on no desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from attrs import frozen

from saas_core.gate.audit import Checkpoints, chain_report
from saas_core.gate.errors import ChainBroken
from saas_core.gate.ports import GateWork
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Checkpoint, PublicKey
from saas_core.kernel.work import Transactions


class Signatures(Checkpoints, Protocol):
    """Signed checkpoints, and signatures by the key that signs them."""

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the id of the current key and the signature of a content by it, in base64."""
        ...


@frozen
class Marking:
    """Finds and takes checkpoints, and signs what rests on them."""

    transactions: Transactions[GateWork]
    clock: Clock
    checkpoints: Signatures
    verifies: Callable[[bytes, bytes, bytes], bool]

    def of_entry(self, tenant_id: TenantId, position: int) -> Checkpoint:
        """Return a signed checkpoint of exactly this entry; one is taken now if there is none.

        Whoever is shown it needs no other entry to check it. Before one is taken, the chain is read from its start.
        Raises ChainBroken if it does not verify, InvalidValue when the file of checkpoints was altered or holds no key
        that signs.
        """
        marks = (each for each in self.checkpoints.all(tenant_id) if each.signature and each.position == position)
        found = next(marks, None)
        if found is not None:
            return found
        with self.transactions.read(tenant_id) as work:
            broken = chain_report(work, self.checkpoints).broken
            if broken is not None:
                raise ChainBroken(broken)
            (entry,) = work.journal.entries(after=position - 1, limit=1)
        return self.checkpoints.append(Checkpoint(tenant_id, position, entry.hash, self.clock.now()))

    def keys(self) -> tuple[PublicKey, ...]:
        """Return all public keys, the oldest first."""
        return self.checkpoints.keys()

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the id of the current key and the signature of a content by it, in base64."""
        return self.checkpoints.sign(content)

    def signs(self, public: bytes, signature: bytes, content: bytes) -> bool:
        """Return whether a signature is that of a content by a public key of Ed25519."""
        return self.verifies(public, signature, content)
