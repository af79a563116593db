"""The client itself: its identity, its account, and the setup of its instance."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.tenancy.errors import AccountUnknown, TenantUnknown
from saas_core.tenancy.queries import AccountView, ActivationView, TaskView, TenantView
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.values import Country, Email, Language, Name, Zone

tenant = Router("tenant", "Your company, its account, and the setup of its instance (2.1).")

READ = client("license.read")
MANAGE = client("account.manage")


@frozen(kw_only=True)
class Account:
    """The new account configuration: ISO 3166 country, IANA time zone, BCP 47 language.

    Invoices for paid work name the billing address and the tax number; without them the former ones stay.
    """

    legal_name: Name
    country: Country
    time_zone: Zone
    language: Language
    contact_email: Email
    billing_address: Annotated[str, Text(0, 500, form="prose", fit=text.prose)] | None = None
    tax_number: Annotated[str, Text(0, 100)] | None = None


@frozen
class SetupView:
    """The setup tasks done so far, and those missing for activation, in readable form."""

    tenant_id: TenantId
    instance_id: InstanceId
    active: bool
    checklist: tuple[TaskView, ...]
    missing: tuple[str, ...]


@tenant.get("/tenant", READ, TenantUnknown)
def show(call: Call) -> TenantView:
    """Show your company, its instance and its setup."""
    return call.app.tenancy.show(**call.acting)


@tenant.get("/account", READ, TenantUnknown, AccountUnknown)
def account(call: Call) -> AccountView:
    """Show the account."""
    return _account(call.app.tenancy.show(**call.acting))


@tenant.put("/account", MANAGE, TenantUnknown)
def configure(call: Call, body: Account) -> AccountView:
    """Configure the account: legal name, country, time zone, language, contact (2.1)."""
    return configured(call, body)


@tenant.get("/setup", READ, TenantUnknown)
def setup(call: Call) -> SetupView:
    """Show the checklist of the setup."""
    return setup_of(call.app.tenancy.show(**call.acting))


@tenant.post("/setup/activate", MANAGE, TenantUnknown)
def activate(call: Call) -> ActivationView:
    """Activate the instance, once; a repeat answers with the first result.

    From then on you alone control users and roles (1.5). Missing tasks are reported as reasons.
    """
    return call.app.tenancy.activate(**call.writing)


def configured(call: Call, body: Account) -> AccountView:
    """Configure the current client's account."""
    return _account(
        call.app.tenancy.configure_account(
            **call.editing,
            legal_name=body.legal_name,
            country=body.country,
            time_zone=body.time_zone,
            language=body.language,
            contact_email=body.contact_email,
            billing_address=body.billing_address,
            tax_number=body.tax_number,
        )
    )


def setup_of(view: TenantView) -> SetupView:
    """Return the view of a client's setup."""
    return SetupView(view.tenant_id, view.instance_id, view.activated_at is not None, view.checklist, view.missing)


def _account(view: TenantView) -> AccountView:
    if view.account is None:
        raise AccountUnknown
    return view.account
