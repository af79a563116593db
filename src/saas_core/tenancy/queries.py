"""Views of a tenant: its identity, its instance, and the setup still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.kernel.revisions import revision_of
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.reasons import Reason
from saas_core.tenancy.model import Account, Tenant
from saas_core.tenancy.policies import checklist, missing
from saas_core.tenancy.values import TITLES


@frozen
class AccountView:
    """The account as it was configured."""

    legal_name: str
    country: str
    time_zone: str
    language: str
    contact_email: str
    billing_address: str = ""
    tax_number: str = ""

    @property
    def revision(self) -> str:
        """Return the revision of the account as it is shown here."""
        return revision_of(self)


@frozen
class TaskView:
    """A task of the setup: its stable key, its title for people, and whether it is done."""

    task: str
    title: str
    done: bool


@frozen
class TenantView:
    """A tenant with its instance and the checklist of its setup (2.1).

    `activated_at` is None while the instance is in setup; `missing` then names, for people, the steps left before
    activation, including those of the license.
    """

    tenant_id: TenantId
    slug: str
    kind: str
    added_at: datetime
    instance_id: InstanceId
    region: str
    activated_at: datetime | None
    account: AccountView | None
    checklist: tuple[TaskView, ...]
    missing: tuple[str, ...]


@frozen
class TenantLine:
    """A tenant in a list: whether its license is in good standing, and the codes of the reasons if it is not."""

    slug: str
    tenant_id: TenantId
    kind: str
    region: str
    activated_at: datetime | None
    good_standing: bool
    reasons: tuple[str, ...]

    def fits(self, *, good_standing: bool | None, active: bool | None, kind: LicenseeKind | None) -> bool:
        """Return whether it is in good standing or not, active or in setup, of a kind; None asks nothing."""
        return (
            good_standing in {None, self.good_standing}
            and active in {None, self.activated_at is not None}
            and (kind is None or self.kind == kind.value)
        )


@frozen
class TenantsPage:
    """Some of the tenants asked for, and the short name after which the next ones are found; None if these are all."""

    tenants: tuple[TenantLine, ...]
    after: str | None


@frozen
class ActivationView:
    """The first activation: the instance, and the instant since which it is active."""

    tenant_id: TenantId
    slug: str
    instance_id: InstanceId
    region: str
    activated_at: datetime


def tenant_view(tenant: Tenant, owners: int, reasons: Iterable[Reason]) -> TenantView:
    """Return the view of a tenant; `reasons` are those for which its license is not in good standing."""
    return TenantView(
        tenant_id=tenant.id,
        slug=tenant.slug,
        kind=tenant.kind.value,
        added_at=tenant.added_at,
        instance_id=tenant.instance.id,
        region=tenant.instance.region,
        activated_at=tenant.instance.activated_at,
        account=account_view(tenant),
        checklist=tuple(TaskView(each.task.value, TITLES[each.task], each.done) for each in checklist(tenant, owners)),
        missing=missing(tenant, owners, reasons),
    )


def tenant_line(tenant: Tenant, reasons: Iterable[Reason]) -> TenantLine:
    """Return the tenant as a line of a list; `reasons` are those for which its license is not in good standing."""
    codes = tuple(each.code.value for each in reasons)
    instance = tenant.instance
    return TenantLine(
        slug=tenant.slug,
        tenant_id=tenant.id,
        kind=tenant.kind.value,
        region=instance.region,
        activated_at=instance.activated_at,
        good_standing=not codes,
        reasons=codes,
    )


def activation_view(tenant: Tenant, activated_at: datetime) -> ActivationView:
    """Return the view of an activation."""
    return ActivationView(
        tenant_id=tenant.id,
        slug=tenant.slug,
        instance_id=tenant.instance.id,
        region=tenant.instance.region,
        activated_at=activated_at,
    )


def account_view(tenant: Tenant) -> AccountView | None:
    """Return the view of an account; None before it was configured."""
    return None if tenant.account is None else _account(tenant.account)


def _account(account: Account) -> AccountView:
    return AccountView(
        legal_name=account.legal_name,
        country=account.country,
        time_zone=account.time_zone,
        language=account.language,
        contact_email=account.contact_email,
        billing_address=account.billing_address,
        tax_number=account.tax_number,
    )
