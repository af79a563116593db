"""Notices of integrations: one fails, or works again after the client was told that it failed (2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.integrations.letters import INTEGRATION_BACK, INTEGRATION_FAILING
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.problems import problem_view
from saas_core.integrations.queries.views import TITLES
from saas_core.integrations.values import EMAIL, ConnectionState
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import written_out

_FALLEN_BACK: Final = "Mail to your people is sent from the provider's own address."


@frozen
class IntegrationOccasions:
    """The connections of a client, of which those that fail are told, and those that work again."""

    connections: tuple[Connection, ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices due: for each time that a connection fails one, and one when it works again."""
        return tuple(self._all(reader))

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None, since a connection changes only by a look or a command."""
        return None

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return the facts of a notice as they are now; None once it is true no more."""
        return next((each.facts for each in self._all(reader) if each.cause == notice.cause), None)

    def _all(self, reader: Reader) -> Iterator[Notice]:
        for each in self.connections:
            if each.failed_at is None:
                continue
            since = each.failed_at.isoformat()
            failing = f"failing:{each.id}:{since}"
            facts = {"integration": TITLES.get(each.name) or each.title or each.name}
            if each.state is ConnectionState.FAILING and each.problem is not None:
                problem = problem_view(each.problem)
                facts |= {"tried": problem.tried, "came_back": problem.came_back, "to_do": problem.to_do}
                facts |= {"since": written_out(each.failed_at, reader.zone)}
                facts |= {"meanwhile": _FALLEN_BACK if each.name == EMAIL else ""}
                yield Notice(kind=INTEGRATION_FAILING.name, cause=failing, facts=facts)
            elif each.works and failing in reader.told:
                facts |= {"since": written_out(each.changed_at, reader.zone)}
                yield Notice(kind=INTEGRATION_BACK.name, cause=f"back:{each.id}:{since}", facts=facts)


def occasions(work: IntegrationsWork, _reader: Reader) -> IntegrationOccasions:
    """Read the notices that a client may get about its connections."""
    return IntegrationOccasions(work.connections.all())
