"""The journal of a client: read, and verified."""

from __future__ import annotations

from saas_core.gate.audit import ChainReport
from saas_core.kernel.journal import JournalEntry
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging

journal = Router("journal", "What was changed or refused, by whom, when; only ever added to.")

READ = client("audit.read")


@journal.get("/journal", READ)
def entries(call: Call, query: Paging) -> Page[JournalEntry]:
    """Read the journal, oldest first; an entry with a verdict is a recorded decision, shown alone by its id."""
    return entries_of(call, query)


@journal.get("/journal/verification", READ, tagged=False)
def verification(call: Call) -> ChainReport:
    """Read the whole chain, and compare it with its head and with the checkpoints kept outside the database."""
    return call.app.oversight.audit.verify(**call.acting)


def entries_of(call: Call, query: Paging) -> Page[JournalEntry]:
    """Read a page of the journal of the client at hand."""
    return call.reader(query).positions(
        lambda after, limit: call.app.oversight.audit.entries(**call.acting, after=after, limit=limit),
        lambda entry: entry.position,
    )
