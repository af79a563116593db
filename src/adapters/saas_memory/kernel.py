"""In-process storage that every context shares: the hash-chained journal and first results."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import GENESIS, EntryFilter, JournalEntry, JournalEntryDraft, chained
from saas_core.kernel.work import Reply
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork

_HEAD = "head"


class Ports(MemoryWork):
    """The current tenant's journal and first results."""

    @cached_property
    def journal(self) -> MemoryJournal:
        """The tenant's journal."""
        return MemoryJournal(self.own, self.tenant_id)

    @cached_property
    def replies(self) -> MemoryReplies:
        """First results of the tenant's commands."""
        return MemoryReplies(self.own)


class MemoryJournal:
    """The current tenant's journal."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._entries: Rows[int, JournalEntry] = Rows(view, "journal")
        self._head: Rows[str, tuple[int, str]] = Rows(view, "journal_head")

    def append(self, draft: JournalEntryDraft) -> JournalEntry:
        """Append the draft to the chain."""
        position, previous = self.head()
        entry = chained(draft, tenant_id=self._tenant_id, position=position + 1, previous=previous)
        self._entries.put(entry.position, entry)
        self._head.put(_HEAD, (entry.position, entry.hash))
        return entry

    def entries(self, *, after: int = 0, limit: int = 1000) -> tuple[JournalEntry, ...]:
        """Return entries by position, after the given one."""
        return tuple(self._entries.scan(after=after, limit=limit))

    def newest(self, wanted: EntryFilter, *, before: int = 0, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return the entries wanted, newest first, before a position."""
        last = min(before - 1, self.head()[0]) if before else self.head()[0]
        entries = (self._entries.get(position) for position in range(last, 0, -1))
        return tuple(islice((each for each in entries if each is not None and wanted.fits(each)), limit))

    def find(self, entry_id: EntryId) -> JournalEntry | None:
        """Return the entry with this id."""
        return next((each for each in self._entries.scan() if each.id == entry_id), None)

    def head(self) -> tuple[int, str]:
        """Return the position and hash of the last entry; (0, GENESIS) for an empty chain."""
        return self._head.get(_HEAD) or (0, GENESIS)


class MemoryReplies:
    """First results, by idempotency key."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._replies: Rows[str, Reply] = Rows(view, "replies")

    def get(self, key: str) -> Reply | None:
        """Return the first result stored under the key."""
        return self._replies.get(key)

    def put(self, reply: Reply) -> None:
        """Store the first result."""
        self._replies.put(reply.key, reply)
