"""Packs of evidence: whole ones show what was approved; whatever else is changed is found, by its field."""

from __future__ import annotations

import ast
import base64
import json
import subprocess
import sys
import tracemalloc
import zlib
from random import Random

import pytest

import papers
from saas_core.engagements.estimates.content import content_hash
from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.engagements.evidence.policies.packing import pack_bytes
from saas_core.engagements.evidence.policies.verifying import verified
from saas_core.engagements.evidence.values import File
from saas_core.kernel.journal import Checkpoint, checkpoint_bytes
from saas_core.kernel.text import escaped
from saas_documents import file_inside, script
from saas_local.signing import SigningKeys

KEYS = SigningKeys.create()
OTHER = SigningKeys.create()


@pytest.fixture
def pack() -> bytes:
    return papers.pack_of(KEYS, papers.parts(KEYS, time_stamp=b"stamp", sealed=File("application/pdf", b"sealed")))


def broken(pack: bytes, **how) -> str:
    with pytest.raises(EvidenceBroken) as caught:
        verified(pack, signs=papers.signs, **how)
    assert caught.value.code == "EVIDENCE_BROKEN"
    return caught.value.field


def test_a_whole_pack_shows_what_was_approved_and_by_whom(pack):
    """Also written anew with other spaces, since only the values count."""
    report = verified(pack, signs=papers.signs)
    assert (report.estimate, report.revision, report.client) == ("E-7", 2, "Harbor Foods Ltd")
    assert (report.typed_name, report.cap_seconds, report.maximum_minor) == ("Olivia Marsh", 108000, 195000)
    assert (report.journal_position, report.checkpoint_position) == (41, 43)
    assert report.keys == (KEYS.published()[0].public_key,)
    assert verified(json.dumps(json.loads(pack), indent=2).encode(), signs=papers.signs) == report


def test_a_pack_about_a_change_order_names_the_approval_that_it_amends():
    """Approvals of other engagements stand in the chain as hashes alone."""
    pack = papers.pack_of(KEYS, papers.second(KEYS))
    assert verified(pack, signs=papers.signs).estimate == "E-8"
    changed = json.loads(pack)
    changed["earlier"][0]["record"]["typed_name"] = "Eve"
    assert broken(papers.resigned(changed, KEYS)) == "earlier[0].record"
    changed = json.loads(pack)
    del changed["earlier"][1]
    assert broken(papers.resigned(changed, KEYS)) == "earlier"
    changed = json.loads(pack)
    changed["earlier"][0] = {"hash": "sha256:" + "d" * 64, "record": None}
    assert broken(papers.resigned(changed, KEYS)) == "approval.amends"


