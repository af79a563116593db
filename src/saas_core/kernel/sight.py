"""Sight: what of a journal is withheld from a reader who may not see elsewhere what an entry is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from saas_core.kernel.actors import Actor
from saas_core.kernel.journal import JournalEntry
from saas_core.kernel.work import Work


class Sight(Protocol):
    """Knows which entries a reader sees whole."""

    def shown(self, work: Work, by: Actor, at: datetime, entries: Iterable[JournalEntry]) -> tuple[JournalEntry, ...]:
        """Return the entries as the reader sees them: as many as given, some without subject and details."""
        ...


class Unhindered:
    """Withholds nothing; stands in where no context answers."""

    def shown(self, work: Work, by: Actor, at: datetime, entries: Iterable[JournalEntry]) -> tuple[JournalEntry, ...]:  # noqa: ARG002
        """Return the entries as they are."""
        return tuple(entries)
