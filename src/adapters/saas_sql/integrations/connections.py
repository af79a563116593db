"""The tenant's connections in the database, since when each works, and what they consist of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway
from saas_core.integrations.model.mail_domain import MailDomain
from saas_core.integrations.ports import Standing, standing_of
from saas_core.kernel.ids import IntegrationId
from saas_sql.integrations.tables import (
    integration_connections,
    integration_domains,
    integration_gateways,
    integration_states,
)
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session
from saas_sql.states import held_then

_CONNECTION = Mapped(
    Connection, integration_connections, {"problem": {"code": "problem_code", "about": "problem_about"}}
)
_GATEWAY = Mapped(Gateway, integration_gateways)
_DOMAIN = Mapped(
    MailDomain,
    integration_domains,
    {"sender": {"address": "sender_address", "name": "sender_name", "reply_to": "reply_to"}},
)


def _standing(*, now: bool) -> Prepared:
    own = integration_states.c.tenant_id == sa.bindparam("own")
    query = sa.select(integration_states).where(own, held_then(integration_states, now=now))
    return Prepared(query.order_by(integration_states.c.name))


STANDING: Final = _standing(now=True)
"""Which integrations work or were added, now: a part of what answers rest on."""
_STANDING_THEN: Final = _standing(now=False)


class SqlConnections:
    """The tenant's connections, and since when each works."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, name: str) -> Connection | None:
        """Return the connection with an integration."""
        query = self._session.select(integration_connections, integration_connections.c.name == name)
        return self._session.find(_CONNECTION, query)

    def save(self, connection: Connection, at: datetime) -> None:
        """Save a connection, and how it stands from now on."""
        self._session.keep(integration_connections, _CONNECTION.dump(connection))
        self._stand(connection.id, standing_of(connection), at)

    def all(self) -> tuple[Connection, ...]:
        """Return all of them by name."""
        query = self._session.select(integration_connections).order_by(integration_connections.c.name)
        return self._session.models(_CONNECTION, query)

    def standing(self, seen: datetime | None) -> tuple[Standing, ...]:
        """Return which integrations worked or had been added at an instant, by name."""
        if seen is None:
            return tuple(map(_stands, self._session.found(STANDING)))
        return tuple(map(_stands, self._session.found(_STANDING_THEN, at=seen)))

    def _stand(self, connection_id: IntegrationId, standing: Standing | None, at: datetime) -> None:
        """End how a connection stood, and begin how it stands, unless it is the same."""
        table = integration_states.c
        open_one = self._session.select(integration_states, table.connection_id == connection_id, table.until.is_(None))
        former = self._session.first(open_one)
        if former is not None:
            if standing is not None and _stands(former) == standing:
                return
            place = (table.connection_id == connection_id, table.since == former["since"])
            if at <= former["since"]:
                # It would have lasted no time.
                self._session.delete(integration_states, *place)
                at = former["since"]
            else:
                self._session.update(integration_states, *place, until=at)
        if standing is not None:
            row = {
                "connection_id": connection_id,
                "since": at,
                "until": None,
                "name": standing.name,
                "works": standing.works,
                "title": standing.title,
            }
            self._session.insert(integration_states, row)


class SqlDetails:
    """What connections consist of."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def gateway(self, connection_id: IntegrationId) -> Gateway | None:
        """Return the payment gateway of a connection."""
        of_it = integration_gateways.c.connection_id == connection_id
        return self._session.find(_GATEWAY, self._session.select(integration_gateways, of_it))

    def save_gateway(self, gateway: Gateway) -> None:
        """Save a new or changed payment gateway."""
        self._session.keep(integration_gateways, _GATEWAY.dump(gateway))

    def mail_domain(self, connection_id: IntegrationId) -> MailDomain | None:
        """Return the domain of a connection."""
        of_it = integration_domains.c.connection_id == connection_id
        return self._session.find(_DOMAIN, self._session.select(integration_domains, of_it))

    def save_mail_domain(self, domain: MailDomain) -> None:
        """Save a new or changed domain."""
        self._session.keep(integration_domains, _DOMAIN.dump(domain))

    def drop(self, connection_id: IntegrationId) -> None:
        """Remove what a connection consisted of."""
        for table in (integration_gateways, integration_domains):
            self._session.delete(table, table.c.connection_id == connection_id)


def _stands(row: Mapping[Any, Any]) -> Standing:
    return Standing(
        integration_id=IntegrationId(row["connection_id"]), name=row["name"], works=row["works"], title=row["title"]
    )
