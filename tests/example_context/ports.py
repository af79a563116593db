"""What bulletins ask of the outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from example_context.model import Bulletin
from example_context.values import BulletinId
from saas_core.kernel.work import Work


class Bulletins(Protocol):
    """The bulletins of the tenant at hand."""

    def get(self, bulletin_id: BulletinId) -> Bulletin | None:
        """Return a bulletin."""
        ...

    def page(self, after: BulletinId | None, limit: int) -> tuple[Bulletin, ...]:
        """Return bulletins by id, those after the given one."""
        ...

    def save(self, bulletin: Bulletin) -> None:
        """Keep a bulletin, new or changed."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those whose time was over before an instant, at most so many; return their number."""
        ...


class BulletinsWork(Work, Protocol):
    """A unit of work with the bulletins."""

    @property
    def bulletins(self) -> Bulletins:
        """The tenant's bulletins."""
        ...
