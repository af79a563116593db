"""A client's journal: reading and verification."""

from __future__ import annotations

from saas_core.gate.audit import ChainReport
from saas_core.kernel.journal import JournalEntry
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging

journal = Router("journal", "Every change and refusal, with actor and time; append-only.")

READ = client("audit.read")


@journal.get("/journal", READ)
def entries(call: Call, query: Paging) -> Page[JournalEntry]:
    """List the journal, oldest first; an entry with a verdict is a recorded decision, which can be shown by its id."""
    return entries_of(call, query)


@journal.get("/journal/verification", READ, tagged=False)
def verification(call: Call) -> ChainReport:
    """Verify the whole chain against its head and the checkpoints kept outside the database."""
    return call.app.oversight.audit.verify(**call.acting)


def entries_of(call: Call, query: Paging) -> Page[JournalEntry]:
    """Return a page of the current client's journal."""
    return call.reader(query).positions(
        lambda after, limit: call.app.oversight.audit.entries(**call.acting, after=after, limit=limit),
        lambda entry: entry.position,
    )
