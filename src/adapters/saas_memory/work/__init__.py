"""Work to be done: tasks, the outbox and the inbox, in process."""

from __future__ import annotations

from functools import cached_property

from saas_memory.store import MemoryStore, MemoryWork
from saas_memory.work.outbox import MemoryOutbox
from saas_memory.work.signals import MemorySignals, MemoryTenantSignals
from saas_memory.work.tasks import MemoryTasks, MemoryTenantTasks


class OutsidePorts(MemoryStore):
    """All tenants' tasks and signals, outside of units of work."""

    @cached_property
    def tasks(self) -> MemoryTasks:
        """Tasks of all tenants."""
        return MemoryTasks(self.guard)

    @cached_property
    def signals(self) -> MemorySignals:
        """Signals of all tenants."""
        return MemorySignals(self.guard, self.tasks)


class Ports(MemoryWork):
    """The current tenant's work."""

    @cached_property
    def tasks(self) -> MemoryTenantTasks:
        """The tenant's tasks."""
        return self.ending(MemoryTenantTasks(self.store.tasks, self.tenant_id, writing=self.writing))

    @cached_property
    def outbox(self) -> MemoryOutbox:
        """The tenant's outbox."""
        return MemoryOutbox(self.own, self.tasks)

    @cached_property
    def signals(self) -> MemoryTenantSignals:
        """Signals from providers."""
        return self.ending(MemoryTenantSignals(self.store.signals, writing=self.writing))
