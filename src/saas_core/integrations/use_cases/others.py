"""Integrations that delivered enhancements add to one client's catalogue (5.3); any other is answered by its clause."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from saas_core.integrations.commands import AddIntegration, ConnectOther
from saas_core.integrations.errors import ConnectionUnknown, EnhancementUnknown
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.views import ConnectionView
from saas_core.integrations.use_cases.act import Act, Acts, Desk, kept, may_connect, shown, subject_of
from saas_core.integrations.use_cases.gateway import taken
from saas_core.integrations.use_cases.sealing import Prepared, with_sealed
from saas_core.integrations.values import STAFF, STANDARD, ConnectionState
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form, request_of
from saas_core.kernel.errors import Conflict, InvalidValue
from saas_core.kernel.ids import EnhancementId, Ids, IntegrationId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Secret
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge


@checked
class Others:
    """Adds integrations that were delivered, and connects them like standard ones; they stay the provider's."""

    def __init__(
        self, *, transactions: Transactions[IntegrationsWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def add(  # noqa: PLR0913 - who, what, by which enhancement
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        title: str,
        enhancement_id: EnhancementId,
        idempotency_key: str | None = None,
    ) -> ConnectionView:
        """Add an integration to a client's catalogue, which a delivered enhancement is; staff does it.

        Each enhancement adds one. Raises Refused, InvalidValue for the name of a standard one, Conflict for what was
        added before, by name or enhancement, EnhancementUnknown, KeyReused (5.3).
        """
        command = AddIntegration(name=name, title=title, enhancement_id=enhancement_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, ConnectionView, partial(_add, desk=self._desk), judged=_may_add)

    def connect(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        secret: Annotated[str, Secret],
        idempotency_key: str | None = None,
    ) -> ConnectionView:
        """Connect an integration that was added, or give it another credential.

        What is not included is refused by its clause with the offer of an estimate, and what nothing names is for a
        person to decide. Raises Refused, InvalidValue for a standard one, KeyReused, StoreUnavailable (3.1, 3.2, 3.6).
        """
        command, desk = ConnectOther(name=name, secret=secret), self._desk
        with self._acts.read(tenant_id, by) as act:
            may_connect(act, desk, command.name)
            if command.name in STANDARD:
                message = f"{command.name} is connected in a way of its own."
                raise InvalidValue(message, field="name", remedy="Use the call for it.")
            first = act.answered(request_of(command, idempotency_key, desk.digests), ConnectionView)
            if first is not None:
                return first
            key = act.work.client_keys.current()
        caller = Caller(by, tenant_id, idempotency_key)

        def carry_out(prepared: Prepared) -> ConnectionView:
            return self._acts.carry_out(
                command,
                caller,
                ConnectionView,
                partial(_connect, prepared=prepared),
                judged=self._judged,
                digests=desk.digests,
            )

        return with_sealed(self._acts, desk, tenant_id, command.secret, carry_out, key)

    def _judged(self, act: Act, command: ConnectOther) -> None:
        may_connect(act, self._desk, command.name)


def _may_add(act: Act, _command: AddIntegration) -> None:
    act.require(STAFF)


def _add(act: Act, command: AddIntegration, *, desk: Desk) -> ConnectionView:
    act.staff("Only staff adds an integration to a client's catalogue.")
    if command.name in STANDARD:
        message = f"{command.name} is a standard integration."
        raise InvalidValue(message, field="name", remedy="Choose another name.")
    if not desk.enhancements.delivered(act.work, command.enhancement_id):
        raise EnhancementUnknown
    if act.work.connections.get(command.name) is not None:
        message = f"{command.name} was added before."
        raise Conflict(message, field="name", remedy="Choose another name for another integration.")
    used = next((each for each in act.work.connections.all() if each.enhancement_id == command.enhancement_id), None)
    if used is not None:
        # What an estimate was approved and delivered for is one integration, and opens no other exclusion.
        message = f"this enhancement added {used.name}."
        raise Conflict(message, field="enhancement", remedy="Name the enhancement that delivered this integration.")
    added = Connection(
        id=IntegrationId(act.ids.new()),
        name=command.name,
        state=ConnectionState.DISCONNECTED,
        made_by=actor_name(act.by),
        made_at=act.at,
        changed_at=act.at,
        title=command.title,
        enhancement_id=command.enhancement_id,
    )
    kept(act, added)
    act.note(command.NAME, subject_of(added), journal_form(command))
    return shown(act, command.name, added)


def _connect(act: Act, command: ConnectOther, *, prepared: Prepared) -> ConnectionView:
    before = act.work.connections.get(command.name)
    if before is None:
        raise ConnectionUnknown
    after = taken(act, command.name, before, prepared.store(act))
    # Nobody but the host knows the service: what can be checked is that the credential opens.
    after = after.confirmed(act.at)
    kept(act, after)
    details = {**journal_form(command), "fingerprint": prepared.sealed.fingerprint}
    act.note(command.NAME, subject_of(after), details)
    return shown(act, command.name, after)
