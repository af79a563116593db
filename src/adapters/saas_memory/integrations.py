"""In-process storage for integrations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from attrs import evolve

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway
from saas_core.integrations.model.mail_domain import MailDomain
from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.ports import Standing, Uses, standing_of
from saas_core.integrations.values import ClaimKind, ClientKeyId, CredentialId
from saas_core.kernel.ids import IntegrationId, TenantId
from saas_memory.history import History, changed, ended, held
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork

JUDGED = ("integrations",)


class Ports(MemoryWork):
    """Repositories of integrations."""

    @cached_property
    def connections(self) -> MemoryConnections:
        """The tenant's connections."""
        return MemoryConnections(self.own)

    @cached_property
    def connection_details(self) -> MemoryDetails:
        """What they consist of."""
        return MemoryDetails(self.own)

    @cached_property
    def credentials(self) -> MemoryCredentials:
        """The tenant's sealed credentials."""
        return MemoryCredentials(self.own)

    @cached_property
    def client_keys(self) -> MemoryClientKeys:
        """The tenant's data keys."""
        return MemoryClientKeys(self.own)

    @cached_property
    def financial_settings(self) -> MemoryFinancialSettings:
        """The tenant's financial settings."""
        return MemoryFinancialSettings(self.own)

    @cached_property
    def integration_uses(self) -> MemoryUseCounts:
        """How often the tenant's credentials were used."""
        return MemoryUseCounts(self.own)

    @cached_property
    def claims(self) -> MemoryClaims:
        """What belongs to one client of all."""
        return MemoryClaims(self.shared, self.claiming, self.tenant_id)


class MemoryConnections:
    """The tenant's connections, and since when each works."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[str, Connection] = Rows(view, "integration_connections")
        self._standing: Rows[str, History[Standing]] = Rows(view, "integrations")

    def get(self, name: str) -> Connection | None:
        """Return the connection with an integration."""
        return self._rows.get(name)

    def save(self, connection: Connection, at: datetime) -> None:
        """Save a connection, and how it stands from now on."""
        self._rows.put(connection.name, connection)
        former = self._standing.get(connection.name) or ()
        standing = standing_of(connection)
        after = ended(former, at) if standing is None else changed(former, standing, at)
        if after != former:
            self._standing.put(connection.name, after)

    def all(self) -> tuple[Connection, ...]:
        """Return all of them by name."""
        return tuple(self._rows.scan())

    def standing(self, seen: datetime | None) -> tuple[Standing, ...]:
        """Return which integrations worked or had been added at an instant, by name."""
        found = (held(each, seen) for each in self._standing.scan())
        return tuple(each for each in found if each is not None)


class MemoryDetails:
    """What connections consist of."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._gateways: Rows[IntegrationId, Gateway] = Rows(view, "integration_gateways")
        self._domains: Rows[IntegrationId, MailDomain] = Rows(view, "integration_domains")

    def gateway(self, connection_id: IntegrationId) -> Gateway | None:
        """Return the payment gateway of a connection."""
        return self._gateways.get(connection_id)

    def save_gateway(self, gateway: Gateway) -> None:
        """Save a new or changed payment gateway."""
        self._gateways.put(gateway.connection_id, gateway)

    def mail_domain(self, connection_id: IntegrationId) -> MailDomain | None:
        """Return the domain of a connection."""
        return self._domains.get(connection_id)

    def save_mail_domain(self, domain: MailDomain) -> None:
        """Save a new or changed domain."""
        self._domains.put(domain.connection_id, domain)

    def drop(self, connection_id: IntegrationId) -> None:
        """Remove what a connection consisted of."""
        self._gateways.drop(connection_id)
        self._domains.drop(connection_id)


class MemoryCredentials:
    """The tenant's sealed credentials."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[CredentialId, SealedCredential] = Rows(view, "sealed_credentials")

    def get(self, credential_id: CredentialId) -> SealedCredential | None:
        """Return a sealed credential."""
        return self._rows.get(credential_id)

    def add(self, credential: SealedCredential) -> None:
        """Save a sealed credential."""
        self._rows.put(credential.id, credential)

    def drop(self, credential_id: CredentialId) -> None:
        """Remove a sealed credential for good."""
        self._rows.drop(credential_id)

    def all(self) -> tuple[SealedCredential, ...]:
        """Return all of them by id."""
        return tuple(self._rows.scan())


class MemoryClientKeys:
    """The tenant's data keys."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[ClientKeyId, ClientKey] = Rows(view, "client_keys")

    def get(self, key_id: ClientKeyId) -> ClientKey | None:
        """Return a data key."""
        return self._rows.get(key_id)

    def current(self) -> ClientKey | None:
        """Return the newest data key."""
        return max(self.all(), key=lambda each: (each.made_at, each.id), default=None)

    def save(self, key: ClientKey) -> None:
        """Save a new data key, or one that was wrapped anew."""
        self._rows.put(key.id, key)

    def all(self) -> tuple[ClientKey, ...]:
        """Return all data keys, oldest first."""
        return tuple(sorted(self._rows.scan(), key=lambda each: (each.made_at, each.id)))


class MemoryFinancialSettings:
    """The tenant's financial settings."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[str, FinancialSettings] = Rows(view, "financial_settings")

    def get(self) -> FinancialSettings | None:
        """Return the settings."""
        return self._rows.get("")

    def save(self, settings: FinancialSettings) -> None:
        """Save new or changed settings."""
        self._rows.put("", settings)


class MemoryUseCounts:
    """How often the tenant's credentials were used."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[UUID, Uses] = Rows(view, "integration_uses")

    def count(self, integration_id: IntegrationId, name: str, at: datetime) -> None:
        """Count one use."""
        known = self._rows.get(integration_id)
        uses = (
            Uses(integration_id=integration_id, name=name, count=1, first_at=at, last_at=at)
            if known is None
            else evolve(known, count=known.count + 1, last_at=at)
        )
        self._rows.put(integration_id, uses)

    def take(self) -> Sequence[Uses]:
        """Return what was counted, and start anew."""
        found = self._rows.scan()
        for each in found:
            self._rows.drop(each.integration_id)
        return found


class MemoryClaims:
    """Domains and accounts by their one holder; the first claim locks them all until the work ends."""

    def __init__(self, reading: View, writing: Callable[[], View], tenant_id: TenantId) -> None:
        """Read through one view until the first claim, then through the one that `writing` returns."""
        self._view = reading
        self._writing = writing
        self._tenant_id = tenant_id

    def holder(self, kind: ClaimKind, subject: str) -> TenantId | None:
        """Return the client that holds something."""
        return self._rows.get((kind.value, subject))

    def claim(self, kind: ClaimKind, subject: str) -> TenantId:
        """Claim something for the tenant unless it is held; return its holder."""
        self._view = self._writing()
        holder = self._rows.get((kind.value, subject))
        if holder is None:
            self._rows.put((kind.value, subject), self._tenant_id)
        return holder or self._tenant_id

    def release(self, kind: ClaimKind, subject: str) -> None:
        """Give up what the tenant holds."""
        self._view = self._writing()
        if self._rows.get((kind.value, subject)) == self._tenant_id:
            self._rows.drop((kind.value, subject))

    @property
    def _rows(self) -> Rows[tuple[str, str], TenantId]:
        return Rows(self._view, "integration_claims")
