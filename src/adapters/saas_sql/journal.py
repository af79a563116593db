"""The journal in the database: rows that are only ever added, and the chain's head in the tenant's own row."""

from __future__ import annotations

from sqlalchemy.engine import RowMapping

from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import JournalEntry, JournalEntryDraft, chained
from saas_sql.heads import Head
from saas_sql.session import Session
from saas_sql.tables import journal_entries


class SqlJournal:
    """The journal of the tenant at hand."""

    def __init__(self, session: Session, head: Head) -> None:
        """Read and write through the session; the head is kept with the commit."""
        self._session = session
        self._head = head

    def append(self, draft: JournalEntryDraft) -> JournalEntry:
        """Add the draft as the chain's next entry."""
        position, previous = self.head()
        entry = chained(draft, tenant_id=self._session.tenant_id, position=position + 1, previous=previous)
        self._session.insert(
            journal_entries,
            {
                "position": entry.position,
                "id": entry.id,
                "at": entry.at,
                "actor": entry.by,
                "kind": entry.kind,
                "action": entry.action,
                "subject": entry.subject,
                "details": dict(entry.details),
                "previous": entry.previous,
                "hash": entry.hash,
            },
        )
        self._head.journal_position, self._head.journal_hash = entry.position, entry.hash
        return entry

    def entries(self, *, after: int = 0, limit: int = 1000) -> tuple[JournalEntry, ...]:
        """Read entries by position, those after the given one."""
        table = journal_entries.c
        query = self._session.select(journal_entries, table.position > after).order_by(table.position).limit(limit)
        return tuple(_entry(row) for row in self._session.rows(query))

    def find(self, entry_id: EntryId) -> JournalEntry | None:
        """Give the entry with this id."""
        rows = self._session.rows(self._session.select(journal_entries, journal_entries.c.id == entry_id))
        return next(map(_entry, rows), None)

    def head(self) -> tuple[int, str]:
        """Give position and hash of the last entry as the store keeps them; (0, GENESIS) for an empty chain."""
        return self._head.journal_position, self._head.journal_hash


def _entry(row: RowMapping) -> JournalEntry:
    return JournalEntry(
        tenant_id=TenantId(row["tenant_id"]),
        position=row["position"],
        id=EntryId(row["id"]),
        at=row["at"],
        by=row["actor"],
        kind=row["kind"],
        action=row["action"],
        subject=row["subject"],
        details=row["details"],
        previous=row["previous"],
        hash=row["hash"],
    )
