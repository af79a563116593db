"""The key file and what hangs on it: sealing, digests, signed checkpoints."""

from __future__ import annotations

import json
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Checkpoint
from saas_local import CheckpointFile, CheckpointsBroken, KeyFile

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ONE, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=2))


def _mark(tenant_id: TenantId = ONE, position: int = 1) -> Checkpoint:
    return Checkpoint(tenant_id, position, f"{position:064x}", AT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the key file will be."""
    return tmp_path / "keys" / "master.key"


@pytest.fixture
def key(path: Path) -> KeyFile:
    """Return a new key file."""
    return KeyFile.create(path)


@pytest.fixture
def marks(tmp_path: Path, key: KeyFile) -> CheckpointFile:
    """Return a checkpoint file with three checkpoints of two tenants."""
    file = CheckpointFile(tmp_path / "checkpoints.jsonl", key)
    for mark in (_mark(), _mark(OTHER), _mark(position=2)):
        file.append(mark)
    return file


def test_a_key_file_is_for_its_owner_alone_and_made_once(path: Path, key: KeyFile) -> None:
    """Its mode is 0600; making it again loads what is there; nothing temporary stays beside it."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyFile.create(path) == key == KeyFile.load(path)
    assert [each.name for each in path.parent.iterdir()] == ["master.key"]


def test_of_many_that_make_the_key_file_at_once_all_get_the_same(path: Path) -> None:
    """No process continues with a key that another one replaced."""
    made: list[KeyFile] = []
    threads = [threading.Thread(target=lambda: made.append(KeyFile.create(path))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 8
    assert all(each == made[0] for each in made)


def test_a_key_file_that_others_may_read_is_not_used(path: Path, key: KeyFile) -> None:
    """The remedy is to take their rights away."""
    path.chmod(0o640)
    with pytest.raises(StoreUnavailable, match="chmod 600"):
        KeyFile.load(key.path)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "no key", '{"format": 2}', '{"format": 1, "current": "a", "digests": "", "keys": {}}'],
)
def test_what_is_no_key_file_is_refused(path: Path, content: str) -> None:
    """It is neither replaced nor half used."""
    path.parent.mkdir()
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(InvalidValue):
        KeyFile.create(path)
    assert path.read_text() == content


def test_a_missing_key_file_is_not_made_by_loading(path: Path) -> None:
    """Loading says that it is missing."""
    with pytest.raises(StoreUnavailable):
        KeyFile.load(path)
    assert not path.exists()


def test_no_key_shows_itself(key: KeyFile) -> None:
    """The text of the object, as a log or a traceback has it, holds no key."""
    assert repr(key).count("=") == 2


@pytest.mark.parametrize("text", ["", "link", "Zoë \u0000 \ud800", "x" * 100_000])
def test_what_is_sealed_opens_under_its_context_alone(key: KeyFile, text: str) -> None:
    """Sealing twice gives two texts, both open; another context opens neither."""
    first, second = key.seal(text, "tenant:1 user:2"), key.seal(text, "tenant:1 user:2")
    assert first != second
    assert key.open(first, "tenant:1 user:2") == key.open(second, "tenant:1 user:2") == text
    for context in ("tenant:2 user:2", "", "tenant:1 user:2 "):
        with pytest.raises(InvalidValue):
            key.open(first, context)


def test_a_sealed_text_that_was_changed_does_not_open(key: KeyFile) -> None:
    """Each character counts, and so do the id of the key and the whole shape."""
    sealed = key.seal("link", "c")
    changed = [
        sealed[:place] + ("A" if each != "A" else "B") + sealed[place + 1 :] for place, each in enumerate(sealed)
    ]
    for wrong in (*changed, "", ".", "x", sealed[:-4], f"{key.current}."):
        with pytest.raises(InvalidValue):
            key.open(wrong, "c")


def test_a_new_key_opens_what_the_old_one_sealed(path: Path, key: KeyFile) -> None:
    """After a rotation both open, digests stay, and a file of the old key alone does not open the new."""
    old = key.seal("link", "c")
    rotated = key.rotated()
    assert KeyFile.load(path) == rotated
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    new = rotated.seal("link", "c")
    assert rotated.open(old, "c") == rotated.open(new, "c") == "link"
    assert rotated.of("ada@example.com") == key.of("ada@example.com")
    with pytest.raises(InvalidValue):
        key.open(new, "c")


def test_a_digest_needs_the_key(key: KeyFile, tmp_path: Path) -> None:
    """The same value has the same digest here and another one under another key; values do not collide."""
    other = KeyFile.create(tmp_path / "other.key")
    assert key.of("ada") == key.of("ada") != other.of("ada")
    assert key.of("ada") != key.of("Ada")


def test_checkpoints_come_back_by_tenant(marks: CheckpointFile) -> None:
    """Oldest first, each as it was kept."""
    assert marks.all(ONE) == (_mark(), _mark(position=2))
    assert marks.all(OTHER) == (_mark(OTHER),)
    assert marks.all(TenantId(UUID(int=3))) == ()


def test_checkpoints_outlive_a_rotation(tmp_path: Path, key: KeyFile, marks: CheckpointFile) -> None:
    """Old lines keep the signature of the old key, new ones get that of the new."""
    after = CheckpointFile(tmp_path / "checkpoints.jsonl", key.rotated())
    after.append(_mark(position=3))
    assert [each.position for each in after.all(ONE)] == [1, 2, 3]
    with pytest.raises(CheckpointsBroken):
        marks.all(ONE)


@pytest.mark.parametrize(
    ("tampering", "line"),
    [
        (lambda lines: [lines[0].replace('"position": 1', '"position": 9'), *lines[1:]], 1),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines, lines[0]], 4),
        (lambda lines: [*lines, "{}"], 4),
        (lambda lines: [*lines, "not json"], 4),
        (lambda lines: [*lines[:2], json.dumps({**json.loads(lines[2]), "key": "none"})], 3),
    ],
    ids=["altered", "swapped", "missing", "first missing", "repeated", "empty", "no JSON", "unknown key"],
)
def test_checkpoints_that_were_changed_are_found(
    tmp_path: Path, marks: CheckpointFile, tampering: object, line: int
) -> None:
    """Reading and adding both refuse, naming the first line that does not bear its signature."""
    assert callable(tampering)
    path = tmp_path / "checkpoints.jsonl"
    path.write_text("\n".join(tampering(path.read_text().splitlines())) + "\n")
    before = path.read_text()
    for attempt in (lambda: marks.all(ONE), lambda: marks.append(_mark(position=3))):
        with pytest.raises(CheckpointsBroken) as broken:
            attempt()
        assert broken.value.line == line
    assert path.read_text() == before


def test_checkpoints_added_at_once_are_all_there(tmp_path: Path, key: KeyFile) -> None:
    """Eight writers of one file break no chain."""
    path = tmp_path / "checkpoints.jsonl"
    threads = [
        threading.Thread(target=lambda n=number: CheckpointFile(path, key).append(_mark(position=n)))
        for number in range(1, 9)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.position for each in CheckpointFile(path, key).all(ONE)} == set(range(1, 9))


def test_a_checkpoint_file_is_for_its_owner_alone(tmp_path: Path, marks: CheckpointFile) -> None:
    """Its mode is 0600, and where it cannot be written the store is unavailable."""
    assert marks.all(ONE)
    assert stat.S_IMODE((tmp_path / "checkpoints.jsonl").stat().st_mode) == 0o600
    (tmp_path / "a file").touch()
    shut = CheckpointFile(tmp_path / "a file" / "checkpoints.jsonl", KeyFile.create(tmp_path / "k"))
    with pytest.raises(StoreUnavailable):
        shut.append(_mark())
