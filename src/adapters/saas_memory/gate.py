"""How often clauses decided, in process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from saas_core.gate.tallies import CountKey, DailyCount
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """How often clauses decided, in the provider's scope."""

    @cached_property
    def policy_counts(self) -> MemoryCounts:
        """How often clauses decided, by day."""
        return MemoryCounts(self.own, self.tenant_id)


class MemoryCounts:
    """How often clauses decided, by day."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._rows: Rows[tuple[date, CountKey], int] = Rows(view, "policy_counts")

    def add(self, day: date, numbers: Mapping[CountKey, int]) -> None:
        """Add to the numbers of a day; raises StoreFault outside the provider's scope."""
        if self._tenant_id != PROVIDER:
            message = "This unit of work may not change what belongs to the provider."
            raise StoreFault(message, remedy="Begin one in the provider's scope.")
        for key, number in numbers.items():
            self._rows.put((day, key), number + (self._rows.get((day, key)) or 0))

    def between(self, since: date, until: date) -> tuple[DailyCount, ...]:
        """Return the numbers of the days from one to another, without the latter."""
        return tuple(DailyCount(day, key, number) for (day, key), number in self._rows.items() if since <= day < until)
