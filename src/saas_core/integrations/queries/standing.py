"""What others read of connections: the gate which work, the post who sends a client's mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from saas_core.integrations.model.mail_domain import Sender
from saas_core.integrations.ports import IntegrationsWork, Standing
from saas_core.integrations.values import EMAIL, FINANCIAL_SETTINGS
from saas_core.kernel.ids import IntegrationId
from saas_core.kernel.work import Work


@frozen
class ConnectionsThatWork:
    """Answers the gate which integrations work, and which were added (2.2, 5.3); both count toward the edition.

    `whole` returns a unit of work with the stores of integrations.
    """

    whole: Callable[[Work], IntegrationsWork]

    def connected(self, work: Work, integration_id: IntegrationId | None, *, seen: datetime | None) -> frozenset[str]:
        """Return the names of the working integrations; for one integration, its own name or nothing."""
        found = (each for each in self._standing(work, seen) if each.works)
        return frozenset(each.name for each in found if integration_id in {None, each.integration_id})

    def added(self, work: Work, *, seen: datetime | None) -> tuple[tuple[str, str], ...]:
        """Return the names and titles of the integrations that delivered enhancements added."""
        return tuple((each.name, each.title) for each in self._standing(work, seen) if each.title)

    def _standing(self, work: Work, seen: datetime | None) -> tuple[Standing, ...]:
        return self.whole(work).connections.standing(seen)


def sender_of(work: IntegrationsWork) -> Sender | None:
    """Return the sender of the platform's mails to a client's people; None for the provider's own.

    The client's own while its connection works; whether the license suspends it is for the caller to ask.
    """
    connection = work.connections.get(EMAIL)
    if connection is None or not connection.works:
        return None
    domain = work.connection_details.mail_domain(connection.id)
    return None if domain is None else domain.sender


def tax_number_of(work: IntegrationsWork) -> str:
    """Return the tax number that the provider's invoices to the client take from its financial settings, or ""."""
    connection = work.connections.get(FINANCIAL_SETTINGS)
    settings = work.financial_settings.get() if connection is not None and connection.live else None
    return "" if settings is None else settings.tax_number
