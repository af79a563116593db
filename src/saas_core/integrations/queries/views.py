"""Connections as they are shown: never with a credential, of which a fingerprint and the last four characters show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from attrs import frozen

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway
from saas_core.integrations.model.mail_domain import MailDomain
from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.problems import ProblemView, problem_view
from saas_core.integrations.values import EMAIL, FINANCIAL_SETTINGS, PAYMENT_GATEWAY, ConnectionState
from saas_core.kernel.ids import IntegrationId

NOT_CONNECTED: Final = "not_connected"
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {PAYMENT_GATEWAY: "Payment gateway", EMAIL: "E-mail", FINANCIAL_SETTINGS: "Financial settings"}
)


@frozen(kw_only=True)
class CredentialView:
    """What is shown of a sealed credential."""

    fingerprint: str
    last_four: str
    sealed_at: datetime


@frozen(kw_only=True)
class GatewayRightView:
    """A right that was tried, and whether the key has it."""

    right: str
    granted: bool


@frozen(kw_only=True)
class GatewayView:
    """A payment gateway: live or test, by key or linked, and what could be read of the account."""

    mode: str
    linked: bool
    account: str
    currency: str
    country: str
    rights: tuple[GatewayRightView, ...]


@frozen(kw_only=True)
class RecordView:
    """A DNS record to copy, and what our own look-up found of it: unchecked, pending, found or wrong."""

    purpose: str
    kind: str
    name: str
    content: str
    state: str


@frozen(kw_only=True)
class EmailView:
    """A domain that mails are sent from, its sender, whether it was proved, and its records."""

    domain: str
    address: str
    sender_name: str
    reply_to: str
    proved: bool
    at_provider: str
    records: tuple[RecordView, ...]


@frozen(kw_only=True)
class FinancesView:
    """Financial settings of the client's own."""

    currency: str
    country: str
    tax_number: str
    fiscal_year_month: int
    fiscal_year_day: int
    invoice_prefix: str
    next_number: int


@frozen(kw_only=True)
class ConnectionView:
    """A connection: its state, whether a lapsed license suspends it, what is in its way, and what it consists of."""

    integration_id: IntegrationId | None
    name: str
    title: str
    state: str
    suspended: bool
    added: bool
    changed_at: datetime | None
    checked_at: datetime | None
    problem: ProblemView | None
    credential: CredentialView | None
    gateway: GatewayView | None
    email: EmailView | None
    finances: FinancesView | None


@frozen(kw_only=True)
class CatalogueRow:
    """An integration in a client's catalogue: whether it is included, and its state, or its clauses and an offer.

    `included` are the standard ones and those that a delivered enhancement added. What is not included has the verdict
    and the remedy of asking for it.
    """

    name: str
    title: str
    included: bool
    added: bool
    clauses: tuple[str, ...]
    state: str
    suspended: bool
    problem: ProblemView | None
    verdict: str
    remedy: str


@frozen(kw_only=True)
class LinkView:
    """A payment gateway that is being linked, and the page on which the account's owner finishes it."""

    connection: ConnectionView
    url: str


@frozen(kw_only=True)
class NumberView:
    """The number of an invoice of the client's own, taken for it."""

    number: str


@frozen(kw_only=True)
class RotationView:
    """A rotation of the master key: the key that wraps now, and how many clients and data keys were wrapped anew.

    `made` says whether another key became current, `unreadable` how many data keys cannot be opened and stay, and
    `left` the short names of the clients that they are of.
    """

    master_key_id: str
    made: bool
    clients: int
    keys: int
    unreadable: int
    left: tuple[str, ...]


def state_text(connection: Connection | None) -> str:
    """Return the state of a connection as it is told; one that was never made is not connected."""
    if connection is None:
        return NOT_CONNECTED
    # One that was added is there before anybody connected it.
    never = connection.state is ConnectionState.DISCONNECTED and connection.changed_at == connection.made_at
    return NOT_CONNECTED if never and connection.added else connection.state.value


def connection_view(
    work: IntegrationsWork, name: str, connection: Connection | None, *, suspended: bool, finances: bool = True
) -> ConnectionView:
    """Return the view of a connection, from its unit of work; `finances` shows financial settings, too."""
    details = work.connection_details
    gateway = None if connection is None else details.gateway(connection.id)
    domain = None if connection is None else details.mail_domain(connection.id)
    settings = work.financial_settings.get() if name == FINANCIAL_SETTINGS and finances else None
    live = connection is not None and connection.live
    return ConnectionView(
        integration_id=None if connection is None else connection.id,
        name=name,
        title=TITLES.get(name) or ("" if connection is None else connection.title) or name,
        state=state_text(connection),
        suspended=suspended and live,
        added=connection is not None and connection.added,
        changed_at=None if connection is None else connection.changed_at,
        checked_at=None if connection is None else connection.checked_at,
        problem=None if connection is None or connection.problem is None else problem_view(connection.problem),
        # The key that signs mail is ours to keep, and says nothing to anybody.
        credential=None if connection is None or name == EMAIL else _credential_view(work, connection),
        gateway=None if gateway is None else gateway_view(gateway),
        email=None if domain is None else email_view(domain),
        finances=None if settings is None or not live else finances_view(settings),
    )


def _credential_view(work: IntegrationsWork, connection: Connection) -> CredentialView | None:
    found = None if connection.credential_id is None else work.credentials.get(connection.credential_id)
    if found is None:
        return None
    return CredentialView(fingerprint=found.fingerprint, last_four=found.last_four, sealed_at=found.sealed_at)


def gateway_view(gateway: Gateway) -> GatewayView:
    """Return the view of a payment gateway."""
    return GatewayView(
        mode=gateway.mode.value,
        linked=gateway.linked,
        account=gateway.account,
        currency=gateway.currency,
        country=gateway.country,
        rights=tuple(GatewayRightView(right=each.right.value, granted=each.granted) for each in gateway.rights),
    )


def email_view(domain: MailDomain) -> EmailView:
    """Return the view of a domain."""
    return EmailView(
        domain=domain.domain,
        address=domain.sender.address,
        sender_name=domain.sender.name,
        reply_to=domain.sender.reply_to,
        proved=domain.proved,
        at_provider=domain.identity.value,
        records=tuple(
            RecordView(
                purpose=each.purpose.value,
                kind=each.kind.value,
                name=each.name,
                content=each.content,
                state=each.state.value,
            )
            for each in domain.records
        ),
    )


def finances_view(settings: FinancialSettings) -> FinancesView:
    """Return the view of financial settings."""
    return FinancesView(
        currency=settings.currency,
        country=settings.country,
        tax_number=settings.tax_number,
        fiscal_year_month=settings.fiscal_year_month,
        fiscal_year_day=settings.fiscal_year_day,
        invoice_prefix=settings.invoice_prefix,
        next_number=settings.next_number,
    )
