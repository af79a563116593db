"""Connections of all kinds: the catalogue, states, looks, tests and ends (2.2, 3.1, 3.2, 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.integrations.commands import Disconnect, SendTest, Verify
from saas_core.integrations.errors import NotConnected
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.problems import problem_view
from saas_core.integrations.queries.views import TITLES, CatalogueRow, ConnectionView, state_text
from saas_core.integrations.use_cases.act import (
    TEST_MAIL,
    Act,
    Acts,
    Desk,
    is_suspended,
    may_connect,
    may_end,
    may_see,
    required,
    shown,
    subject_of,
)
from saas_core.integrations.use_cases.applying import applied
from saas_core.integrations.use_cases.ending import disconnected
from saas_core.integrations.use_cases.looking import Outcome, Seen, looked
from saas_core.integrations.values import EMAIL, FINANCIAL_SETTINGS, STANDARD, connecting
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form, request_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.revisions import RevisionStale
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.actions import Action, ActionKind
from saas_core.policy.decision import Decision
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import Remedy

_AREA: Final = "integration."
_LOOKS: Final = 4
"""How often one call looks at most: once more after the proof of a domain, and where something changed meanwhile."""


@checked
class Connections:
    """The connections of a client: listed, shown, verified, tested and ended."""

    def __init__(
        self, *, transactions: Transactions[IntegrationsWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def list(self, *, by: Actor, tenant_id: TenantId) -> tuple[CatalogueRow, ...]:
        """Return the client's catalogue: what is included with its state, what is not with its clauses and an offer.

        Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            may_see(act)
            return tuple(_catalogue(act))

    def show(self, *, by: Actor, tenant_id: TenantId, name: str) -> ConnectionView:
        """Return a connection: its state, what is in its way, its DNS records; never a credential.

        Raises Refused, for an integration that is not included as connecting it would.
        """
        command = Verify(name=name)
        with self._acts.read(tenant_id, by) as act:
            finances = may_see(act)
            connection = act.work.connections.get(command.name)
            if connection is None and command.name not in STANDARD:
                may_connect(act, self._desk, command.name)
            return shown(act, command.name, connection, finances=finances)

    def verify(
        self, *, by: Actor, tenant_id: TenantId, name: str, idempotency_key: str | None = None
    ) -> ConnectionView:
        """Look at a connection now, and return it as it stands after that.

        Raises Refused, ConnectionUnknown, KeyReused, RevisionStale if it was changed meanwhile, ProviderRefused.
        """
        command = Verify(name=name)
        return self._acts.across(
            request_of(command, idempotency_key),
            ConnectionView,
            by=by,
            tenant_id=tenant_id,
            judged=lambda act: self._judged(act, command),
            do=lambda: self._verified(command, by, tenant_id),
        )

    def test(self, *, by: Actor, tenant_id: TenantId, name: str, idempotency_key: str | None = None) -> ConnectionView:
        """Try a connection: e-mail by a test message to the acting user's own address, any other by a look.

        Raises Refused, ConnectionUnknown, NotConnected while mail is not sent from the domain, InvalidValue for anyone
        but a user, KeyReused.
        """
        command = SendTest(name=name)
        if command.name != EMAIL:
            return self.verify(by=by, tenant_id=tenant_id, name=name, idempotency_key=idempotency_key)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, ConnectionView, _test_mail, judged=self._judged)

    def disconnect(
        self, *, by: Actor, tenant_id: TenantId, name: str, idempotency_key: str | None = None
    ) -> ConnectionView:
        """End a connection; its credential is removed for good, and what it claimed is free.

        A client may do so without a license, too. Raises Refused, ConnectionUnknown, KeyReused.
        """
        caller = Caller(by, tenant_id, idempotency_key)
        command = Disconnect(name=name)
        return self._acts.carry_out(command, caller, ConnectionView, disconnected, judged=self._may_end)

    def _judged(self, act: Act, command: Verify | SendTest) -> None:
        may_connect(act, self._desk, command.name)

    def _may_end(self, act: Act, command: Disconnect) -> None:
        may_end(act, self._desk, command.name)

    def _verified(self, command: Verify, by: Actor, tenant_id: TenantId) -> ConnectionView:
        """Look at a connection, and again where the look proved a domain: only then the provider is told of it."""
        for _ in range(_LOOKS):
            with self._acts.read(tenant_id, by) as act:
                seen = Seen.of(act.work, required(act, command.name))
            outcome = looked(self._desk, seen) if command.name != FINANCIAL_SETTINGS else None
            with self._acts.begin(tenant_id, by) as act:
                self._judged(act, command)
                found = _applied(act, command, seen, outcome)
            if found is not None and not found[1]:
                return found[0]
        raise RevisionStale


