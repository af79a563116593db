"""Database storage that every context shares: the append-only journal and first results."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from saas_core.kernel.ids import EntryId
from saas_core.kernel.journal import EntryKind, JournalEntry, JournalEntryDraft, chained
from saas_core.kernel.work import Reply
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import column, unique
from saas_sql.heads import TABLES, Head
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports", "journal_entries", "replies"]

journal_entries = TABLES.add(
    "journal_entries",
    column("position", sa.BigInteger, key=True),
    column("id", sa.Uuid),
    column("at", Instant),
    column("actor", sa.Text),
    column("kind", choice(EntryKind, "entrykind")),
    column("action", sa.Text),
    column("subject", sa.Text),
    column("details", Json),
    column("previous", sa.Text),
    column("hash", sa.Text),
    unique("id"),
    added_only=True,
)
_ENTRY = Mapped(JournalEntry, journal_entries, {"by": "actor"})

replies = TABLES.add(
    "replies",
    column("key", sa.Text, key=True),
    column("command", sa.Text),
    column("request", sa.Text),
    column("result", sa.Text),
)
_REPLY = Mapped(Reply, replies)


class Ports(SqlWork):
    """The current tenant's journal and first results."""

    @cached_property
    def journal(self) -> SqlJournal:
        """The tenant's journal."""
        return SqlJournal(self.session, self.head)

    @cached_property
    def replies(self) -> SqlReplies:
        """First results of the tenant's commands."""
        return SqlReplies(self.session)


class SqlJournal:
    """The current tenant's journal; the head of the chain is stored in the tenant's own row."""

    def __init__(self, session: Session, head: Head) -> None:
        """Use the session; the head is saved with the commit."""
        self._session = session
        self._head = head

    def append(self, draft: JournalEntryDraft) -> JournalEntry:
        """Append the draft to the chain."""
        position, previous = self.head()
        entry = chained(draft, tenant_id=self._session.tenant_id, position=position + 1, previous=previous)
        self._session.insert(journal_entries, _ENTRY.dump(entry))
        self._head.journal_position, self._head.journal_hash = entry.position, entry.hash
        return entry

    def entries(self, *, after: int = 0, limit: int = 1000) -> tuple[JournalEntry, ...]:
        """Return entries by position, after the given one."""
        table = journal_entries.c
        query = self._session.select(journal_entries, table.position > after).order_by(table.position).limit(limit)
        return self._session.models(_ENTRY, query)

    def find(self, entry_id: EntryId) -> JournalEntry | None:
        """Return the entry with this id."""
        return self._session.find(_ENTRY, self._session.select(journal_entries, journal_entries.c.id == entry_id))

    def head(self) -> tuple[int, str]:
        """Return the stored position and hash of the last entry; (0, GENESIS) for an empty chain."""
        return self._head.journal_position, self._head.journal_hash


class SqlReplies:
    """First results, by idempotency key."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, key: str) -> Reply | None:
        """Return the first result stored under the key."""
        return self._session.find(_REPLY, self._session.select(replies, replies.c.key == key))

    def put(self, reply: Reply) -> None:
        """Store the first result."""
        self._session.insert(replies, _REPLY.dump(reply))
