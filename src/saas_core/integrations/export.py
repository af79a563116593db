"""A client's connections and financial settings as parts of its export (0.1); a credential is in none."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.views import connection_view
from saas_core.integrations.values import READ
from saas_core.kernel.parts import ExportPart, Page


def _connections(work: IntegrationsWork, after: str, limit: int, _at: datetime) -> Page:
    found = [each for each in work.connections.all() if each.name > after][:limit]
    records = [connection_view(work, each.name, each, suspended=False) for each in found]
    return records, found[-1].name if len(found) == limit else None


EXPORT: Final = (ExportPart("integrations", _connections, (READ,)),)
