"""The carriers of integrations: test messages, and domains that the provider of mail is to forget."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.ports.asking import People
from saas_core.integrations.ports.vendors import MailDomains
from saas_core.integrations.queries.standing import sender_of
from saas_core.integrations.values import EMAIL
from saas_core.kernel.ids import IntegrationId, TenantId, UserId
from saas_core.kernel.work import Effect, Transactions


@frozen(kw_only=True)
class TestMails:
    """Sends test messages; the address is read when sending, so that no effect holds it."""

    transactions: Transactions[IntegrationsWork]
    domains: MailDomains
    people: People

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Send one message; nothing is sent where the domain works no more, or the person is gone.

        Raises whatever sending raises.
        """
        with self.transactions.read(tenant_id) as work:
            sender = sender_of(work)
            to = self.people.address(work, UserId(UUID(str(effect.body["to"]))))
        if sender is not None and to:
            self.domains.send_test(effect.id, sender, to)


@frozen(kw_only=True)
class ForgottenDomains:
    """Removes domains at the provider of mail once their connection ended."""

    transactions: Transactions[IntegrationsWork]
    domains: MailDomains

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Remove a domain, unless the client connected it anew and proved it meanwhile; raises ProviderFault."""
        domain = str(effect.body["domain"])
        with self.transactions.read(tenant_id) as work:
            connection = work.connections.get(EMAIL)
            details = None if connection is None else work.connection_details.mail_domain(connection.id)
        if details is not None and details.domain == domain and details.proved:
            # It is in use again, and owed anew once that ends. Unproved, it may be anybody's by now.
            return
        number = effect.aggregate.partition(":")[2]
        self.domains.delete(domain, connection_id=IntegrationId(UUID(number)))
