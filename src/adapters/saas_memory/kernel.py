"""What every context shares, in process: the journal, chained as it comes, and first results."""

from __future__ import annotations

from functools import cached_property

from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import GENESIS, JournalEntry, JournalEntryDraft, chained
from saas_core.kernel.work import Reply
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork

_HEAD = "head"


class Ports(MemoryWork):
    """The journal and the first results of the tenant at hand."""

    @cached_property
    def journal(self) -> MemoryJournal:
        """The tenant's journal."""
        return MemoryJournal(self.own, self.tenant_id)

    @cached_property
    def replies(self) -> MemoryReplies:
        """First results of the tenant's commands."""
        return MemoryReplies(self.own)


class MemoryJournal:
    """The journal of the tenant at hand."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Read and write through the view."""
        self._tenant_id = tenant_id
        self._entries: Rows[int, JournalEntry] = Rows(view, "journal")
        self._head: Rows[str, tuple[int, str]] = Rows(view, "journal_head")

    def append(self, draft: JournalEntryDraft) -> JournalEntry:
        """Add the draft as the chain's next entry."""
        position, previous = self.head()
        entry = chained(draft, tenant_id=self._tenant_id, position=position + 1, previous=previous)
        self._entries.put(entry.position, entry)
        self._head.put(_HEAD, (entry.position, entry.hash))
        return entry

    def entries(self, *, after: int = 0, limit: int = 1000) -> tuple[JournalEntry, ...]:
        """Read entries by position, those after the given one."""
        return tuple(self._entries.scan(after=after, limit=limit))

    def find(self, entry_id: EntryId) -> JournalEntry | None:
        """Return the entry with this id."""
        return next((each for each in self._entries.scan() if each.id == entry_id), None)

    def head(self) -> tuple[int, str]:
        """Return position and hash of the last entry; (0, GENESIS) for an empty chain."""
        return self._head.get(_HEAD) or (0, GENESIS)


class MemoryReplies:
    """First results, by idempotency key."""

    def __init__(self, view: View) -> None:
        """Read and write through the view."""
        self._replies: Rows[str, Reply] = Rows(view, "replies")

    def get(self, key: str) -> Reply | None:
        """Return the first result kept under the key."""
        return self._replies.get(key)

    def put(self, reply: Reply) -> None:
        """Keep the first result."""
        self._replies.put(reply.key, reply)
