"""Services for integrations whose answers a test sets: keys of a gateway, records of the DNS, domains of mail.

Those of saas_sandbox speak the vendors' own words, behind their clients; these are quick, and know only ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field, frozen

from saas_app.integrations import Services, vault_over
from saas_core.integrations.errors import CredentialRefused, IdentityExists, NotOffered
from saas_core.integrations.model.gateway import GatewayReport, RightChecked
from saas_core.integrations.model.mail_domain import Sender
from saas_core.integrations.ports.sealing import DkimKey
from saas_core.integrations.ports.vendors import AccountLink
from saas_core.integrations.values import IdentityState, Mode, Problem, ProblemCode, RecordKind, Right
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable
from saas_core.kernel.ids import EffectId, IntegrationId
from saas_local import KeyFile
from saas_local.dkim import RsaDkimKeys
from saas_local.master_keys import KeyFileMasterKeys
from saas_testing.kit import Client, Kit, open_kit

GOOD_KEY = "rk_test_Canary7890123456abcd"
OTHER_KEY = "rk_test_Canary0000000000wxyz"
LIVE_KEY = "rk_live_Canary5555555555live"


@define
class Gateways:
    """A payment gateway: what each key may do, and whether it answers."""

    reports: dict[str, GatewayReport] = field(factory=dict)
    away: bool = False
    asked: list[Mode] = field(factory=list)

    def knows(
        self, secret: str = GOOD_KEY, *, missing: tuple[Right, ...] = (), account: str = "acct_1", currency: str = "GBP"
    ) -> None:
        """Let a key be known, without some rights."""
        rights = tuple(RightChecked(each, each not in missing) for each in Right)
        self.reports[secret] = GatewayReport(rights=rights, account=account, currency=currency, country="GB")

    def require_fit(self, secret: str, mode: Mode) -> None:
        """Refuse what is no restricted key of the mode."""
        if not secret.startswith(f"rk_{mode.value}_"):
            message = "is no restricted key for this mode."
            raise CredentialRefused(message, remedy="Make one.", problem=Problem(ProblemCode.CREDENTIAL_UNFIT))

    def verify(self, secret: str, mode: Mode) -> GatewayReport:
        """Say what a key may do."""
        self.asked.append(mode)
        if self.away:
            message = "The gateway does not answer."
            raise ProviderUnavailable(message, remedy="Wait.")
        if secret not in self.reports:
            message = "is not known there."
            raise CredentialRefused(message, remedy="Make one.", problem=Problem(ProblemCode.CREDENTIAL_REVOKED))
        return self.reports[secret]


@define
class Links:
    """Accounts that are linked once their owner is ready."""

    ready: bool = False
    away: bool = False
    offered: Mode | None = None

    def require_offered(self, mode: Mode) -> None:
        """Offer both modes, unless a test says which one."""
        if self.offered not in {None, mode}:
            message = "is not offered."
            raise InvalidValue(message, field="mode", remedy="Name the other one.")

    def open(self, connection_id: IntegrationId, mode: Mode, account: str = "") -> AccountLink:
        """Return the page of the one account of a connection."""
        if self.away:
            message = "The gateway does not answer."
            raise ProviderUnavailable(message, remedy="Wait.")
        name = account or f"acct_{connection_id.hex[:8]}"
        return AccountLink(account=name, url=f"https://gateway.example/{mode.value}/{name}")

    def look(self, account: str, mode: Mode) -> GatewayReport:
        """Say whether the owner is ready."""
        assert account
        del mode
        return GatewayReport(account=account, currency="EUR", country="DE", ready=self.ready)


@define
class Zone:
    """The DNS, with what a test published, and what happens once after the next answer was given."""

    records: dict[str, tuple[str, ...]] = field(factory=dict)
    away: bool = False
    afterwards: list[Callable[[], Any]] = field(factory=list)

    def look_up(self, name: str, kind: RecordKind) -> tuple[str, ...]:
        """Return what stands at a name."""
        del kind
        if self.away:
            message = "No server answered."
            raise ProviderUnavailable(message, remedy="Wait.")
        found = self.records.get(name, ())
        while self.afterwards:
            self.afterwards.pop()()
        return found

    def publish(self, view: Any, *purposes: str) -> None:
        """Publish the records of a connection, or those of some purposes."""
        for each in view.email.records:
            if not purposes or each.purpose in purposes:
                self.records[each.name] = (*self.records.get(each.name, ()), each.content)


@define
class Domains:
    """Domains at a provider of mail, each verified as soon as a test says so."""

    owners: dict[str, Any] = field(factory=dict)
    states: dict[str, IdentityState] = field(factory=dict)
    sent: list[tuple[str, str]] = field(factory=list)
    default: IdentityState = IdentityState.VERIFIED
    offered: bool = True

    def create(self, domain: str, *, selector: str, private_key: str, connection_id: IntegrationId) -> IdentityState:
        """Make a domain known."""
        assert selector
        assert "PRIVATE KEY" in private_key
        self._require(domain, connection_id)
        self.owners[domain] = connection_id
        return self.states.setdefault(domain, self.default)

    def state(self, domain: str, *, connection_id: IntegrationId) -> IdentityState:
        """Return the state of a domain."""
        self._require(domain, connection_id)
        return self.states.get(domain, IdentityState.ABSENT)

    def delete(self, domain: str, *, connection_id: IntegrationId) -> None:
        """Remove a domain."""
        if self.owners.get(domain) == connection_id:
            del self.owners[domain]
            self.states.pop(domain, None)

    def require_offered(self) -> None:
        """Offer domains, unless a test says otherwise."""
        if not self.offered:
            message = "is not offered."
            raise NotOffered(message, field="domain", remedy="Ask the provider.")

    def _require(self, domain: str, connection_id: IntegrationId) -> None:
        if self.owners.get(domain, connection_id) != connection_id:
            message = "is known already."
            raise IdentityExists(message, field="domain", remedy="Ask the provider.")

    def send_test(self, mail_id: EffectId, sender: Sender, to: str) -> None:
        """Take a message."""
        del mail_id
        self.sent.append((sender.address, to))


_PAIRS: list[DkimKey] = []


class OnePair:
    """Makes one pair of keys for all, since making one takes a while."""

    def new(self) -> DkimKey:
        """Return the pair."""
        if not _PAIRS:
            _PAIRS.append(RsaDkimKeys().new())
        return _PAIRS[0]


@frozen
class Street:
    """The services of a test, and what the application takes."""

    gateways: Gateways = field(factory=Gateways)
    links: Links = field(factory=Links)
    zone: Zone = field(factory=Zone)
    domains: Domains = field(factory=Domains)

    def services(self, keys: KeyFile) -> Services:
        """Return them as the application takes them, sealing under a key file."""
        master_keys = KeyFileMasterKeys(keys)
        return Services(
            gateways=self.gateways,
            links=self.links,
            domains=self.domains,
            dns=self.zone,
            dkim=OnePair(),
            master_keys=master_keys,
            vault=vault_over(master_keys, keys),
        )


@frozen(kw_only=True)
class Integrating:
    """A client with an active license, and the services it may connect."""

    kit: Kit
    client: Client
    street: Street

    @property
    def desk(self) -> Any:
        """The desks of integrations."""
        return self.kit.application.integrations

    @property
    def who(self) -> dict[str, Any]:
        """The client's owner, acting for the client."""
        return {"by": self.client.owner.by, "tenant_id": self.client.tenant_id}

    def connect_gateway(self, secret: str = GOOD_KEY, mode: Mode = Mode.TEST, **more: Any) -> Any:
        """Connect the payment gateway."""
        return self.desk.gateway.connect(**{**self.who, **more}, secret=secret, mode=mode)

    def connect_email(self, domain: str = "harbor.example", **more: Any) -> Any:
        """Connect a domain."""
        return self.desk.email.connect(**{**self.who, **more}, domain=domain, address=f"news@{domain}")

    def verify(self, name: str, **more: Any) -> Any:
        """Look at a connection."""
        return self.desk.connections.verify(**{**self.who, **more}, name=name)

    def show(self, name: str, **more: Any) -> Any:
        """Return a connection."""
        return self.desk.connections.show(**{**self.who, **more}, name=name)

    def connected_gateway(self, **more: Any) -> Any:
        """Connect a payment gateway that works."""
        self.street.gateways.knows(**more)
        self.connect_gateway()
        return self.verify("payment_gateway")

    def connected_email(self, domain: str = "harbor.example") -> Any:
        """Connect a domain that works."""
        self.street.zone.publish(self.connect_email(domain))
        return self.verify("email")

    def other_client(self) -> dict[str, Any]:
        """Return another client's owner, acting for it."""
        other = self.kit.active_client("rival")
        return {"by": other.owner.by, "tenant_id": other.tenant_id}

    def worked(self) -> Any:
        """Let the worker do what is due."""
        return self.kit.application.work.worker.drain()

    def entries(self, action: str) -> list[Any]:
        """Return the entries of the client's journal with an action."""
        with self.kit.application.store.read(self.client.tenant_id) as work:
            return [each for each in work.journal.entries(limit=100_000) if each.action == action]


@contextmanager
def integrating() -> Iterator[Integrating]:
    """Open a kit with a client and services over a store in memory."""
    street = Street()
    with open_kit(services=street.services) as kit:
        yield Integrating(kit=kit, client=kit.active_client(), street=street)
