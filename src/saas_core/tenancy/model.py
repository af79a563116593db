"""The tenant: one licensee with its one instance, hosted by the provider (0.2, 1.1, 2.1)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from saas_core.kernel import text, zones
from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy import values


def _legal_name(value: str) -> str:
    return text.name(value, "legal_name")


def _contact_email(value: str) -> str:
    return text.email(value, "contact_email")


def _country(value: str) -> str:
    return values.country(value)


def _time_zone(value: str) -> str:
    return zones.time_zone(value)


def _billing_address(value: str | None) -> str:
    return text.prose(value, "billing_address") if value else ""


def _tax_number(value: str | None) -> str:
    return text.reference(value, "tax_number") if value else ""


def _language(value: str) -> str:
    return values.language(value)


@frozen
class Account:
    """The result of account configuration (2.1): legal name, country, time zone, language, contact.

    Invoices for paid work name the `billing_address` and the `tax_number`, either of which may be empty. Every field
    is normalized; raises InvalidValue naming the field that is wrong.
    """

    legal_name: str = field(converter=_legal_name)
    country: str = field(converter=_country)
    time_zone: str = field(converter=_time_zone)
    language: str = field(converter=_language)
    contact_email: str = field(converter=_contact_email)
    billing_address: str = field(default="", converter=_billing_address)
    tax_number: str = field(default="", converter=_tax_number)

    def with_former(self, former: Account | None, kept: frozenset[str]) -> Account:
        """Return the account in which the `kept` fields are as in a former one, if there is one."""
        return self if former is None else evolve(self, **{name: getattr(former, name) for name in kept})


@frozen
class Instance:
    """The tenant's one instance: its AWS region, and the instant of its activation (None: in setup)."""

    id: InstanceId
    region: str = field(converter=values.region)
    activated_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Return whether the setup was completed."""
        return self.activated_at is not None


@frozen
class Tenant:
    """A licensee: its short name, its declared kind, its account and its instance."""

    id: TenantId
    slug: str = field(converter=values.slug)
    kind: LicenseeKind
    instance: Instance
    added_at: datetime
    account: Account | None = None

    def configured(self, account: Account) -> Tenant:
        """Return the tenant with this account; it may be configured again at any time."""
        return evolve(self, account=account)

    def activated(self, at: datetime) -> Tenant:
        """Return the tenant with its instance active since `at`; an active one keeps its first instant."""
        if self.instance.active:
            return self
        return evolve(self, instance=evolve(self.instance, activated_at=at))
