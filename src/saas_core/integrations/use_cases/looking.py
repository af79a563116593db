"""Looking at a connection: what the service says of it, asked outside any transaction, and what follows from it."""

from __future__ import annotations

from attrs import evolve, field, frozen

from saas_core.integrations.errors import CredentialRefused, CredentialUnreadable, IdentityExists, NotOffered
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway, GatewayReport
from saas_core.integrations.model.mail_domain import MailDomain, state_of
from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.model.transitions import ConnectionCommand
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.use_cases.act import Desk
from saas_core.integrations.values import (
    ConnectionState,
    IdentityState,
    Problem,
    ProblemCode,
    RecordPurpose,
    RecordState,
)
from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused, ProviderUnavailable


@frozen(kw_only=True)
class Seen:
    """A connection as it was read before it was looked at, with what it consists of."""

    connection: Connection
    gateway: Gateway | None
    domain: MailDomain | None
    credential: SealedCredential | None = field(repr=False)
    key: ClientKey | None = field(repr=False)

    @classmethod
    def of(cls, work: IntegrationsWork, connection: Connection) -> Seen:
        """Read what a connection consists of."""
        number = connection.credential_id
        credential = None if number is None else work.credentials.get(number)
        return cls(
            connection=connection,
            gateway=work.connection_details.gateway(connection.id),
            domain=work.connection_details.mail_domain(connection.id),
            credential=credential,
            key=None if credential is None else work.client_keys.get(credential.key_id),
        )

    def still(self, work: IntegrationsWork) -> bool:
        """Return whether a connection is still as it was looked at: changed by no command, and by no other look."""
        number, details = self.connection.id, work.connection_details
        return (work.connections.get(self.connection.name), details.gateway(number), details.mail_domain(number)) == (
            self.connection,
            self.gateway,
            self.domain,
        )


@frozen(kw_only=True)
class Outcome:
    """What a look found: what the connection takes, what is in its way, and what was read.

    `away` is true if the service gave no answer, which changes nothing of what works.
    """

    takes: ConnectionCommand
    problem: Problem | None = None
    gateway: Gateway | None = None
    domain: MailDomain | None = None
    away: bool = False


def looked(desk: Desk, seen: Seen) -> Outcome:
    """Look at a connection outside any transaction; never raises what the client can mend.

    Raises ProviderRefused where the service refuses the platform itself.
    """
    try:
        if seen.domain is not None:
            return _domain(desk, seen, seen.domain)
        if seen.gateway is not None:
            return _gateway(desk, seen, seen.gateway)
        if seen.credential is not None:
            # A service that only the host knows: that its credential opens is what can be checked here.
            opened(desk, seen)
    except CredentialRefused as fault:
        return _failed(fault.problem)
    except CredentialUnreadable:
        return _failed(Problem(ProblemCode.CREDENTIAL_UNREADABLE))
    except (ProviderUnavailable, OutcomeUnknown):
        return Outcome(takes=ConnectionCommand.WAIT, problem=Problem(ProblemCode.PROVIDER_AWAY), away=True)
    except NotOffered as fault:
        raise ProviderRefused(fault.message, remedy=fault.remedy) from fault
    return Outcome(takes=ConnectionCommand.CONFIRM)


def opened(desk: Desk, seen: Seen) -> str:
    """Return the credential of a connection; raises CredentialUnreadable, ProviderUnavailable, StoreUnavailable."""
    if seen.credential is None or seen.key is None:
        raise CredentialUnreadable
    return desk.vault.open(seen.key, seen.credential)


def _failed(problem: Problem) -> Outcome:
    return Outcome(takes=ConnectionCommand.FAIL, problem=problem)


def _gateway(desk: Desk, seen: Seen, gateway: Gateway) -> Outcome:
    if gateway.linked and not gateway.account:
        # No account was opened there yet, since the service did not answer.
        return _unfinished(seen, Problem(ProblemCode.ACCOUNT_NOT_READY))
    if gateway.linked:
        report = desk.links.look(gateway.account, gateway.mode)
        if not report.ready:
            return _unfinished(seen, Problem(ProblemCode.ACCOUNT_NOT_READY))
    else:
        report = desk.gateways.verify(opened(desk, seen), gateway.mode)
    return of_report(gateway, report, "" if seen.credential is None else seen.credential.fingerprint)


