"""The key file and what hangs on it: sealing, digests, signed checkpoints."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Checkpoint, checkpoint_bytes
from saas_local import CheckpointFile, CheckpointsBroken, KeyFile
from saas_local.files import replace

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


def _bare(*marks: Checkpoint) -> tuple[Checkpoint, ...]:
    return tuple(evolve(each, signed_by="", signature="") for each in marks)


def test_checkpoints_come_back_by_tenant(marks: CheckpointFile) -> None:
    """Oldest first, each as it was kept."""
    assert _bare(*marks.all(ONE)) == (_mark(), _mark(position=2))
    assert _bare(*marks.all(OTHER)) == (_mark(OTHER),)
    assert marks.all(TenantId(UUID(int=3))) == ()


def test_checkpoints_outlive_a_rotation(tmp_path: Path, key: KeyFile, marks: CheckpointFile) -> None:
    """Old lines keep the signature of the old key, new ones get that of the new."""
    after = CheckpointFile(tmp_path / "checkpoints.jsonl", key.rotated())
    after.append(_mark(position=3))
    assert [each.position for each in after.all(ONE)] == [1, 2, 3]
    # A process that was started before reads the key file again.
    assert marks.all(ONE) == after.all(ONE)


def test_a_checkpoint_is_checked_by_its_public_key_alone(key: KeyFile, marks: CheckpointFile) -> None:
    """Whoever has the published key needs nothing of ours, and one changed byte of what was signed is found."""
    (published,) = marks.keys()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(published.public_key))
    assert published.key_id == hashlib.sha256(base64.b64decode(published.public_key)).hexdigest()[:16]
    for mark in (*marks.all(ONE), *marks.all(OTHER)):
        assert mark.signed_by == published.key_id
        public.verify(base64.b64decode(mark.signature), checkpoint_bytes(mark))
        with pytest.raises(InvalidSignature):
            public.verify(base64.b64decode(mark.signature), checkpoint_bytes(evolve(mark, position=9)))


def test_a_new_signing_key_forgets_the_private_half_of_the_old_one(path: Path, marks: CheckpointFile) -> None:
    """What the old one signed is verified, by this process and by one that started before; it signs no more."""
    before = CheckpointFile(path.parent.parent / "checkpoints.jsonl", KeyFile.load(path))
    old = KeyFile.load(path).required_signing()
    made = marks.rotate()
    marks.append(_mark(position=3))
    kept = KeyFile.load(path)
    assert base64.b64encode(old.private).decode() not in path.read_text()
    published = marks.keys()
    assert [each.current for each in published] == [False, True]
    assert [each.signed_by for each in before.all(ONE)] == [old.current, old.current, made.key_id]
    assert before.append(_mark(position=4)).signed_by == made.key_id
    assert kept.of("ada") == KeyFile.create(path).of("ada")


def test_keys_made_at_once_are_all_kept(path: Path, marks: CheckpointFile) -> None:
    """No process overwrites what another one added to the key file."""
    threads = [threading.Thread(target=lambda: KeyFile.load(path).with_new_signing_key()) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(marks.keys()) == 9


@pytest.fixture
def unsigned(tmp_path: Path, path: Path, key: KeyFile) -> CheckpointFile:
    """Return a checkpoint file as it was written before checkpoints had signatures of their own, and its key file."""
    replace(path, evolve(key, signing=None).content())
    lines, previous = [], "0" * 64
    for mark in (_mark(), _mark(position=2)):
        fields = {
            "tenant": str(mark.tenant_id),
            "position": mark.position,
            "hash": mark.hash,
            "at": mark.at.isoformat(timespec="microseconds"),
            "key": key.current,
        }
        canonical = json.dumps({**fields, "previous": previous}, sort_keys=True, separators=(",", ":"))
        previous = key.mac("checkpoints", canonical.encode())
        lines.append(json.dumps({**fields, "signature": previous}))
    (tmp_path / "checkpoints.jsonl").write_text("\n".join(lines) + "\n")
    return CheckpointFile(tmp_path / "checkpoints.jsonl", KeyFile.load(path))


def test_checkpoints_from_before_they_were_signed_are_still_verified(path: Path, unsigned: CheckpointFile) -> None:
    """Without a key none is added and the remedy is named; setup adds one, and then signed ones follow."""
    assert unsigned.all(ONE) == (_mark(), _mark(position=2))
    assert unsigned.keys() == ()
    with pytest.raises(InvalidValue, match="saas init"):
        unsigned.append(_mark(position=3))
    digest = KeyFile.load(path).of("ada")
    assert KeyFile.create(path).of("ada") == digest
    unsigned.append(_mark(position=3))
    assert [bool(each.signature) for each in unsigned.all(ONE)] == [False, False, True]


@pytest.mark.parametrize(("without", "kind"), [(("public", "signed_by"), "unsigned"), (("public",), "forged")])
def test_whoever_has_the_key_file_of_before_adds_no_unsigned_line(
    tmp_path: Path, key: KeyFile, marks: CheckpointFile, without: tuple[str, ...], kind: str
) -> None:
    """A line that is chained rightly but lacks the signature of its own is found, with its kind."""
    path = tmp_path / "checkpoints.jsonl"
    first, second, third = path.read_text().splitlines()
    fields = {name: value for name, value in json.loads(third).items() if name not in {*without, "signature"}}
    previous = json.loads(second)["signature"]
    canonical = json.dumps({**fields, "previous": previous}, sort_keys=True, separators=(",", ":"))
    forged = json.dumps({**fields, "signature": key.mac("checkpoints", canonical.encode())})
    path.write_text(f"{first}\n{second}\n{forged}\n")
    with pytest.raises(CheckpointsBroken) as broken:
        marks.all(ONE)
    assert (broken.value.kind, broken.value.line) == (kind, 3)


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


def test_what_was_read_before_is_not_verified_again(
    marks: CheckpointFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other clients' signatures are not checked at all; and a change to what was read before is found all the same."""
    file, read, checked = path.parent.parent / "checkpoints.jsonl", [], []
    for number in range(20):
        marks.append(_mark(OTHER, number + 100))
    verified, by_key = CheckpointFile._verified, CheckpointFile._is_by_its_key
    monkeypatch.setattr(CheckpointFile, "_verified", lambda self, *given: read.append(1) or verified(self, *given))
    monkeypatch.setattr(CheckpointFile, "_is_by_its_key", lambda self, mark: checked.append(1) or by_key(self, mark))
    for number in range(10):
        marks.append(_mark(ONE, number + 100))
        assert marks.all(ONE)[-1].position == number + 100
    assert len(read) <= 20
    assert len(checked) <= 20
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0].replace(b'"position": 1', b'"position": 2'), *lines[1:]]))
    if file.read_bytes() == b"".join(lines):
        file.write_bytes(b"".join(lines[1:]))
    with pytest.raises(CheckpointsBroken):
        marks.all(ONE)
