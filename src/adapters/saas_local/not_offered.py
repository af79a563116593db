"""Services that this installation does not offer: every call says so, and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

from saas_core.integrations.errors import NotOffered

if TYPE_CHECKING:
    from saas_core.integrations.model.gateway import GatewayReport
    from saas_core.integrations.model.mail_domain import Sender
    from saas_core.integrations.ports.vendors import AccountLink
    from saas_core.integrations.values import IdentityState, Mode
    from saas_core.kernel.ids import EffectId, IntegrationId


class NoAccountLinks:
    """The account links of an installation whose provider has no account for payments: none."""

    def require_offered(self, mode: Mode) -> None:
        """Raise NotOffered."""
        del mode
        _no_links()

    def open(self, connection_id: IntegrationId, mode: Mode, account: str = "") -> AccountLink:
        """Raise NotOffered."""
        del connection_id, mode, account
        _no_links()

    def look(self, account: str, mode: Mode) -> GatewayReport:
        """Raise NotOffered."""
        del account, mode
        _no_links()


class NoMailDomains:
    """The domains of an installation that sends no mail for clients: none."""

    def require_offered(self) -> None:
        """Raise NotOffered."""
        _no_domains()

    def create(self, domain: str, *, selector: str, private_key: str, connection_id: IntegrationId) -> IdentityState:
        """Raise NotOffered."""
        del domain, selector, private_key, connection_id
        _no_domains()

    def state(self, domain: str, *, connection_id: IntegrationId) -> IdentityState:
        """Raise NotOffered."""
        del domain, connection_id
        _no_domains()

    def delete(self, domain: str, *, connection_id: IntegrationId) -> None:
        """Do nothing: no domain was ever made known."""
        del domain, connection_id

    def send_test(self, mail_id: EffectId, sender: Sender, to: str) -> None:
        """Raise NotOffered."""
        del mail_id, sender, to
        _no_domains()


def _no_links() -> Never:
    message = "accounts cannot be linked here."
    raise NotOffered(message, field="mode", remedy="Connect by a restricted key, or have SAAS_STRIPE_KEY configured.")


def _no_domains() -> Never:
    message = "mail is not sent from clients' domains here."
    raise NotOffered(message, field="domain", remedy="Have SAAS_SES_REGION configured.")