def of_report(gateway: Gateway, report: GatewayReport, fingerprint: str) -> Outcome:
    """Return what a payment gateway's report means for a connection."""
    after = reported(gateway, report, fingerprint)
    if report.missing:
        missing = Problem(ProblemCode.RIGHT_MISSING, ", ".join(each.value for each in report.missing))
        return Outcome(takes=ConnectionCommand.FAIL, problem=missing, gateway=evolve(after, claimed=gateway.claimed))
    if gateway.account and report.account and report.account != gateway.account:
        return _failed(Problem(ProblemCode.ACCOUNT_CHANGED))
    return Outcome(takes=ConnectionCommand.CONFIRM, gateway=after)


def reported(gateway: Gateway, report: GatewayReport, fingerprint: str) -> Gateway:
    """Return a payment gateway with what its report says; what may not be read stays as it was."""
    account = report.account or gateway.account
    return evolve(
        gateway,
        account=account,
        currency=report.currency or gateway.currency,
        country=report.country or gateway.country,
        rights=report.rights or gateway.rights,
        # An account that the key may not read is told apart by the key alone.
        claimed=account or f"key:{fingerprint}",
    )


def _domain(desk: Desk, seen: Seen, domain: MailDomain) -> Outcome:
    states: dict[RecordPurpose, RecordState] = {}
    silent = 0
    for each in domain.records:
        try:
            states[each.purpose] = state_of(each, desk.dns.look_up(each.name, each.kind))
        except (ProviderUnavailable, OutcomeUnknown):
            silent += 1
    after = domain.looked_up(states)
    if silent:
        # What was found of the others is shown all the same.
        return Outcome(
            takes=ConnectionCommand.WAIT, problem=Problem(ProblemCode.PROVIDER_AWAY), domain=after, away=True
        )
    if domain.proved:
        after = evolve(after, identity=_identity(desk, seen, after))
    return _of_domain(seen, after)


def _identity(desk: Desk, seen: Seen, domain: MailDomain) -> IdentityState:
    """Return the domain's state at the provider of mail, to which it is made known once it was proved."""
    try:
        if domain.identity is not IdentityState.ABSENT:
            state = desk.domains.state(domain.domain, connection_id=domain.connection_id)
            there = all(each.state is RecordState.FOUND for each in domain.records)
            # A provider that gave up looks no more by itself: with the records there it is asked to begin again.
            if state is not IdentityState.ABSENT and not (state is IdentityState.FAILED and there):
                return state
        return desk.domains.create(
            domain.domain,
            selector=domain.selector,
            private_key=opened(desk, seen),
            connection_id=domain.connection_id,
        )
    except IdentityExists as fault:
        raise CredentialRefused(
            fault.message, field="domain", remedy=fault.remedy, problem=Problem(ProblemCode.IDENTITY_EXISTS)
        ) from fault


def _of_domain(seen: Seen, domain: MailDomain) -> Outcome:
    """Return what the records and the provider's state of a domain mean for its connection."""
    for each in domain.records:
        if each.state is not RecordState.FOUND:
            wrong = each.state is RecordState.WRONG
            code = ProblemCode.RECORD_WRONG if wrong else ProblemCode.RECORD_PENDING
            return _unfinished(seen, Problem(code, each.name), domain)
    match domain.identity:
        case IdentityState.VERIFIED:
            return Outcome(takes=ConnectionCommand.CONFIRM, domain=domain)
        case IdentityState.FAILED:
            failed = Problem(ProblemCode.IDENTITY_FAILED)
            return Outcome(takes=ConnectionCommand.FAIL, problem=failed, domain=domain)
        case _:
            return _unfinished(seen, Problem(ProblemCode.IDENTITY_PENDING), domain)


def _unfinished(seen: Seen, problem: Problem, domain: MailDomain | None = None) -> Outcome:
    """Return what something missing means: while a connection is being verified it is pending, not a failure."""
    verifying = seen.connection.state is ConnectionState.VERIFYING
    takes = ConnectionCommand.WAIT if verifying else ConnectionCommand.FAIL
    return Outcome(takes=takes, problem=problem, domain=domain)
