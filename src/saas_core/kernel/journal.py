"""The journal: every change or refusal, by whom and when; append-only, one hash chain per tenant.

An entry's hash covers its canonical bytes and the hash of the entry before it. A checkpoint is the
position and hash of a chain's last entry, kept and signed outside the database: it reveals a tail that was cut off.
The journal holds ids and keyed digests of personal values, never the values themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Protocol, TypeAlias

from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.pages import LARGEST_PAGE, all_of

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None

GENESIS = "0" * 64
"""The hash that stands before the first entry of a chain."""


class EntryKind(Enum):
    """The kind of event that an entry records."""

    CHANGE = "change"
    REFUSAL = "refusal"
    USE = "use"


@frozen
class JournalEntryDraft:
    """An entry before it has its place in the chain: an action, the thing it touched, and the details."""

    id: EntryId
    at: datetime
    by: Actor
    action: str
    subject: str
    details: Mapping[str, Value]
    kind: EntryKind = EntryKind.CHANGE


@frozen
class JournalEntry:
    """An entry in its place in the chain; `position` counts from 1."""

    tenant_id: TenantId
    position: int
    id: EntryId
    at: datetime
    by: str
    kind: EntryKind
    action: str
    subject: str
    details: Mapping[str, Value]
    previous: str
    hash: str


@frozen
class Checkpoint:
    """The position and hash of a chain's last entry at an instant.

    `signature` is the Ed25519 signature in base64 of `checkpoint_bytes`, and `signed_by` the id of its key; both are
    empty in checkpoints that were taken before they were signed so that others can check them.
    """

    tenant_id: TenantId
    position: int
    hash: str
    at: datetime
    signed_by: str = ""
    signature: str = ""


@frozen
class PublicKey:
    """A key that checks the signatures of checkpoints: 32 bytes in base64; its id is the start of their SHA-256."""

    key_id: str
    algorithm: str
    public_key: str
    current: bool


@frozen
class Break:
    """The first fault in a chain, and its position."""

    kind: str
    position: int
    sentence: str


@frozen(kw_only=True)
class EntryFilter:
    """Which entries to read: those of an actor, an action and a subject as entries show them, within `[since, until)`.

    An empty text and None narrow nothing.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, entry: JournalEntry) -> bool:
        """Return whether an entry is one of those."""
        return (
            self.actor in {"", entry.by}
            and self.action in {"", entry.action}
            and self.subject in {"", entry.subject}
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


class Journal(Protocol):
    """The journal of the current tenant."""

    def append(self, draft: JournalEntryDraft) -> JournalEntry:
        """Add the draft as the chain's next entry."""
        ...

    def entries(self, *, after: int = 0, limit: int = 1000) -> tuple[JournalEntry, ...]:
        """Read entries by position, those after the given one."""
        ...

    def newest(self, wanted: EntryFilter, *, before: int = 0, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Read the entries wanted, newest first, those before a position; 0 is the end of the chain."""
        ...

    def find(self, entry_id: EntryId) -> JournalEntry | None:
        """Return the entry with this id."""
        ...

    def head(self) -> tuple[int, str]:
        """Return the position and hash of the last entry as the store keeps them; (0, GENESIS) for an empty chain."""
        ...


def entry_content(entry: JournalEntry) -> dict[str, Value]:
    """Return what an entry's hash is computed of, as plain JSON values."""
    return {
        "tenant": str(entry.tenant_id),
        "position": entry.position,
        "id": str(entry.id),
        "at": entry.at.isoformat(timespec="microseconds"),
        "by": entry.by,
        "kind": entry.kind.value,
        "action": entry.action,
        "subject": entry.subject,
        "details": dict(entry.details),
        "previous": entry.previous,
    }


def digest_of(entry: JournalEntry) -> str:
    """Compute the hash that an entry must have: SHA-256 of its canonical JSON, including the previous hash."""
    # Imported only here, since mere checks do not need it, and hashlib loads OpenSSL.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(canonical_bytes(entry_content(entry))).hexdigest()


def canonical_bytes(content: Mapping[str, object]) -> bytes:
    """Return the canonical bytes of plain JSON values, as entries and checkpoints are hashed and signed."""
    import json  # noqa: PLC0415 - as above

    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def checkpoint_content(checkpoint: Checkpoint) -> dict[str, Value]:
    """Return what a checkpoint's signature signs, as plain JSON values."""
    return {
        "format": "saas-checkpoint/1",
        "tenant": str(checkpoint.tenant_id),
        "position": checkpoint.position,
        "hash": checkpoint.hash,
        "at": checkpoint.at.isoformat(timespec="microseconds"),
        "key": checkpoint.signed_by,
    }


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """Return the canonical bytes of a checkpoint, which are what its signature signs."""
    return canonical_bytes(checkpoint_content(checkpoint))


def chained(draft: JournalEntryDraft, *, tenant_id: TenantId, position: int, previous: str) -> JournalEntry:
    """Return the draft as an entry of the chain, after the entry whose hash is `previous`."""
    entry = JournalEntry(
        tenant_id=tenant_id,
        position=position,
        id=draft.id,
        at=draft.at,
        by=actor_name(draft.by),
        kind=draft.kind,
        action=draft.action,
        subject=draft.subject,
        details=draft.details,
        previous=previous,
        hash="",
    )
    return evolve(entry, hash=digest_of(entry))


def verify(  # noqa: PLR0911 - one return per kind of break
    entries: Iterable[JournalEntry],
    *,
    head: tuple[int, str],
    checkpoints: Iterable[Checkpoint] = (),
) -> Break | None:
    """Find the first fault in a chain, read from its start; None when it is intact.

    `head` is the end of the chain as the store keeps it; checkpoints come from outside the database.
    """
    marks = _hashes(checkpoints)
    position, previous = 0, GENESIS
    for entry in entries:
        position += 1
        if entry.position != position:
            return Break("missing", position, f"Entry {position} is missing; entry {entry.position} follows.")
        if entry.previous != previous:
            return Break("unchained", position, f"Entry {position} does not follow on entry {position - 1}.")
        if digest_of(entry) != entry.hash:
            return Break("altered", position, f"Entry {position} was altered after it was written.")
        # Every checkpoint of the entry is compared, so that a later one does not hide what an earlier one knows.
        if marks.pop(position, {entry.hash}) != {entry.hash}:
            return Break("rewritten", position, f"Entry {position} is not the one the checkpoint was taken of.")
        previous = entry.hash
    if head != (position, previous):
        return Break("head", position, f"The chain ends at entry {position}, its recorded head is entry {head[0]}.")
    if marks:
        first = min(marks)
        return Break("cut", position + 1, f"A checkpoint knows entry {first}; the chain ends at entry {position}.")
    return None


def _hashes(checkpoints: Iterable[Checkpoint]) -> dict[int, set[str]]:
    """Return the hashes that checkpoints know, by position."""
    found: dict[int, set[str]] = {}
    for each in checkpoints:
        found.setdefault(each.position, set()).add(each.hash)
    return found


def newest_of(journal: Journal, wanted: EntryFilter) -> Iterator[JournalEntry]:
    """Yield all entries wanted, newest first."""

    def page(last: JournalEntry | None) -> tuple[JournalEntry, ...]:
        return journal.newest(wanted, before=0 if last is None else last.position, limit=LARGEST_PAGE)

    return all_of(page)
