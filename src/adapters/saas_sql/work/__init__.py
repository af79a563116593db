"""Work to be done: tasks, the outbox and the inbox, in the database."""

from __future__ import annotations

from functools import cached_property

from saas_sql.store import SqlStore
from saas_sql.unit_of_work import SqlWork
from saas_sql.work.outbox import SqlOutbox
from saas_sql.work.signals import SqlSignals, SqlTenantSignals
from saas_sql.work.tables import TABLES
from saas_sql.work.tasks import SqlTasks, SqlTenantTasks

__all__ = ["TABLES", "OutsidePorts", "Ports"]


class Ports(SqlWork):
    """The current tenant's work."""

    @cached_property
    def tasks(self) -> SqlTenantTasks:
        """The tenant's tasks."""
        made = SqlTenantTasks(self.session)
        self.send_with_commit(made)
        return made

    @cached_property
    def outbox(self) -> SqlOutbox:
        """The tenant's outbox."""
        return SqlOutbox(self.session, self.head, self.tasks)

    @cached_property
    def signals(self) -> SqlTenantSignals:
        """Signals from providers."""
        return SqlTenantSignals(self.session)


class OutsidePorts(SqlStore):
    """All tenants' work, outside units of work."""

    @property
    def tasks(self) -> SqlTasks:
        """Tasks of all tenants; each call is its own transaction."""
        return SqlTasks(self._engine)

    @property
    def signals(self) -> SqlSignals:
        """Signals of all tenants; each call is its own transaction."""
        return SqlSignals(self._engine)
