"""Ports of integrations: what is stored; vendors are in `vendors`, sealing in `sealing`, other contexts in `asking`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway
from saas_core.integrations.model.mail_domain import MailDomain
from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.values import ClaimKind, ClientKeyId, CredentialId
from saas_core.kernel.ids import IntegrationId, TenantId
from saas_core.kernel.work import Work
from saas_core.policy.ports import TermsLibrary


@frozen(kw_only=True)
class Standing:
    """How a connection stands where answers are made: whether it works, and the title if an enhancement added it."""

    integration_id: IntegrationId
    name: str
    works: bool
    title: str = ""


def standing_of(connection: Connection) -> Standing | None:
    """Return how a connection stands where answers are made; None if no answer depends on it."""
    if not connection.works and not connection.added:
        return None
    return Standing(integration_id=connection.id, name=connection.name, works=connection.works, title=connection.title)


class Connections(Protocol):
    """The tenant's connections, one for each integration that was ever connected."""

    def get(self, name: str) -> Connection | None:
        """Return the connection with an integration."""
        ...

    def save(self, connection: Connection, at: datetime) -> None:
        """Store a connection, new or changed; since when it works, and until when it did, is kept too."""
        ...

    def all(self) -> tuple[Connection, ...]:
        """Return all of them by name."""
        ...

    def standing(self, seen: datetime | None) -> tuple[Standing, ...]:
        """Return which integrations worked or had been added at an instant, or now for None, by name.

        Answers rest on them, so they count toward the tenant's edition.
        """
        ...


class Credentials(Protocol):
    """The tenant's sealed credentials, and the data keys that seal them."""

    def get(self, credential_id: CredentialId) -> SealedCredential | None:
        """Return a sealed credential."""
        ...

    def add(self, credential: SealedCredential) -> None:
        """Store a sealed credential."""
        ...

    def drop(self, credential_id: CredentialId) -> None:
        """Remove a sealed credential for good."""
        ...

    def all(self) -> tuple[SealedCredential, ...]:
        """Return all sealed credentials by id."""
        ...


class ClientKeys(Protocol):
    """The tenant's data keys."""

    def get(self, key_id: ClientKeyId) -> ClientKey | None:
        """Return a data key."""
        ...

    def current(self) -> ClientKey | None:
        """Return the data key that new credentials are sealed under; None before there is one."""
        ...

    def save(self, key: ClientKey) -> None:
        """Store a data key, new or wrapped anew."""
        ...

    def all(self) -> tuple[ClientKey, ...]:
        """Return all data keys, oldest first."""
        ...


class Details(Protocol):
    """What the kinds of connections consist of."""

    def gateway(self, connection_id: IntegrationId) -> Gateway | None:
        """Return the payment gateway of a connection."""
        ...

    def save_gateway(self, gateway: Gateway) -> None:
        """Store a payment gateway, new or changed."""
        ...

    def mail_domain(self, connection_id: IntegrationId) -> MailDomain | None:
        """Return the domain of a connection."""
        ...

    def save_mail_domain(self, domain: MailDomain) -> None:
        """Store a domain, new or changed."""
        ...

    def drop(self, connection_id: IntegrationId) -> None:
        """Remove what a connection consisted of."""
        ...


class SettingsOfClient(Protocol):
    """The tenant's financial settings."""

    def get(self) -> FinancialSettings | None:
        """Return the settings; None before they were made."""
        ...

    def save(self, settings: FinancialSettings) -> None:
        """Store the settings, new or changed."""
        ...


@frozen(kw_only=True)
class Uses:
    """The uses of a connection that no entry of the journal counts yet."""

    integration_id: IntegrationId
    name: str
    count: int
    first_at: datetime
    last_at: datetime


class UseCounts(Protocol):
    """How often the tenant's credentials were used since the journal last counted it."""

    def count(self, integration_id: IntegrationId, name: str, at: datetime) -> None:
        """Count one use."""
        ...

    def take(self) -> Sequence[Uses]:
        """Return what was counted, and start anew."""
        ...


class Claims(Protocol):
    """Domains and accounts by their one holder of all clients; a claim lasts only if the unit of work commits."""

    def holder(self, kind: ClaimKind, subject: str) -> TenantId | None:
        """Return the client that holds something; None while nobody does."""
        ...

    def claim(self, kind: ClaimKind, subject: str) -> TenantId:
        """Claim something for the tenant unless it is held; return its holder."""
        ...

    def release(self, kind: ClaimKind, subject: str) -> None:
        """Give up what the tenant holds; what another one holds stays."""
        ...


class IntegrationsWork(Work, Protocol):
    """A unit of work with the integrations of a client."""

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...

    @property
    def connections(self) -> Connections:
        """The tenant's connections."""
        ...

    @property
    def connection_details(self) -> Details:
        """What they consist of."""
        ...

    @property
    def credentials(self) -> Credentials:
        """The tenant's sealed credentials."""
        ...

    @property
    def client_keys(self) -> ClientKeys:
        """The tenant's data keys."""
        ...

    @property
    def financial_settings(self) -> SettingsOfClient:
        """The tenant's financial settings."""
        ...

    @property
    def integration_uses(self) -> UseCounts:
        """How often the tenant's credentials were used."""
        ...

    @property
    def claims(self) -> Claims:
        """What belongs to one client of all."""
        ...
