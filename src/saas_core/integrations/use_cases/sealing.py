"""Sealing a credential on its way into a connection: outside any transaction, then stored in that of the command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from attrs import field, frozen

from saas_core.integrations.errors import CredentialUnreadable
from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.use_cases.act import Act, Acts, Desk
from saas_core.integrations.values import ClientKeyId, CredentialId
from saas_core.kernel.ids import TenantId

R = TypeVar("R")
_ATTEMPTS: Final = 3


@frozen
class Prepared:
    """A credential that was sealed, and the data key it was sealed under.

    It may be `fresh`, made as the client's first one, or in place of one that opens no more, `lost`.
    """

    sealed: SealedCredential
    key: ClientKey = field(repr=False)
    fresh: bool
    lost: ClientKeyId | None = None

    def store(self, act: Act) -> CredentialId:
        """Store what was sealed, and a fresh data key with it; raises KeyRaced."""
        if self.fresh:
            current = act.work.client_keys.current()
            if current is not None and current.id != self.lost:
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
        prepared = _prepared(acts, desk, tenant_id, secret, key)
        try:
            return carry_out(prepared)
        except KeyRaced:
            if attempt + 1 == _ATTEMPTS:
                raise
            with acts.transactions.read(tenant_id) as work:
                key = work.client_keys.current()
    raise AssertionError


def _prepared(acts: Acts, desk: Desk, tenant_id: TenantId, secret: str, key: ClientKey | None) -> Prepared:
    """Seal a credential; a data key that was changed or moved is left behind, or nothing could be connected anew."""
    at, number = acts.clock.now(), CredentialId(acts.ids.new())
    if key is not None:
        with suppress(CredentialUnreadable):
            return Prepared(desk.vault.seal(key, number, secret, at), key, fresh=False)
    fresh = desk.vault.new_key(tenant_id, ClientKeyId(acts.ids.new()), at)
    sealed = desk.vault.seal(fresh, number, secret, at)
    return Prepared(sealed, fresh, fresh=True, lost=None if key is None else key.id)
