"""Notices in process."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from saas_core.kernel.notices import Notice
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """What the tenant at hand was told."""

    @cached_property
    def notices(self) -> MemoryNotices:
        """What the tenant was told."""
        return MemoryNotices(self.own)


class MemoryNotices:
    """What the tenant at hand was told."""

    def __init__(self, view: View) -> None:
        """Read and write through the view."""
        self._rows: Rows[str, Notice] = Rows(view, "notices")

    def causes(self) -> frozenset[str]:
        """Return the causes of which it was told."""
        return frozenset(cause for cause, _notice in self._rows.items())

    def get(self, cause: str) -> Notice | None:
        """Return what it was told of a cause."""
        return self._rows.get(cause)

    def add(self, notice: Notice, at: datetime) -> None:  # noqa: ARG002 - a database keeps the instant
        """Keep that it is told."""
        self._rows.put(notice.cause, notice)
