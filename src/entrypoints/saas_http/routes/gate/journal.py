"""A client's journal: reading and verification."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.gate.audit import ChainReport
from saas_core.gate.trail import EntryView
from saas_core.kernel.journal import PublicKey
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Reference

journal = Router("journal", "Every change and refusal, with actor and time; append-only.")

READ = client("audit.read")


@frozen(kw_only=True)
class ListEntries(Paging):
    """Filters of a journal: actor, action and subject exactly as entries show them, and times in `[since, until)`."""

    actor: Reference | None = None
    action: Reference | None = None
    subject: Reference | None = None
    since: datetime | None = None
    until: datetime | None = None


@journal.get("/journal", READ)
def entries(call: Call, query: ListEntries) -> Page[EntryView]:
    """List the journal, newest first; an entry with a verdict is a recorded decision, which can be shown by its id.

    `by_name` and `subject_name` are names that you may read elsewhere too, such as those of people you may list.
    """
    return entries_of(call, query)


@frozen
class KeysView:
    """All public keys of checkpoints, the oldest first."""

    items: tuple[PublicKey, ...]


@journal.get("/journal/keys", OPEN)
def keys(call: Call) -> KeysView:
    """List the public keys of checkpoints, by which anyone checks what we signed."""
    return KeysView(call.app.oversight.audit.keys())


@journal.get("/journal/verification", READ, tagged=False)
def verification(call: Call) -> ChainReport:
    """Verify the whole chain against its head and the checkpoints kept outside the database."""
    return call.app.oversight.audit.verify(**call.acting)


def entries_of(call: Call, query: ListEntries) -> Page[EntryView]:
    """Return a page of the current client's journal."""
    return call.reader(query).positions(
        lambda before, limit: call.app.oversight.trail.newest(
            **call.acting,
            before=before,
            limit=limit,
            actor=query.actor or "",
            action=query.action or "",
            subject=query.subject or "",
            since=query.since,
            until=query.until,
        ),
        lambda entry: entry.position,
    )
