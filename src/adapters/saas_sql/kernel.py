"""Database storage that every context shares: the append-only journal and first results."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

import sqlalchemy as sa

from saas_core.kernel.ids import EntryId
from saas_core.kernel.journal import EntryFilter, EntryKind, JournalEntry, JournalEntryDraft, chained
from saas_core.kernel.work import Reply
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import column, index, unique
from saas_sql.heads import TABLES, Head
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
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
    index("ix_journal_entries_actor", "tenant_id", "actor", "position"),
    index("ix_journal_entries_action", "tenant_id", "action", "position"),
    index("ix_journal_entries_subject", "tenant_id", "subject", "position"),
    added_only=True,
)
_CLOCKS_DIFFER = timedelta(minutes=10)
"""The largest difference allowed between the clocks of the machines that write to one journal."""
_ENTRY = Mapped(JournalEntry, journal_entries, {"by": "actor"})

replies = TABLES.add(
    "replies",
    column("key", sa.Text, key=True),
    column("command", sa.Text),
    column("request", sa.Text),
    column("result", sa.Text),
)
_REPLY = Mapped(Reply, replies)
_FIRST = Prepared(
    sa.select(replies).where(replies.c.tenant_id == sa.bindparam("own"), replies.c.key == sa.bindparam("key"))
)


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

    def newest(self, wanted: EntryFilter, *, before: int = 0, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return the entries wanted, newest first, before a position."""
        table = journal_entries.c
        bounds: list[sa.ColumnElement[bool]] = [table.position < before] if before else []
        for column_of, text in ((table.actor, wanted.actor), (table.action, wanted.action)):
            bounds += [column_of == text] if text else []
        bounds += [table.subject == wanted.subject] if wanted.subject else []
        # Positions are found by halving, so that no index has to be kept for times; the times themselves still count.
        if wanted.since is not None:
            bounds += [table.position >= self._reached(wanted.since - _CLOCKS_DIFFER), table.at >= wanted.since]
        if wanted.until is not None:
            bounds += [table.position <= self._reached(wanted.until + _CLOCKS_DIFFER), table.at < wanted.until]
        query = self._session.select(journal_entries, *bounds).order_by(table.position.desc()).limit(limit)
        return self._session.models(_ENTRY, query)

    def _reached(self, at: datetime) -> int:
        """Return the first position whose entry was written at the instant or later; one past the end if none was."""
        table = journal_entries.c
        low, high = 1, self.head()[0] + 1
        while low < high:
            middle = (low + high) // 2
            # The next one, because a journal that was tampered with may have gaps.
            query = self._session.select(journal_entries, table.position >= middle).order_by(table.position).limit(1)
            row = self._session.first(query.with_only_columns(table.position, table.at))
            if row is None or row["at"] >= at:
                high = middle
            else:
                low = int(row["position"]) + 1
        return low

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
        return _REPLY.load_first(next(iter(self._session.found(_FIRST, key=key)), None))

    def put(self, reply: Reply) -> None:
        """Store the first result."""
        self._session.insert(replies, _REPLY.dump(reply))
