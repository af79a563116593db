"""What every use case of integrations needs: the ports, who may connect and see, and how a connection is shown."""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import frozen

from saas_core.integrations.errors import ConnectionUnknown
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.ports.asking import Countries, Enhancements, People, Setup, TaxNumbers
from saas_core.integrations.ports.sealing import DkimKeys, Vault
from saas_core.integrations.ports.vendors import AccountLinks, DnsRecords, MailDomains, PaymentGateways
from saas_core.integrations.queries.views import ConnectionView, connection_view
from saas_core.integrations.values import MANAGE, READ, STAFF, STANDARD, TAKE_AWAY, connecting
from saas_core.kernel.actors import Staff
from saas_core.kernel.addresses import Addresses
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.secrets import Digests, Secrets
from saas_core.kernel.tasks import CLIENT
from saas_core.policy import acting
from saas_core.policy.decision import Decision
from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode

Act: TypeAlias = acting.Act[IntegrationsWork]
Acts: TypeAlias = acting.Acts[IntegrationsWork]

CHECK: Final = "integrations.check"
"""Tasks of this kind look at one connection, named by its subject."""
COUNT: Final = "integrations.count_uses"
"""Tasks of this kind count the uses of a client's credentials into its journal."""
TEST_MAIL: Final = "integrations.test_mail"
"""An effect: a test message to one person, from the client's own address."""
FORGET_DOMAIN: Final = "integrations.forget_domain"
"""An effect: a domain is removed at the provider of mail."""


@frozen(kw_only=True)
class Desk:
    """What the use cases of integrations ask of services and of other contexts."""

    vault: Vault
    gateways: PaymentGateways
    links: AccountLinks
    domains: MailDomains
    dns: DnsRecords
    dkim: DkimKeys
    setup: Setup
    people: People
    enhancements: Enhancements
    tax_numbers: TaxNumbers
    countries: Countries
    addresses: Addresses
    digests: Digests
    secrets: Secrets


def may_connect(act: Act, desk: Desk, name: str) -> None:
    """Require that the actor may connect an integration, in whatever state it is; raises Refused.

    What is not included is answered by its clause with an offer, and what nothing names by nobody but a person. Staff
    guides and connects nothing once the setup is complete (2.1, 2.4).
    """
    act.require_allowed(judged(act, name))
    if isinstance(act.by, Staff) and desk.setup.activated(act.work):
        act.require(MANAGE)


def may_end(act: Act, desk: Desk, name: str) -> None:
    """Require that the actor may end a connection: a client may at any time, without a license and under a hold.

    Staff may where it may connect. Raises Refused, for what is not included as connecting it would.
    """
    if isinstance(act.by, Staff) or (name not in STANDARD and act.work.connections.get(name) is None):
        may_connect(act, desk, name)
    else:
        act.require(TAKE_AWAY)


def judged(act: Act, name: str) -> Decision:
    """Return whether the actor may connect what is called by a name: an integration, or what an exclusion names.

    A call system is excluded by whatever name of the terms it is asked for (3.1, 3.2, 3.6).
    """
    decision = act.decide(connecting(name))
    if ReasonCode.POLICY_SILENT not in {each.code for each in decision.reasons}:
        return decision
    for other in (f"exclusion.{name}", f"exclusion.{name}s"):
        found = act.decide(other)
        if ReasonCode.NOT_INCLUDED in {each.code for each in found.reasons}:
            return found
    return decision


def may_see(act: Act) -> bool:
    """Require that the actor may see the client's connections; return whether financial settings are shown too.

    The client sees its own also while they are suspended; staff sees states and records, and no settings of the
    client's own business. Raises Refused.
    """
    if isinstance(act.by, Staff):
        act.require(STAFF)
        return False
    act.require(READ)
    return True


def is_suspended(act: Act) -> bool:
    """Return whether the license closes integrations now: an overlay over the states, which all stay as they are."""
    return bool({each.code for each in act.decide(MANAGE).reasons} & LICENSE_CAUSES)


def shown(act: Act, name: str, connection: Connection | None, *, finances: bool = True) -> ConnectionView:
    """Return the view of a connection in this act."""
    return connection_view(act.work, name, connection, suspended=is_suspended(act), finances=finances)


def required(act: Act, name: str) -> Connection:
    """Return a connection that was made and not disconnected; raises ConnectionUnknown."""
    found = act.work.connections.get(name)
    if found is None or not found.live:
        raise ConnectionUnknown
    return found


def kept(act: Act, connection: Connection) -> None:
    """Store a connection, and have the client told of what changed for it."""
    act.work.connections.save(connection, act.at)
    if connection.failed_at is not None:
        act.want(SWEEP, CLIENT)


def subject_of(connection: Connection) -> str:
    """Return what the journal calls a connection."""
    return f"integration:{connection.id}"