def _applied(act: Act, command: Verify, seen: Seen, outcome: Outcome | None) -> tuple[ConnectionView, bool] | None:
    """Store what a look found; return the connection, and whether its domain was proved by it.

    None if it was changed meanwhile, also by another look, so that it is to be looked at once more.
    """
    # Settings of the client's own have no service to ask.
    after = required(act, command.name) if outcome is None else applied(act, seen, outcome)
    if after is None:
        return None
    act.note(command.NAME, subject_of(after), journal_form(command))
    domain = act.work.connection_details.mail_domain(after.id)
    proved = domain is not None and domain.proved and seen.domain is not None and not seen.domain.proved
    return shown(act, command.name, after), proved


def _catalogue(act: Act) -> Iterator[CatalogueRow]:
    """Yield the standard integrations, those added for the client, and those that the terms exclude by name."""
    known = {each.name: each for each in act.work.connections.all()}
    added = [each.name for each in known.values() if each.added]
    suspended = is_suspended(act)
    decision = act.decide(connecting(STANDARD[0]))
    for name in (*STANDARD, *added):
        yield _included(name, known.get(name), suspended=suspended)
    terms = act.work.terms.get(decision.terms_version)
    for row in () if terms is None else terms.actions:
        name = row.name.removeprefix(_AREA)
        if row.kind is ActionKind.EXCLUSION and row.name.startswith(_AREA) and name not in added:
            yield _excluded(name, row, act.decide(row.name))


def _included(name: str, connection: Connection | None, *, suspended: bool) -> CatalogueRow:
    added = connection is not None and connection.added
    problem = None if connection is None else connection.problem
    return CatalogueRow(
        name=name,
        title=TITLES.get(name) or ("" if connection is None else connection.title) or name,
        included=True,
        added=added,
        clauses=("5.3",) if added else ("2.2",),
        state=state_text(connection),
        suspended=suspended and connection is not None and connection.live,
        problem=None if problem is None else problem_view(problem),
        verdict="",
        remedy="",
    )


def _excluded(name: str, row: Action, decision: Decision) -> CatalogueRow:
    return CatalogueRow(
        name=name,
        title=row.title,
        included=False,
        added=False,
        clauses=row.clauses,
        state="",
        suspended=False,
        problem=None,
        verdict=decision.verdict.value,
        remedy=Remedy.REQUEST_ESTIMATE.value,
    )


def _test_mail(act: Act, command: SendTest) -> ConnectionView:
    connection = required(act, command.name)
    if not connection.works:
        message = f"mail is not sent from the domain: it is {connection.state.value}."
        raise NotConnected(message, field="name", remedy="Verify it first.")
    if not isinstance(act.by, ClientUser):
        message = "a test message goes to the person who asks for it."
        raise InvalidValue(message, field="by", remedy="Act as a user of the client.")
    act.put(TEST_MAIL, subject_of(connection), {"to": str(act.by.user_id)})
    act.note(command.NAME, subject_of(connection), journal_form(command))
    return shown(act, command.name, connection)
