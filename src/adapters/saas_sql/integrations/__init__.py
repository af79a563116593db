"""Database storage for integrations."""

from __future__ import annotations

from functools import cached_property

from saas_sql.integrations.connections import SqlConnections, SqlDetails
from saas_sql.integrations.held import SqlClaims, SqlFinancialSettings, SqlUseCounts
from saas_sql.integrations.sealed import SqlClientKeys, SqlCredentials
from saas_sql.integrations.tables import TABLES
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports"]


class Ports(SqlWork):
    """Repositories of integrations."""

    @cached_property
    def connections(self) -> SqlConnections:
        """The tenant's connections."""
        return SqlConnections(self.session)

    @cached_property
    def connection_details(self) -> SqlDetails:
        """What they consist of."""
        return SqlDetails(self.session)

    @cached_property
    def credentials(self) -> SqlCredentials:
        """The tenant's sealed credentials."""
        return SqlCredentials(self.session)

    @cached_property
    def client_keys(self) -> SqlClientKeys:
        """The tenant's data keys."""
        return SqlClientKeys(self.session)

    @cached_property
    def financial_settings(self) -> SqlFinancialSettings:
        """The tenant's financial settings."""
        return SqlFinancialSettings(self.session)

    @cached_property
    def integration_uses(self) -> SqlUseCounts:
        """How often the tenant's credentials were used."""
        return SqlUseCounts(self.session)

    @cached_property
    def claims(self) -> SqlClaims:
        """What belongs to one client of all."""
        return SqlClaims(self.session)
