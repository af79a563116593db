"""A connection of a client with one integration, by the integration's name (2.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.integrations.model.transitions import ConnectionCommand, after
from saas_core.integrations.values import ConnectionState, CredentialId, Problem
from saas_core.kernel.ids import EnhancementId, IntegrationId


@frozen(kw_only=True)
class Connection:
    """A connection: how it stands, since when, the credential it uses, and what is in its way.

    There is one for each name, which keeps its id when it is disconnected and connected anew. `checked_at` is when the
    service was last asked and answered; `looks` counts the looks since it began to wait. `failed_at` is when it last
    began to fail. An integration that a delivered enhancement added has a `title` of its own and names the
    `enhancement_id`; its connection is there from then on (5.3).
    """

    id: IntegrationId
    name: str
    state: ConnectionState = ConnectionState.VERIFYING
    made_by: str
    made_at: datetime
    changed_at: datetime
    credential_id: CredentialId | None = None
    checked_at: datetime | None = None
    looks: int = 0
    problem: Problem | None = None
    failed_at: datetime | None = None
    title: str = ""
    enhancement_id: EnhancementId | None = None

    @property
    def added(self) -> bool:
        """Return whether a delivered enhancement added the integration to this client's catalogue (5.3)."""
        return self.enhancement_id is not None

    @property
    def live(self) -> bool:
        """Return whether it was made and not disconnected."""
        return self.state is not ConnectionState.DISCONNECTED

    @property
    def works(self) -> bool:
        """Return whether it can be used, as far as its own state goes."""
        return self.state is ConnectionState.CONNECTED

    def connected_anew(self, by: str, at: datetime, credential_id: CredentialId | None) -> Connection:
        """Return a disconnected one as it is being verified again; raises ConnectionNotNow."""
        fresh = self._takes(ConnectionCommand.CONNECT, at)
        return evolve(
            fresh, made_by=by, made_at=at, credential_id=credential_id, checked_at=None, looks=0, problem=None
        )

    def replaced(self, at: datetime, credential_id: CredentialId | None) -> Connection:
        """Return it with another credential or other settings; raises ConnectionNotNow."""
        after_it = self._takes(ConnectionCommand.REPLACE, at)
        problem = self.problem if after_it.state is self.state else None
        return evolve(after_it, credential_id=credential_id, looks=0, problem=problem)

    def waiting(self, at: datetime, problem: Problem | None, *, answered: bool = True) -> Connection:
        """Return it as it still is, with what is missing; raises ConnectionNotNow."""
        after_it = self._takes(ConnectionCommand.WAIT, at)
        return evolve(after_it, problem=problem, looks=self.looks + 1, checked_at=at if answered else self.checked_at)

    def confirmed(self, at: datetime) -> Connection:
        """Return it as working; raises ConnectionNotNow."""
        return evolve(self._takes(ConnectionCommand.CONFIRM, at), problem=None, checked_at=at, looks=0)

    def failed(self, at: datetime, problem: Problem) -> Connection:
        """Return it as failing, with what is wrong; raises ConnectionNotNow."""
        failed_at = self.failed_at if self.state is ConnectionState.FAILING else at
        failing = self._takes(ConnectionCommand.FAIL, at)
        return evolve(failing, problem=problem, checked_at=at, looks=0, failed_at=failed_at)

    def disconnected(self, at: datetime) -> Connection:
        """Return it without its credential; raises ConnectionNotNow."""
        ended = self._takes(ConnectionCommand.DISCONNECT, at)
        return evolve(ended, credential_id=None, problem=None, checked_at=None, looks=0, failed_at=None)

    def _takes(self, command: ConnectionCommand, at: datetime) -> Connection:
        state = after(command, self.state)
        return self if state is self.state else evolve(self, state=state, changed_at=at)