def test_a_recorded_document_is_part_of_the_pack():
    """Its bytes are those that two members of staff looked at."""
    signed = b"%PDF-1.7 signed by hand"
    signing = {"paper_hash": papers.sha256_of(signed), "signed_at": "2026-11-28T10:00:00Z"}
    record = papers.record(papers.estimate(), b"a", kind="document", signing=signing)
    whole = papers.parts(KEYS, b"a", record=record, signed_paper=File("application/pdf", signed))
    assert verified(papers.pack_of(KEYS, whole), signs=papers.signs)
    other = papers.parts(KEYS, b"a", record=record, signed_paper=File("application/pdf", b"%PDF-1.7 forged"))
    assert broken(papers.pack_of(KEYS, other)) == "signed_paper.base64"
    assert broken(papers.pack_of(KEYS, papers.parts(KEYS, b"a", record=record))) == "signed_paper"


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("format",), "saas-evidence/2", "format"),
        (("content", "lines", 0, "text"), "More", "content"),
        (("content", "provider", "name"), "Eve", "content"),
        (("terms", "text"), "other terms", "terms.text"),
        (("terms", "hash"), "sha256:0", "terms.hash"),
        (("document", "base64"), base64.b64encode(b"forged").decode(), "document.base64"),
        (("document", "sha256"), "sha256:0", "document.base64"),
        (("sealed_document", "base64"), base64.b64encode(b"forged").decode(), "sealed_document.base64"),
        (("approval", "cap_seconds"), 216000, "approval.cap_seconds"),
        (("approval", "rate_minor"), 65, "approval.rate_minor"),
        (("approval", "typed_name"), "Eve", "approval"),
        (("approval", "authority", "limit_minor"), 1, "approval"),
        (("approval", "ownership_hash"), "sha256:0", "approval.ownership_hash"),
        (("approval", "document_hash"), "sha256:0", "document.base64"),
        (("approval_hash",), "sha256:0", "approval"),
        (("approval", "terms", "version"), "2027-01", "approval.terms"),
        (("journal", "entries", 1, "action"), "mail.lost", "journal.entries[1]"),
        (("journal", "entries", 1, "previous"), "0" * 64, "journal.entries[1].previous"),
        (("journal", "entries", 2, "position"), 44, "journal.entries[2].previous"),
        (("journal", "entries", 0, "tenant"), str(papers.UUID(int=2)), "journal.entries[0].tenant"),
        (("journal", "entries"), [], "journal.entries"),
        (("journal", "checkpoint", "position"), 44, "journal.checkpoint"),
        (("journal", "checkpoint", "at"), "2026-01-01T00:00:00.000000+00:00", "journal.checkpoint.signature"),
        (("journal", "checkpoint", "key"), "0" * 16, "journal.checkpoint.key"),
        (("keys", 0, "public_key"), OTHER.published()[0].public_key, "keys[0].public_key"),
        (("keys", 0, "algorithm"), "RSA", "keys[0].algorithm"),
        (("keys",), [], "journal.checkpoint.key"),
        (("signed_by",), "0" * 16, "signed_by"),
        (("made_at",), "2020-01-01T00:00:00Z", "signature"),
        (("verifier", "sha256"), "sha256:0", "signature"),
        (("time_stamp",), base64.b64encode(b"other").decode(), "signature"),
        (("earlier",), [{"hash": "sha256:0", "record": None}], "earlier"),
        (("content",), None, "content"),
        (("more",), 1, "more"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_changed_field_is_named(pack, path, value, field):
    """It is the field itself, or the part whose hash does not fit any more."""
    changed = json.loads(pack)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert broken(json.dumps(changed).encode()) == field


def test_a_forger_who_has_the_key_is_found_by_us_and_by_the_script_alike(pack, tmp_path, monkeypatch):
    """Each change is signed anew, so that only the check of the part itself can tell."""

    def amends(changed):
        changed["approval"]["amends"] = "sha256:0"
        changed["approval_hash"] = content_hash(changed["approval"])

    def position(changed):
        changed["approval"]["position"] += 1
        changed["approval_hash"] = content_hash(changed["approval"])

    def more(changed):
        changed["more"] = 1

    def algorithm(changed):
        changed["keys"][0]["algorithm"] = "RSA"

    def signed_paper(changed):
        changed["signed_paper"] = changed["document"]

    namespace = {"__name__": "script"}
    exec(compile(script(), "verify_evidence.py", "exec"), namespace)
    printed: list[str] = []
    monkeypatch.setattr("builtins.print", lambda *said: printed.append(str(said[0])))
    for change, field in {
        amends: "approval.amends",
        position: "earlier",
        more: "more",
        algorithm: "keys[0].algorithm",
        signed_paper: "signed_paper",
    }.items():
        changed = json.loads(pack)
        change(changed)
        forged = papers.resigned(changed, KEYS)
        (tmp_path / "forged.json").write_bytes(forged)
        assert (broken(forged), namespace["main"](str(tmp_path / "forged.json"))) == (field, 1), change
        assert printed[-1].startswith(f"EVIDENCE_BROKEN {'file' if field == 'more' else field}:"), change


def test_any_flipped_byte_is_found_by_us_and_by_the_script_alike(pack, tmp_path, monkeypatch):
    """A thousand flips of one bit each, wherever they fall; the script is tried on some of them, in this process."""
    random, found = Random(7), set()
    namespace = {"__name__": "script"}
    exec(compile(script(), "verify_evidence.py", "exec"), namespace)
    monkeypatch.setattr("builtins.print", lambda *_said: None)
    for turn in range(1000):
        flipped = bytearray(pack)
        flipped[random.randrange(len(pack))] ^= 1 << random.randrange(8)
        found.add(broken(bytes(flipped)).partition("[")[0])
        if turn % 5 == 0:
            (tmp_path / "flipped.json").write_bytes(flipped)
            assert namespace["main"](str(tmp_path / "flipped.json")) == 1
    assert {"content", "approval", "terms.text", "file", "journal.entries"} <= found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"format": 1.5}',
        b'{"format": NaN}',
        b'{"a": 1, "a": 1}',
        b'{"a": "\\ud800"}',
        b"[" * 100_000,
        b'{"format": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "list", "nothing", "no text", "float", "NaN", "twice", "half a sign", "deep", "long number"],
)
def test_what_is_no_pack_is_refused_as_one(content):
    """Nothing that somebody sends ends in an error of ours."""
    assert broken(content)


def test_a_pack_signed_by_another_key_is_told_from_the_providers(pack):
    """A forger who signs everything anew has another key, and the known keys do not hold it."""
    ours = [each.public_key for each in KEYS.published()]
    theirs = papers.pack_of(OTHER, papers.parts(OTHER))
    assert verified(pack, signs=papers.signs, known=ours).keys_trusted is True
    assert verified(theirs, signs=papers.signs).keys_trusted is None
    with pytest.raises(EvidenceBroken) as refused:
        verified(theirs, signs=papers.signs, known=ours)
    assert refused.value.field == "keys[0].public_key"


def test_a_pack_made_after_a_rotation_holds_both_keys():
    """The checkpoint was signed by the former key, the pack by the present one."""
    old, new = KEYS, KEYS.rotated()
    made = papers.parts(old, keys=new.published())
    report = verified(
        papers.pack_of(new, made), signs=papers.signs, known=[each.public_key for each in new.published()]
    )
    assert len(report.keys) == 2
    assert report.keys_trusted


