"""The services behind integrations, as the settings name them, and what integrations ask of other contexts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from saas_app.answers import whole
from saas_core.access.values import UserState
from saas_core.engagements.work.values import Delivered
from saas_core.kernel.addresses import canonical

if TYPE_CHECKING:
    from saas_app.settings import Settings
    from saas_core.integrations.ports.sealing import DkimKeys, MasterKeys, Vault
    from saas_core.integrations.ports.vendors import AccountLinks, DnsRecords, MailDomains, PaymentGateways
    from saas_core.kernel.ids import EnhancementId, UserId
    from saas_core.kernel.work import Work
    from saas_local import KeyFile


@frozen(kw_only=True)
class Services:
    """What clients connect, and what seals their credentials."""

    gateways: PaymentGateways
    links: AccountLinks
    domains: MailDomains
    dns: DnsRecords
    dkim: DkimKeys
    master_keys: MasterKeys
    vault: Vault = field(repr=False)


MakesServices: TypeAlias = "Callable[[KeyFile], Services]"
"""Makes the services with the key file, under which credentials may be sealed."""


class WhenUsed:
    """Something made when it is first used, since making it imports what few commands need."""

    def __init__(self, make: Callable[[], Any]) -> None:
        """Take what makes it; a failed attempt is repeated with the next use."""
        self._make = make
        self._guard = threading.Lock()
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the thing has
        """Make the thing if need be, and return what it has by that name."""
        with self._guard:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def services_of(settings: Settings, keys: KeyFile) -> Services:
    """Return the services that the settings name; nothing is imported or asked before it is used."""
    master_keys: Any = WhenUsed(lambda: _master_keys(settings, keys))
    return Services(
        gateways=_when_used(_gateways),
        links=_when_used(lambda: _links(settings)),
        domains=_when_used(lambda: _domains(settings)),
        dns=_when_used(lambda: _dns(settings)),
        dkim=_when_used(_dkim),
        master_keys=master_keys,
        vault=_when_used(lambda: vault_over(master_keys, keys)),
    )


def vault_over(master_keys: MasterKeys, keys: KeyFile) -> Vault:
    """Return the vault whose data keys these master keys wrap."""
    from saas_local.vault import EnvelopeVault  # noqa: PLC0415

    return EnvelopeVault(master_keys, keys)


def _when_used(make: Callable[[], Any]) -> Any:  # noqa: ANN401 - it is what it makes
    return WhenUsed(make)


def _master_keys(settings: Settings, keys: KeyFile) -> MasterKeys:
    if not settings.credentials_kms_key:
        from saas_local.master_keys import KeyFileMasterKeys  # noqa: PLC0415

        return KeyFileMasterKeys(keys)
    from saas_aws import kms_client  # noqa: PLC0415
    from saas_aws.master_keys import KmsMasterKeys  # noqa: PLC0415

    client: Any = kms_client(settings.credentials_kms_region)
    return KmsMasterKeys(client, settings.credentials_kms_key)


def _gateways() -> PaymentGateways:
    from saas_stripe.gateways import StripeGateways  # noqa: PLC0415

    return StripeGateways()


def _links(settings: Settings) -> AccountLinks:
    if not settings.stripe_key:
        from saas_local.not_offered import NoAccountLinks  # noqa: PLC0415

        return NoAccountLinks()
    from saas_stripe import connect  # noqa: PLC0415
    from saas_stripe.account_links import StripeAccountLinks, mode_of_key  # noqa: PLC0415

    key = settings.stripe_key
    return StripeAccountLinks(connect(key), mode_of_key(key), return_url=settings.return_url)


def _domains(settings: Settings) -> MailDomains:
    if not settings.ses_region:
        from saas_local.not_offered import NoMailDomains  # noqa: PLC0415

        return NoMailDomains()
    from saas_aws import ses_client  # noqa: PLC0415
    from saas_aws.domains import SesDomains  # noqa: PLC0415

    client: Any = ses_client(settings.ses_region)
    return SesDomains(client, configuration_set=settings.ses_configuration_set)


def _dns(settings: Settings) -> DnsRecords:
    from saas_local.dns import Resolver  # noqa: PLC0415

    servers = tuple(each.strip() for each in settings.dns_servers.split(",") if each.strip())
    return Resolver(nameservers=servers)


def _dkim() -> DkimKeys:
    from saas_local.dkim import RsaDkimKeys  # noqa: PLC0415

    return RsaDkimKeys()


class SetupOfTenancy:
    """Answers integrations' question whether a client's instance is active."""

    def activated(self, work: Work) -> bool:
        """Return whether the setup was completed."""
        tenant = whole(work).tenants.get()
        return tenant is not None and tenant.instance.active


class PeopleOfAccess:
    """Answers integrations' question where a person gets mail."""

    def address(self, work: Work, user_id: UserId) -> str:
        """Return the address of an active user, or ""."""
        user = whole(work).users.get(user_id)
        return "" if user is None or user.state is not UserState.ACTIVE else canonical(user.email)


class EnhancementsOfEngagements:
    """Answers integrations' question what was delivered."""

    def delivered(self, work: Work, enhancement_id: EnhancementId) -> bool:
        """Return whether a row of the client's register says that something was delivered."""
        found = whole(work).enhancements.get(enhancement_id)
        return found is not None and found.kind is Delivered.DELIVERED


class CountriesOfTenancy:
    """Answers integrations' question which countries there are."""

    def read(self, value: str) -> str:
        """Return a country's code in capitals; raises InvalidValue."""
        from saas_core.tenancy.values import country  # noqa: PLC0415

        return country(value)
