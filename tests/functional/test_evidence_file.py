"""A pack of evidence verified by the shell, with nothing but the file; and the keys that signed it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

import papers
from saas_documents import TypstDocuments
from saas_local import KeyFile
from saas_local.signing import SigningKeys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

KEYS = SigningKeys.create()
PUBLIC = KEYS.published()[0].public_key


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a file with a pack of somebody's."""
    path = tmp_path / "evidence.json"
    path.write_bytes(papers.pack_of(KEYS, papers.parts(KEYS)))
    return path


def test_a_pack_is_verified_where_nothing_else_is(saas: Saas, pack: Path) -> None:
    """Neither a database nor a key of one's own is needed; the keys are shown for comparing, or given."""
    shown = saas.done("engagements", "verify", pack)
    assert "Whole: E-7, revision 2, of Harbor Foods Ltd" in shown.out
    assert PUBLIC in shown.out
    assert "Compare them" in shown.out
    assert not saas.home.exists()
    assert "All of them are keys of the provider" in saas.done("engagements", "verify", pack, "--key", PUBLIC).out
    told = saas.done("engagements", "verify", pack, "--json").json
    assert (told["keys_trusted"], told["checks"][-1]) == (None, "signature")


def test_a_pack_that_somebody_else_signed_is_broken(saas: Saas, pack: Path) -> None:
    """By its exit code too: whoever knows the provider's keys is not deceived by another's."""
    other = SigningKeys.create().published()[0].public_key
    problem = saas.wrong("engagements", "verify", pack, "--json", "--key", other).problem
    assert (problem["type"], problem["field"]) == ("EVIDENCE_BROKEN", "keys[0].public_key")


def test_one_flipped_byte_is_named_by_its_field(saas: Saas, pack: Path) -> None:
    """As a problem with code and field, and as a sentence."""
    flipped = pack.read_bytes().replace(b"Olivia", b"Olivha")
    pack.write_bytes(flipped)
    assert "approval" in saas.wrong("engagements", "verify", pack).err
    problem = saas.wrong("engagements", "verify", pack, "--json").problem
    assert (problem["type"], problem["field"]) == ("EVIDENCE_BROKEN", "approval")


def test_the_pack_inside_a_document_is_verified_too(saas: Saas, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF without one is refused, and one whose pages say something else."""
    whole = json.loads(pack.read_bytes())
    made_at = datetime.fromisoformat(whole["made_at"])
    pack.with_suffix(".pdf").write_bytes(TypstDocuments().render("evidence", whole, made_at))
    shown = saas.done("engagements", "verify", pack.with_suffix(".pdf"), "--json").json
    assert (shown["estimate"], shown["checks"][-1]) == ("E-7", "pages")
    other = whole | {"approval": whole["approval"] | {"typed_name": "Eve Marsh"}}
    lying = TypstDocuments().render("evidence", other, made_at)
    monkeypatch.setattr("saas_app.evidence._inside", lambda _document: pack.read_bytes())
    pack.with_suffix(".pdf").write_bytes(lying)
    problem = saas.wrong("engagements", "verify", pack.with_suffix(".pdf"), "--json").problem
    assert (problem["type"], problem["field"]) == ("EVIDENCE_BROKEN", "pages")
    monkeypatch.undo()
    pack.with_suffix(".pdf").write_bytes(TypstDocuments().render("estimate", papers.estimate(), papers.AT))
    for content in (pack.with_suffix(".pdf").read_bytes(), b"%PDF-1.7", b"%PDF-1.7\n%%EOF"):
        pack.with_suffix(".pdf").write_bytes(content)
        problem = saas.wrong("engagements", "verify", pack.with_suffix(".pdf"), "--json").problem
        assert (problem["type"], problem["field"]) == ("EVIDENCE_BROKEN", "file")


def test_the_keys_of_the_own_home_count_as_the_providers(saas: Saas, pack: Path) -> None:
    """Whoever has the key file knows its own packs, also those from before a rotation."""
    own = KeyFile.create(saas.home / "master.key")
    pack.write_bytes(papers.pack_of(own.required_signing(), papers.parts(own.required_signing())))
    own.with_new_signing_key()
    assert saas.done("engagements", "verify", pack, "--json").json["keys_trusted"] is True


def test_keys_are_published_and_rotated(harbor: Saas) -> None:
    """Anybody sees them; who manages staff makes a new one, and the journal still verifies."""
    first = harbor.done("journal", "checkpoint", "harbor", "--json").json
    (published,) = harbor.done("journal", "keys", "--profile", "olivia", "--json").json
    assert (published["key_id"], published["current"]) == (first["signed_by"], True)
    assert harbor.refused("journal", "rotate-key", "--profile", "olivia")
    words = ("journal", "rotate-key", "--idempotency-key", "one", "--json")
    made = harbor.done(*words).json
    assert harbor.done(*words).json == made
    assert [each["current"] for each in harbor.done("journal", "keys", "--json").json] == [False, True]
    assert harbor.done("journal", "checkpoint", "harbor", "--json").json["signed_by"] == made["key_id"]
    report = harbor.done("journal", "verify", "harbor", "--json").json
    assert (report["checkpoints"], report["signed"]) == (2, 2)
    shown = harbor.done("journal", "show", "--action", "audit.rotate_key", "--json").json
    assert [each["subject"] for each in shown] == [f"key:{made['key_id']}"]