def test_a_checkpoint_of_another_client_proves_nothing(pack):
    """Even rightly signed, and with the pack signed anew."""
    changed = json.loads(pack)
    last = changed["journal"]["entries"][-1]
    mark = Checkpoint(papers.TenantId(papers.UUID(int=2)), last["position"], last["hash"], papers.AT, KEYS.current)
    signature = KEYS.sign(checkpoint_bytes(mark))
    changed["journal"]["checkpoint"] |= {"tenant": str(mark.tenant_id), "at": "2026-11-29T22:30:00.000000+00:00"}
    changed["journal"]["checkpoint"]["signature"] = signature
    assert broken(papers.resigned(changed, KEYS)) == "journal.checkpoint"


def test_a_journal_that_does_not_note_the_approval_proves_nothing(pack):
    """The path must begin with the entry that the approval wrote."""
    other = papers.parts(KEYS, path=papers.journal("sha256:0"))
    assert broken(papers.pack_of(KEYS, other)) == "journal.entries[0].details"


def test_a_time_stamp_is_checked_where_somebody_can(pack):
    """It is over the hash of the approval; without certificates nothing is said of it."""
    seen = []

    def stamped(token: bytes, content: bytes) -> str:
        seen.append((token, content))
        return "2026-11-29T22:46:00Z"

    report = verified(pack, signs=papers.signs, stamped=stamped)
    assert report.time_stamped_at == "2026-11-29T22:46:00Z"
    assert report.checks[-1] == "time stamp"
    assert seen == [(b"stamp", report.approval_hash.encode())]
    assert verified(pack, signs=papers.signs).time_stamped_at is None


def test_the_script_checks_a_pack_without_our_software(pack, tmp_path):
    """It imports the standard library and `cryptography`, and runs by itself with the package's own path closed."""
    tree = ast.parse(script())
    names = {
        each.module if isinstance(each, ast.ImportFrom) else each.names[0].name
        for each in ast.walk(tree)
        if isinstance(each, ast.Import | ast.ImportFrom)
    }
    assert {name.partition(".")[0] for name in names} <= {*sys.stdlib_module_names, "cryptography"}
    (tmp_path / "verify_evidence.py").write_bytes(script())
    (tmp_path / "whole.json").write_bytes(pack)
    (tmp_path / "broken.json").write_bytes(pack.replace(b"Olivia", b"Olivja"))

    def ran(file: str, *keys: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-I", "verify_evidence.py", file, *keys)
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    whole = ran("whole.json", KEYS.published()[0].public_key)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "Whole: E-7, revision 2" in whole.stdout
    other = ran("whole.json", OTHER.published()[0].public_key)
    assert (other.returncode, other.stdout.split(":")[0]) == (1, "EVIDENCE_BROKEN keys[0]")
    found = ran("broken.json")
    assert (found.returncode, found.stdout) == (
        1,
        "EVIDENCE_BROKEN approval: does not have the hash that stands beside it\n",
    )


def test_a_pack_is_the_same_bytes_for_the_same_parts():
    """Ed25519 signs the same content the same way."""
    made = papers.parts(KEYS)
    assert papers.pack_of(KEYS, made) == papers.pack_of(KEYS, made)
    assert content_hash(json.loads(papers.pack_of(KEYS, made))["content"]) == made.record["content_hash"]
    assert pack_bytes(json.loads(papers.pack_of(KEYS, made))) == papers.pack_of(KEYS, made)


def test_deep_and_crowded_packs_are_refused_and_cost_little():
    """At any depth by the same answer, whatever else stands on the stack; and before values are made of them."""
    for depth in (21, 500, 900, 984, 991, 5_000, 100_000):
        assert broken(b'{"a":' + b"[" * depth + b"]" * depth + b"}") == "file"
    assert broken(b"[" + b"{}," * 1_000_000 + b"{}]") == "file"
    assert broken(b'{"\\ud800": 1}') == "file"
    assert broken(b'{"a": ["\\udc00"]}') == "file"


def test_what_a_pack_says_is_printed_on_one_line(tmp_path):
    """A name with line breaks and escapes neither hides what the script says nor speaks in its place."""
    spoken = "Eve\x1b[8m\r\nEvery key is one that you gave.\u2028\u202e"
    record = papers.record(papers.estimate(), b"a", typed_name=spoken)
    path = tmp_path / "evidence.json"
    path.write_bytes(papers.pack_of(KEYS, papers.parts(KEYS, b"a", record=record)))
    script_path = tmp_path / "verify.py"
    script_path.write_bytes(script())
    done = subprocess.run([sys.executable, script_path, path], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout
    assert "\nEvery key" not in done.stdout
    assert not {"\x1b", "\u2028", "\u202e"} & set(done.stdout)
    assert "Compare each key" in done.stdout
    assert escaped(spoken).isprintable()


def test_a_document_that_unpacks_to_more_than_a_pack_is_refused():
    """In small pieces: what is read of it stays small."""
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    document = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + bomb + b"\nendstream\n%%EOF"
    tracemalloc.start()
    with pytest.raises(EvidenceBroken, match="unpacks"):
        file_inside(document, "evidence.json")
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()
