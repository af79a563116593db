"""Credentials: used by one judged call that is counted and never shown, and sealed anew under another master key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

from attrs import field, frozen

from saas_core.integrations.commands import RotateMaster
from saas_core.integrations.errors import CredentialUnreadable, NotConnected
from saas_core.integrations.model.sealed import ClientKey
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.ports.asking import Clients
from saas_core.integrations.ports.sealing import MasterKeys
from saas_core.integrations.queries.views import RotationView
from saas_core.integrations.use_cases.act import CHECK, COUNT, Act, Acts, Desk
from saas_core.integrations.use_cases.looking import Seen, opened
from saas_core.integrations.values import EMAIL, ROTATE, USES_EVERY, Mode, using
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import request_of
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

R = TypeVar("R")
_PAGE: Final = 1000
REWRAPPED: Final = "integrations.wrap_keys_anew"
MADE: Final = "integrations.make_master_key"
_MASTER_KEY: Final = "provider:master_key"


@frozen(kw_only=True)
class OpenCredential:
    """A credential as the host's call is given it; it shows none of itself, and is to be kept nowhere.

    A linked account has no secret: the host acts for its `account` by the provider's own key.
    """

    name: str
    secret: str = field(repr=False)
    account: str = ""
    mode: Mode | None = None


@checked
class Credentials:
    """Gives a client's credential to one call of the host, and rotates the master key."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[IntegrationsWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        desk: Desk,
        master_keys: MasterKeys,
        clients: Clients,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk
        self._master_keys = master_keys
        self._clients = clients

    def use(self, *, by: Actor, tenant_id: TenantId, name: str, call: Callable[[OpenCredential], Any]) -> Any:  # noqa: ANN401 - whatever the call returns
        """Call `call` with a client's credential, and return what it returns.

        It is judged first, by the license, the right to use the integration and its connection; counted, which the
        journal is told of once an hour; and never returned by any other call. Raises Refused, NotConnected,
        CredentialUnreadable, ProviderUnavailable, StoreUnavailable, and whatever `call` raises (0.1, 2.2).
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(using(name))
            connection = act.work.connections.get(name)
            # The key that signs mail is the platform's own, and serves no call of the host.
            seen = None if connection is None or name == EMAIL else Seen.of(act.work, connection)
            if seen is None or (seen.credential is None and (seen.gateway is None or not seen.gateway.linked)):
                message = "it has no credential to use."
                raise NotConnected(message, field="name", remedy="Read its settings, or connect it.")
            act.work.integration_uses.count(seen.connection.id, name, act.at)
            act.work.tasks.want(COUNT, CLIENT, act.at + USES_EVERY)
        gateway = seen.gateway
        return call(
            OpenCredential(
                name=name,
                secret="" if seen.credential is None else self._opened(tenant_id, by, seen),
                account="" if gateway is None else gateway.account,
                mode=None if gateway is None else gateway.mode,
            )
        )

    def rotate_master(self, *, by: Actor, idempotency_key: str | None = None) -> RotationView:
        """Rotate the master key: make another one current, and wrap every client's data keys anew.

        A rotation that was broken off is finished first, without making yet another key. Older keys stay, so that no
        call is refused meanwhile. A data key that opens no more stops nobody else's: it is counted, and its client is
        named. Raises Refused, KeyReused, ProviderUnavailable, StoreUnavailable.
        """
        request = request_of(RotateMaster(), idempotency_key)
        return self._acts.across(
            request, RotationView, by=by, tenant_id=PROVIDER, judged=_may_rotate, do=lambda: self._rotated(by)
        )

    def _opened(self, tenant_id: TenantId, by: Actor, seen: Seen) -> str:
        try:
            return opened(self._desk, seen)
        except CredentialUnreadable:
            # What was changed or swapped is found out for everybody by the next look, which is now.
            with self._acts.begin(tenant_id, by) as act:
                act.want(CHECK, seen.connection.name)
            raise

    def _rotated(self, by: Actor) -> RotationView:
        before = self._master_keys.current()
        done = self._wrapped_anew(by)
        made = not done.keys and self._master_keys.rotate() != before
        if made:
            with self._acts.begin(PROVIDER, by) as act:
                # At once, whatever becomes of the rest: it is what new data keys are wrapped under from now on.
                act.note(MADE, _MASTER_KEY, {"master_key": self._master_keys.current()})
            done = self._wrapped_anew(by)
        view = RotationView(
            master_key_id=self._master_keys.current(),
            made=made,
            clients=done.clients,
            keys=done.keys,
            unreadable=done.unreadable,
            left=done.left,
        )
        with self._acts.begin(PROVIDER, by) as act:
            details: dict[str, Value] = {
                "master_key": view.master_key_id,
                "made": made,
                "clients": done.clients,
                "keys": done.keys,
                "unreadable": done.unreadable,
                "left": [*done.left],
            }
            act.note(RotateMaster.NAME, _MASTER_KEY, details)
        return view

    def _wrapped_anew(self, by: Actor) -> _Wrapped:
        """Wrap the data keys of all clients under the current master key; return how many it took, and who is left."""
        clients = keys = unreadable = 0
        left: list[str] = []
        page = self._clients.page("", _PAGE)
        while page:
            for slug, tenant_id in page:
                wrapped, lost = self._of_client(by, tenant_id)
                clients += bool(wrapped)
                keys += wrapped
                unreadable += lost
                left += [slug] if lost else []
            page = self._clients.page(page[-1][0], _PAGE)
        return _Wrapped(clients, keys, unreadable, tuple(left))

    def _of_client(self, by: Actor, tenant_id: TenantId) -> tuple[int, int]:
        """Wrap one client's data keys; return how many were wrapped, and how many cannot be opened."""
        current = self._master_keys.current()
        with self._acts.read(tenant_id, by) as act:
            former = [each for each in act.work.client_keys.all() if each.master_key_id != current]
        anew: dict[ClientKey, ClientKey] = {}
        for each in former:
            # One that was changed or moved stays as it is: its client's connections say so.
            with suppress(CredentialUnreadable):
                # Outside any transaction: each may ask a service.
                anew[each] = self._desk.vault.rewrapped(each, self._acts.clock.now())
        if anew:
            with self._acts.begin(tenant_id, by) as act:
                # What another rotation wrapped meanwhile is under a later key than ours.
                kept = [anew[each] for each in act.work.client_keys.all() if each in anew]
                for each in kept:
                    act.work.client_keys.save(each)
                if kept:
                    act.note(REWRAPPED, f"tenant:{tenant_id}", {"keys": len(kept), "master_key": current})
        return len(anew), len(former) - len(anew)


@frozen
class _Wrapped:
    """How many clients and data keys were wrapped anew, and how many data keys of which clients cannot be opened."""

    clients: int
    keys: int
    unreadable: int
    left: tuple[str, ...]


def _may_rotate(act: Act) -> None:
    act.require(ROTATE)
