"""Financial settings, counted uses and claims in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.ports import Uses
from saas_core.integrations.values import ClaimKind
from saas_core.kernel.ids import IntegrationId, TenantId
from saas_sql.integrations.tables import financial_settings, integration_claims, integration_uses
from saas_sql.mapping import Mapped
from saas_sql.session import Session

_SETTINGS = Mapped(FinancialSettings, financial_settings)
_USES = Mapped(Uses, integration_uses, {"count": "uses"})


class SqlFinancialSettings:
    """The tenant's financial settings."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self) -> FinancialSettings | None:
        """Return the settings."""
        return _SETTINGS.load_first(self._session.own(financial_settings))

    def save(self, settings: FinancialSettings) -> None:
        """Save new or changed settings."""
        self._session.keep(financial_settings, _SETTINGS.dump(settings))


class SqlUseCounts:
    """How often the tenant's credentials were used."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def count(self, integration_id: IntegrationId, name: str, at: datetime) -> None:
        """Count one use."""
        table = integration_uses.c
        of_it = table.integration_id == integration_id
        if not self._session.update(integration_uses, of_it, uses=table.uses + 1, last_at=at):
            row = {"integration_id": integration_id, "name": name, "uses": 1, "first_at": at, "last_at": at}
            self._session.insert(integration_uses, row)

    def take(self) -> Sequence[Uses]:
        """Return what was counted, and start anew."""
        found = self._session.models(_USES, self._session.select(integration_uses))
        self._session.delete(integration_uses)
        return found


class SqlClaims:
    """Domains and accounts by their one holder; outside the tenants, without personal data."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def holder(self, kind: ClaimKind, subject: str) -> TenantId | None:
        """Return the client that holds something."""
        table = integration_claims.c
        query = sa.select(integration_claims).where(table.kind == kind, table.subject == subject)
        found = self._session.outside(query)
        return TenantId(found[0]["tenant_id"]) if found else None

    def claim(self, kind: ClaimKind, subject: str) -> TenantId:
        """Claim something for the tenant unless it is held; return its holder."""
        own = self._session.tenant_id
        if self._session.claim(integration_claims, {"kind": kind, "subject": subject, "tenant_id": own}):
            return own
        return self.holder(kind, subject) or own

    def release(self, kind: ClaimKind, subject: str) -> None:
        """Give up what the tenant holds."""
        table = integration_claims.c
        mine = (table.kind == kind, table.subject == subject, table.tenant_id == self._session.tenant_id)
        self._session.change_outside(integration_claims, sa.delete(integration_claims).where(*mine))
