"""Connections with other services: payment gateway, e-mail, financial settings, and what enhancements added (2.2)."""

from __future__ import annotations

from attrs import frozen

from saas_core.integrations.commands import (
    ConnectEmail,
    ConnectGateway,
    ConnectOther,
    LinkGateway,
    SetFinances,
)
from saas_core.integrations.errors import (
    AccountHeld,
    ConnectionNotNow,
    ConnectionUnknown,
    CredentialRefused,
    ModeMixed,
    NotConnected,
    NotOffered,
)
from saas_core.integrations.queries.views import CatalogueRow, ConnectionView, FinancesView, LinkView, NumberView
from saas_core.kernel.errors import Conflict, ProviderRefused, ProviderUnavailable
from saas_core.kernel.revisions import RevisionStale
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.commands import fields_of

integrations = Router(
    "integrations",
    "Connections with other services; credentials are sealed and never returned (2.2).",
    name="integrations",
)

READ = client("integrations.read")
MANAGE = client("integrations.manage")
GATEWAY = client("integration.payment_gateway")
EMAIL = client("integration.email")
ENDING = client("integrations.take_away")
FINANCES = client("integration.financial_settings")
FINANCES_USE = client("integration.financial_settings.use")


@frozen(kw_only=True)
class CatalogueView:
    """A client's catalogue: what is included with its state, what is not with its clauses and an offer."""

    integrations: tuple[CatalogueRow, ...]


@integrations.get("/integrations", READ)
def catalogue(call: Call) -> CatalogueView:
    """List the catalogue; what is not included names its clauses and how to ask for an estimate."""
    return CatalogueView(integrations=call.app.integrations.connections.list(**call.acting))


@integrations.put("/integrations/payment_gateway/key", GATEWAY, CredentialRefused, AccountHeld, ModeMixed,
                  ConnectionNotNow, RevisionStale, ProviderUnavailable, edits=False)  # fmt: skip
def connect_gateway(call: Call, body: ConnectGateway) -> ConnectionView:
    """Connect your own payment gateway by a restricted key, or replace the key of a working one.

    The key is verified by one call for each right that is needed; it is sealed and never returned.
    """
    return call.app.integrations.gateway.connect(**call.writing, **fields_of(body))


@integrations.post(
    "/integrations/payment_gateway/link", GATEWAY, ModeMixed, ConnectionNotNow, NotOffered, ProviderUnavailable
)
def link_gateway(call: Call, body: LinkGateway) -> LinkView:
    """Link your own account; finish it on the page that is returned."""
    return call.app.integrations.gateway.link(**call.writing, **fields_of(body))


@integrations.put("/integrations/email/domain", EMAIL, ConnectionNotNow, NotOffered, RevisionStale, edits=False)
def connect_email(call: Call, body: ConnectEmail) -> ConnectionView:
    """Connect a domain to send from, or change the sender of the connected one; the answer has the DNS records."""
    return call.app.integrations.email.connect(**call.writing, **fields_of(body))


@integrations.put("/integrations/financial_settings/values", FINANCES, Conflict, edits=False)
def set_finances(call: Call, body: SetFinances) -> ConnectionView:
    """Set your financial settings: currency, tax number, fiscal year, and the numbers of your own invoices."""
    return call.app.integrations.finances.set(**call.writing, **fields_of(body))


@integrations.get("/integrations/financial_settings/values", FINANCES_USE, NotConnected)
def finances(call: Call) -> FinancesView:
    """Read the financial settings, as whoever may use them."""
    return call.app.integrations.finances.show(**call.acting)


@integrations.post("/integrations/financial_settings/numbers", FINANCES_USE, NotConnected)
def take_number(call: Call) -> NumberView:
    """Take the number of your next own invoice; no number is given twice."""
    return call.app.integrations.finances.take_number(**call.writing)


@integrations.post("/integrations", MANAGE, ConnectionUnknown, CredentialRefused, ProviderUnavailable)
def connect_other(call: Call, body: ConnectOther) -> ConnectionView:
    """Connect an integration that an enhancement added; any other is answered by its clause (3.1, 3.2, 3.6)."""
    return call.app.integrations.others.connect(**call.writing, **fields_of(body))


@integrations.get("/integrations/{name}", READ)
def show(call: Call, name: str) -> ConnectionView:
    """Show a connection: its state, what is in its way, its DNS records; never a credential."""
    return call.app.integrations.connections.show(**call.acting, name=name)


@integrations.post("/integrations/{name}/verify", MANAGE, ConnectionUnknown, RevisionStale, ProviderRefused)
def verify(call: Call, name: str) -> ConnectionView:
    """Look at a connection now."""
    return call.app.integrations.connections.verify(**call.writing, name=name)


@integrations.post("/integrations/{name}/test", MANAGE, ConnectionUnknown, NotConnected, RevisionStale, ProviderRefused)
def test(call: Call, name: str) -> ConnectionView:
    """Try a connection: e-mail by a test message to you, any other by a look."""
    return call.app.integrations.connections.test(**call.writing, name=name)


@integrations.post("/integrations/{name}/disconnect", ENDING, ConnectionUnknown)
def disconnect(call: Call, name: str) -> ConnectionView:
    """End a connection, also without a license; its credential is removed for good."""
    return call.app.integrations.connections.disconnect(**call.writing, name=name)
