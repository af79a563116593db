"""A journal changed behind the store's back is found, with the kind and the first place of the change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve
from uuid_utils.compat import uuid7

from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import Break, Checkpoint, JournalEntry, digest_of, verify
from saas_local import CheckpointFile, KeyFile
from saas_sql.heads import tenant_heads
from saas_sql.kernel import journal_entries

Anything = Any


def _unlocked(database: Anything) -> None:
    """Take the triggers away, as someone who owns the database can."""
    if database.kind == "sqlite":
        database.run("DROP TRIGGER journal_entries_no_update", "DROP TRIGGER journal_entries_no_delete")
    else:
        database.run("ALTER TABLE journal_entries DISABLE TRIGGER USER")


def _found(database: Anything, tenant: TenantId, checkpoints: tuple[Checkpoint, ...] = ()) -> Break | None:
    with database.store.read(tenant) as work:
        return verify(work.journal.entries(), head=work.journal.head(), checkpoints=checkpoints)


@pytest.fixture
def written(database: Anything, tenant: TenantId, journaled: Anything) -> Anything:
    """Return a database with a whole journal of five entries."""
    journaled(database.store, tenant, 5)
    assert _found(database, tenant) is None
    return database


@pytest.fixture
def marks(written: Anything, tenant: TenantId, tmp_path: Path) -> CheckpointFile:
    """Return a file of checkpoints with one of the journal's end."""
    file = CheckpointFile(tmp_path / "checkpoints.jsonl", KeyFile.create(tmp_path / "master.key"))
    with written.store.read(tenant) as work:
        last = work.journal.entries()[-1]
        file.append(Checkpoint(tenant, last.position, last.hash, last.at))
    return file


@pytest.mark.parametrize(
    ("tampering", "kind", "position"),
    [
        ("UPDATE journal_entries SET actor = 'user:eve' WHERE position = 3", "altered", 3),
        ("UPDATE journal_entries SET details = '{\"n\":9}' WHERE position = 2", "altered", 2),
        ("UPDATE journal_entries SET previous = hash WHERE position = 4", "unchained", 4),
        ("DELETE FROM journal_entries WHERE position = 2", "missing", 2),
        ("DELETE FROM journal_entries WHERE position = 1", "missing", 1),
        ("DELETE FROM journal_entries WHERE position > 3", "head", 3),
        ("UPDATE tenant_heads SET journal_position = 4", "head", 5),
    ],
)
def test_a_change_is_found_with_its_place(
    written: Anything, tenant: TenantId, tampering: str, kind: str, position: int
) -> None:
    """Altered, unchained and missing entries and a cut tail are told apart."""
    _unlocked(written)
    written.run(tampering)
    found = _found(written, tenant)
    assert found is not None
    assert (found.kind, found.position) == (kind, position)


def test_a_tail_cut_with_its_head_is_found_by_a_checkpoint(
    written: Anything, tenant: TenantId, marks: CheckpointFile
) -> None:
    """A forger who also mends the head leaves a whole chain, and the checkpoint still knows better."""
    with written.store.read(tenant) as work:
        third = work.journal.entries()[2]
    _unlocked(written)
    written.run(
        "DELETE FROM journal_entries WHERE position > 3",
        f"UPDATE tenant_heads SET journal_position = 3, journal_hash = '{third.hash}'",
    )
    assert _found(written, tenant) is None
    found = _found(written, tenant, marks.all(tenant))
    assert found is not None
    assert (found.kind, found.position) == ("cut", 4)


def test_a_journal_written_anew_is_found_by_a_checkpoint(
    written: Anything, tenant: TenantId, marks: CheckpointFile, journaled: Anything
) -> None:
    """A chain forged from its start verifies by itself, but is not the one the checkpoint was taken of."""
    _unlocked(written)
    written.run(
        "DELETE FROM journal_entries",
        f"UPDATE tenant_heads SET journal_position = 0, journal_hash = '{'0' * 64}'",
    )
    journaled(written.store, tenant, 6)
    assert _found(written, tenant) is None
    found = _found(written, tenant, marks.all(tenant))
    assert found is not None
    assert (found.kind, found.position) == ("rewritten", 5)


def _forged(database: Anything, tenant: TenantId, *entries: JournalEntry) -> None:
    """Put these entries in the place of the tenant's whole journal, as someone who owns the database can."""
    rows = [
        {
            "tenant_id": tenant,
            "position": each.position,
            "id": each.id,
            "at": each.at,
            "actor": each.by,
            "kind": each.kind,
            "action": each.action,
            "subject": each.subject,
            "details": dict(each.details),
            "previous": each.previous,
            "hash": each.hash,
        }
        for each in entries
    ]
    _unlocked(database)
    with database.beneath.begin() as connection:
        connection.execute(sa.delete(journal_entries).where(journal_entries.c.tenant_id == tenant))
        connection.execute(sa.insert(journal_entries), rows)


def _rehashed(*entries: JournalEntry) -> list[JournalEntry]:
    made: list[JournalEntry] = []
    for position, each in enumerate(entries, 1):
        placed = evolve(each, position=position, previous=made[-1].hash if made else "0" * 64)
        made.append(evolve(placed, hash=digest_of(placed)))
    return made


@pytest.mark.parametrize(
    ("tampering", "kind", "position"),
    [
        ("time", "altered", 3),
        ("swapped", "unchained", 2),
        ("inserted", "unchained", 4),
        ("moved here", "altered", 3),
    ],
)
def test_a_forger_who_writes_whole_entries_is_found(
    written: Anything, tenant: TenantId, journaled: Anything, tampering: str, kind: str, position: int
) -> None:
    """Entries with other times, exchanged, added with a right hash, or taken from another tenant's journal."""
    with written.store.read(tenant) as work:
        one, two, three, four, five = work.journal.entries()
    if tampering == "time":
        entries = [one, two, evolve(three, at=three.at + timedelta(microseconds=1)), four, five]
    elif tampering == "swapped":
        entries = [one, evolve(four, position=2), three, evolve(two, position=4), five]
    elif tampering == "inserted":
        new = evolve(two, id=EntryId(uuid7()), position=3, previous=two.hash, subject="thing:0")
        later = [evolve(each, position=each.position + 1) for each in (three, four, five)]
        entries = [one, two, evolve(new, hash=digest_of(new)), *later]
    else:
        other = TenantId(uuid7())
        journaled(written.store, other, 3)
        with written.store.read(other) as work:
            theirs = work.journal.entries()[-1]
        entries = [one, two, evolve(theirs, previous=two.hash), four, five]
    _forged(written, tenant, *entries)
    found = _found(written, tenant)
    assert found is not None
    assert (found.kind, found.position) == (kind, position)


def test_a_journal_recomputed_from_an_altered_entry_is_found_by_a_checkpoint(
    written: Anything, tenant: TenantId, marks: CheckpointFile
) -> None:
    """Every hash and the head fit again, but the end is not the one that the checkpoint knows."""
    with written.store.read(tenant) as work:
        one, *later = work.journal.entries()
    forged = _rehashed(evolve(one, by="user:eve"), *later)
    _forged(written, tenant, *forged)
    with written.beneath.begin() as connection:
        connection.execute(sa.update(tenant_heads).values(journal_hash=forged[-1].hash))
    assert _found(written, tenant) is None
    found = _found(written, tenant, marks.all(tenant))
    assert found is not None
    assert (found.kind, found.position) == ("rewritten", 5)
