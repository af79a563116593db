"""The payment gateway: the client's own account, by a restricted key or by a link (2.2)."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from attrs import evolve

from saas_core.integrations.commands import ConnectGateway, LinkGateway
from saas_core.integrations.errors import AccountHeld, ConnectionNotNow, CredentialRefused, ModeMixed
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway, GatewayReport
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.problems import problem_view
from saas_core.integrations.queries.views import ConnectionView, LinkView
from saas_core.integrations.use_cases.act import CHECK, Act, Acts, Desk, kept, may_connect, shown, subject_of
from saas_core.integrations.use_cases.applying import with_account
from saas_core.integrations.use_cases.ending import drop_credential
from saas_core.integrations.use_cases.looking import of_report
from saas_core.integrations.use_cases.sealing import Prepared, with_sealed
from saas_core.integrations.values import PAYMENT_GATEWAY, ConnectionState, CredentialId, Mode, Problem, ProblemCode
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form, request_of
from saas_core.kernel.ids import Ids, IntegrationId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.revisions import RevisionStale
from saas_core.kernel.secrets import Secret
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge


@checked
class Gateways:
    """Connects the client's own payment gateway; live and test are never mixed."""

    def __init__(
        self, *, transactions: Transactions[IntegrationsWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def connect(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        secret: Annotated[str, Secret],
        mode: Mode,
        idempotency_key: str | None = None,
    ) -> ConnectionView:
        """Connect a payment gateway by a restricted key, which is verified soon; or replace the key of a working one.

        A key that replaces another one is verified first, so that what works goes on working. Raises Refused,
        CredentialRefused, AccountHeld, ModeMixed, KeyReused, ProviderFault, StoreUnavailable (2.2).
        """
        command, desk = ConnectGateway(secret=secret, mode=mode), self._desk
        with self._acts.read(tenant_id, by) as act:
            may_connect(act, desk, PAYMENT_GATEWAY)
            first = act.answered(request_of(command, idempotency_key, desk.digests), ConnectionView)
            if first is not None:
                return first
            key, before = act.work.client_keys.current(), act.work.connections.get(PAYMENT_GATEWAY)
            gateway = _live_gateway(act, before, mode, linked=False)
        desk.gateways.require_fit(command.secret, mode)
        replaces = gateway is not None and before is not None and before.works
        report = self._good(gateway, command.secret, mode) if replaces and gateway is not None else None
        caller = Caller(by, tenant_id, idempotency_key)

        def carry_out(prepared: Prepared) -> ConnectionView:
            return self._acts.carry_out(
                command,
                caller,
                ConnectionView,
                partial(_connect, prepared=prepared, report=report),
                judged=self._judged,
                digests=desk.digests,
            )

        return with_sealed(self._acts, desk, tenant_id, command.secret, carry_out, key)

    def link(self, *, by: Actor, tenant_id: TenantId, mode: Mode, idempotency_key: str | None = None) -> LinkView:
        """Begin to link an account, or go on; its owner finishes it on the page that is returned.

        Raises Refused, ModeMixed, NotOffered, KeyReused, ProviderFault (2.2).
        """
        command = LinkGateway(mode=mode)
        with self._acts.read(tenant_id, by) as act:
            may_connect(act, self._desk, PAYMENT_GATEWAY)
        self._desk.links.require_offered(mode)
        caller = Caller(by, tenant_id, idempotency_key)
        view = self._acts.carry_out(command, caller, ConnectionView, _begin_link, judged=self._judged)
        connection_id = view.integration_id
        assert connection_id is not None  # noqa: S101 - it was just stored
        known = "" if view.gateway is None else view.gateway.account
        # Outside any transaction; made once for this connection, however often it is asked for.
        link = self._desk.links.open(connection_id, mode, known)
        if link.account != known:
            with self._acts.begin(tenant_id, by) as act:
                may_connect(act, self._desk, PAYMENT_GATEWAY)
                view = _linked(act, connection_id, link.account) or view
        return LinkView(connection=view, url=link.url)

    def _judged(self, act: Act, _command: ConnectGateway | LinkGateway) -> None:
        may_connect(act, self._desk, PAYMENT_GATEWAY)

    def _good(self, gateway: Gateway, secret: str, mode: Mode) -> GatewayReport:
        """Return the report on a key that may replace the one in use; raises CredentialRefused, ProviderFault."""
        report = self._desk.gateways.verify(secret, mode)
        problem = of_report(gateway, report, "").problem
        if problem is not None:
            words = problem_view(problem)
            raise CredentialRefused(words.came_back, remedy=words.to_do, problem=problem)
        return report


def _live_gateway(act: Act, connection: Connection | None, mode: Mode, *, linked: bool) -> Gateway | None:
    """Return the payment gateway of a connection that was made.

    Raises ModeMixed for one of the other mode, ConnectionNotNow for one that is reached the other way.
    """
    if connection is None or not connection.live:
        return None
    found = act.work.connection_details.gateway(connection.id)
    if found is not None and found.mode is not mode:
        message = f"the connected gateway takes {found.mode.value} payments."
        raise ModeMixed(message, field="mode", remedy="Disconnect it first; live and test are never mixed.")
    if found is not None and found.linked is not linked:
        raise ConnectionNotNow("link" if linked else "connect", connection.state.value, ("disconnect",))
    return found


def _connect(act: Act, command: ConnectGateway, *, prepared: Prepared, report: GatewayReport | None) -> ConnectionView:
    before = act.work.connections.get(PAYMENT_GATEWAY)
    gateway = _live_gateway(act, before, command.mode, linked=False)
    if before is not None and before.works:
        if report is None or gateway is None:
            # It began to work meanwhile, and what works is replaced by nothing that was not verified.
            raise RevisionStale
        gateway = _replaced(act, gateway, report, prepared.sealed.fingerprint)
    after = taken(act, PAYMENT_GATEWAY, before, prepared.store(act))
    fresh = Gateway(connection_id=after.id, mode=command.mode)
    act.work.connection_details.save_gateway(fresh if gateway is None else gateway)
    details = journal_form(command)
    act.note(command.NAME, subject_of(after), {**details, "fingerprint": prepared.sealed.fingerprint})
    return shown(act, PAYMENT_GATEWAY, after)


def _replaced(act: Act, before: Gateway, report: GatewayReport, fingerprint: str) -> Gateway:
    """Return a working gateway as its next key reaches it, its account claimed; raises AccountHeld, RevisionStale."""
    outcome = of_report(before, report, fingerprint)
    if outcome.problem is not None or outcome.gateway is None:
        # Another key was taken meanwhile, of another account.
        raise RevisionStale
    outcome = with_account(act, before, outcome, outcome.gateway)
    if outcome.problem is not None or outcome.gateway is None:
        words = problem_view(Problem(ProblemCode.ACCOUNT_HELD))
        raise AccountHeld(words.came_back, field="secret", remedy=words.to_do)
    return outcome.gateway


def _begin_link(act: Act, command: LinkGateway) -> ConnectionView:
    before = act.work.connections.get(PAYMENT_GATEWAY)
    gateway = _live_gateway(act, before, command.mode, linked=True)
    if before is not None and gateway is not None and gateway.linked:
        return shown(act, PAYMENT_GATEWAY, before)
    after = taken(act, PAYMENT_GATEWAY, before, None)
    act.work.connection_details.save_gateway(Gateway(connection_id=after.id, mode=command.mode, linked=True))
    act.note(command.NAME, subject_of(after), journal_form(command))
    return shown(act, PAYMENT_GATEWAY, after)


def _linked(act: Act, connection_id: IntegrationId, account: str) -> ConnectionView | None:
    found, connection = act.work.connection_details.gateway(connection_id), act.work.connections.get(PAYMENT_GATEWAY)
    if found is None or connection is None:
        return None
    if found.account == account:
        # Linked before, of which what is repeated does not know.
        return shown(act, PAYMENT_GATEWAY, connection)
    act.work.connection_details.save_gateway(evolve(found, account=account))
    act.note("integrations.account_opened", subject_of(connection), {"account": account})
    act.want(CHECK, PAYMENT_GATEWAY)
    return shown(act, PAYMENT_GATEWAY, connection)


def taken(act: Act, name: str, before: Connection | None, credential_id: CredentialId | None) -> Connection:
    """Return a connection that takes a credential, new, anew or in place of another one, and have it looked at."""
    if before is None:
        by = actor_name(act.by)
        after = Connection(
            id=IntegrationId(act.ids.new()),
            name=name,
            made_by=by,
            made_at=act.at,
            changed_at=act.at,
            credential_id=credential_id,
        )
    elif before.state is ConnectionState.DISCONNECTED:
        after = before.connected_anew(actor_name(act.by), act.at, credential_id)
    else:
        after = before.replaced(act.at, credential_id)
    kept(act, after)
    if before is not None and before.credential_id not in {None, credential_id}:
        drop_credential(act, before.credential_id)
    act.want(CHECK, name)
    return after
