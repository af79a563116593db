"""The SQL unit of work: one transaction on one tenant, to which contexts add their ports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.engine import Connection

from saas_core.kernel.ids import TenantId
from saas_sql.heads import Head, kept_head
from saas_sql.session import Session


class Sending(Protocol):
    """A port that keeps changes until the commit."""

    def send(self) -> None:
        """Have the session send them, with the commit."""
        ...


class SqlWork:
    """One unit of work; see `kernel.work.Work`.

    Each context adds a class `Ports`, whose ports are created on first use, over `session` and `head`.
    """

    def __init__(
        self, connection: Connection, tenant_id: TenantId, head: Head, *, tell: Callable[[TenantId, int], None] | None
    ) -> None:
        """Take a connection whose transaction has begun, and the tenant's head as read in it.

        `tell` is called with the new edition after a commit that changed what answers rest on; without it the unit of
        work is read-only.
        """
        self._tell = tell
        self._connection = connection
        self._sending: list[Sending] = []
        self.head = head
        self.session = Session(connection, tenant_id, writing=tell is not None)
        self.epoch = head.epoch
        self.edition = head.edition

    @property
    def tenant_id(self) -> TenantId:
        """The tenant of this unit of work."""
        return self.session.tenant_id

    def send_with_commit(self, port: Sending) -> None:
        """Register a port to send what it keeps with the commit."""
        self._sending.append(port)

    def commit(self) -> None:
        """Commit everything done so far and end the unit of work."""
        session = self.session
        session.require_open()
        for port in self._sending:
            port.send()
        head = kept_head(self._connection, session.tenant_id, self.head, news=session.news) if session.changed else []
        session.commit(*head)
        if session.news and self._tell is not None:
            self._tell(session.tenant_id, self.edition + 1)

    def close(self) -> None:
        """End the unit of work and discard uncommitted changes."""
        self.session.ended = True
