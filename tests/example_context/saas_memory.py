"""Bulletins in process."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from itertools import islice

from example_context.model import Bulletin
from example_context.values import BulletinId
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """The bulletins of the tenant at hand."""

    @cached_property
    def bulletins(self) -> MemoryBulletins:
        """The tenant's bulletins."""
        return MemoryBulletins(self.own)


class MemoryBulletins:
    """The bulletins of the tenant at hand."""

    def __init__(self, view: View) -> None:
        """Read and write through the view."""
        self._rows: Rows[BulletinId, Bulletin] = Rows(view, "bulletins")

    def get(self, bulletin_id: BulletinId) -> Bulletin | None:
        """Return a bulletin."""
        return self._rows.get(bulletin_id)

    def page(self, after: BulletinId | None, limit: int) -> tuple[Bulletin, ...]:
        """Return bulletins by id, those after the given one."""
        return tuple(islice(self._rows.scan(after=after), limit))

    def save(self, bulletin: Bulletin) -> None:
        """Keep a bulletin, new or changed."""
        self._rows.put(bulletin.id, bulletin)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those whose time was over before an instant, at most so many; return their number."""
        old = tuple(islice((each for each in self._rows.scan() if each.until < before), limit))
        for each in old:
            self._rows.drop(each.id)
        return len(old)
