"""Notices in process."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from saas_core.kernel.notices import Notice
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Notices already sent to the current tenant."""

    @cached_property
    def notices(self) -> MemoryNotices:
        """The notices sent to the tenant."""
        return MemoryNotices(self.own)


class MemoryNotices:
    """Notices already sent to the current tenant."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[str, Notice] = Rows(view, "notices")

    def causes(self) -> frozenset[str]:
        """Return the causes that the tenant has been notified of."""
        return frozenset(cause for cause, _notice in self._rows.items())

    def get(self, cause: str) -> Notice | None:
        """Return the notice sent for a cause."""
        return self._rows.get(cause)

    def add(self, notice: Notice, at: datetime) -> None:  # noqa: ARG002 - a database keeps the instant
        """Record a notice as sent."""
        self._rows.put(notice.cause, notice)
