"""Sealing a credential on its way into a connection: outside any transaction, then stored in that of the command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from attrs import field, frozen

from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.use_cases.act import Act, Acts, Desk
from saas_core.integrations.values import ClientKeyId, CredentialId
from saas_core.kernel.ids import TenantId

R = TypeVar("R")
_ATTEMPTS: Final = 3


@frozen
class Prepared:
    """A credential that was sealed, and the data key it was sealed under, which may be fresh."""

    sealed: SealedCredential
    key: ClientKey = field(repr=False)
    fresh: bool

    def store(self, act: Act) -> CredentialId:
        """Store what was sealed, and a fresh data key with it; raises KeyRaced."""
        if self.fresh:
            if act.work.client_keys.current() is not None:
                raise KeyRaced
            act.work.client_keys.save(self.key)
        act.work.credentials.add(self.sealed)
        return self.sealed.id


class KeyRaced(Exception):
    """Another process made the client's data key first; what was sealed under ours is sealed anew."""


def with_sealed(  # noqa: PLR0913, PLR0917 - where, for whom, what, under which key, and what follows
    acts: Acts, desk: Desk, tenant_id: TenantId, secret: str, carry_out: Callable[[Prepared], R], key: ClientKey | None
) -> R:
    """Seal a credential under the client's data key, and carry out a command that stores it.

    `key` is the data key as it was read before. Raises ProviderUnavailable, StoreUnavailable, CredentialUnreadable,
    and what `carry_out` raises.
    """
    for attempt in range(_ATTEMPTS):
        at = acts.clock.now()
        current = key or desk.vault.new_key(tenant_id, ClientKeyId(acts.ids.new()), at)
        sealed = desk.vault.seal(current, CredentialId(acts.ids.new()), secret, at)
        try:
            return carry_out(Prepared(sealed, current, key is None))
        except KeyRaced:
            if attempt + 1 == _ATTEMPTS:
                raise
            with acts.transactions.read(tenant_id) as work:
                key = work.client_keys.current()
    raise AssertionError
