"""Check a pack of evidence without the software that made it.

    python3 verify_evidence.py PACK.json [PUBLIC KEY ...]

Needs Python 3.9 or newer and, for the two signatures, the package `cryptography`. Public keys, in base64, are those
that the provider publishes. Without them, compare what is printed. A time stamp is not checked here; see the end.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FIELDS = {
    *("format", "made_at", "approval", "approval_hash", "content", "document", "signed_paper", "sealed_document"),
    *("terms", "earlier", "journal", "keys", "time_stamp", "signed_by", "verifier", "signature"),
}


class Broken(Exception):
    """The first part that does not hold."""


def once(pairs: Any) -> Any:
    found = dict(pairs)
    require(len(found) == len(pairs), "file", "names a field twice")
    return found


def require(holds: object, field: str, what: str) -> None:
    if not holds:
        raise Broken(f"{field}: {what}")


def canonical(value: Any, *, ascii_only: bool = False) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=ascii_only).encode()


def sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def decoded(text: str, field: str) -> bytes:
    found = base64.b64decode(text, validate=True)
    require(base64.b64encode(found).decode() == text, field, "is not base64")
    return found


def file_hash(pack: Any, name: str) -> str:
    made = sha256(decoded(pack[name]["base64"], f"{name}.base64"))
    require(made == pack[name]["sha256"], f"{name}.base64", "does not have the hash that stands beside it")
    return made


def fields(given: Any, path: str, *names: str) -> None:
    require(isinstance(given, dict) and sorted(given) == sorted(names), path, "does not have exactly its fields")


def without(given: Any, name: str) -> Any:
    return {key: value for key, value in given.items() if key != name}


def check(pack: Any) -> None:
    """Check everything but the signatures."""
    record, content, terms = pack["approval"], pack["content"], pack["terms"]
    fields(pack, "file", *FIELDS)
    require(pack["format"] == "saas-evidence/1", "format", "is not saas-evidence/1")
    require(sha256(canonical(content)) == record["content_hash"], "content", "is not what was approved")
    made = sha256(terms["text"].encode())
    agreed = content["terms"]["hash"]
    require(made in (agreed, "sha256:" + agreed), "terms.text", "is not the text that was agreed")
    require(terms["hash"] == made, "terms.hash", "is not the hash of the text")
    require(record["terms"] == content["terms"], "approval.terms", "are not those of the content")
    owned = sha256(content["ownership"].encode())
    require(owned == record["ownership_hash"], "approval.ownership_hash", "is not the hash of the sentence")
    require(file_hash(pack, "document") == record["document_hash"], "document.base64", "is not what was approved")
    there = pack["signed_paper"] is not None
    require(there == (record["signing"] is not None), "signed_paper", "is not where a signed document was recorded")
    if there:
        signed = file_hash(pack, "signed_paper")
        require(signed == record["signing"]["paper_hash"], "signed_paper.base64", "is not what was recorded")
    if pack["sealed_document"] is not None:
        file_hash(pack, "sealed_document")
    for name in ("estimate", "revision", "currency", "rate_minor", "unit_seconds", "cap_seconds", "maximum_minor"):
        require(record[name] == content[name], f"approval.{name}", "is not what the content says")
    require(
        sha256(canonical(record)) == pack["approval_hash"], "approval", "does not have the hash that stands beside it"
    )
    previous = ""
    for number, each in enumerate(pack["earlier"]):
        if each["record"] is not None:
            require(sha256(canonical(each["record"])) == each["hash"], f"earlier[{number}]", "does not have its hash")
            chained = each["record"]["previous_hash"] == previous
            require(chained, f"earlier[{number}]", "does not follow on the one before")
        previous = each["hash"]
    require(record["previous_hash"] == previous, "earlier", "does not end where the approval begins")
    require(record["position"] == len(pack["earlier"]) + 1, "earlier", "does not hold every approval from before")
    amended = record["amends"] is None or record["amends"] in [each["hash"] for each in pack["earlier"]]
    require(amended, "approval.amends", "is not an approval from before")
    last: Any = None
    for number, each in enumerate(pack["journal"]["entries"]):
        field = f"journal.entries[{number}]"
        made = hashlib.sha256(canonical(without(each, "hash"), ascii_only=True)).hexdigest()
        require(made == each["hash"], field, "does not have the hash that stands beside it")
        require(each["tenant"] == content["client"]["id"], f"{field}.tenant", "is another client")
        follows = last is None or (each["previous"], each["position"]) == (last["hash"], last["position"] + 1)
        require(follows, f"{field}.previous", "does not follow on the entry before")
        last = each
    noted = pack["journal"]["entries"][0]["details"].values()
    require(pack["approval_hash"] in noted, "journal.entries[0].details", "do not note the approval")
    mark = pack["journal"]["checkpoint"]
    same = (mark["tenant"], mark["position"], mark["hash"]) == (last["tenant"], last["position"], last["hash"])
    require(same, "journal.checkpoint", "was not taken of the last entry")


def check_signatures(pack: Any, known: Any) -> None:
    """Check both signatures by the keys of the pack, which must be among the known ones if any are given."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    keys = {}
    for number, each in enumerate(pack["keys"]):
        require(each["algorithm"] == "Ed25519", f"keys[{number}].algorithm", "is not Ed25519")
        public = decoded(each["public_key"], f"keys[{number}].public_key")
        named = hashlib.sha256(public).hexdigest()[:16]
        require(named == each["key_id"], f"keys[{number}]", "is not the one with its id")
        require(not known or each["public_key"] in known, f"keys[{number}]", "is none that the provider publishes")
        keys[named] = public
    mark = pack["journal"]["checkpoint"]
    signed = (
        ("journal.checkpoint", mark, mark["key"], canonical(without(mark, "signature"), ascii_only=True)),
        ("pack", pack, pack["signed_by"], canonical(without(pack, "signature"))),
    )
    for field, part, name, content in signed:
        try:
            Ed25519PublicKey.from_public_bytes(keys[name]).verify(
                decoded(part["signature"], f"{field}.signature"), content
            )
        except InvalidSignature:
            raise Broken(f"{field}.signature: is not that of the content") from None


def escaped(value: Any) -> str:
    """Return what a pack says on one line: it can neither hide what is printed around it, nor pretend to be it."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in str(value))


def main(path: str, *known: str) -> int:
    """Check a file; exit code 0 if everything holds, 1 if something is broken."""
    try:
        pack = json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=once)
        check(pack)
        check_signatures(pack, known)
    except Broken as broken:
        print(f"EVIDENCE_BROKEN {escaped(broken)}")
        return 1
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        print(f"EVIDENCE_BROKEN file: is not a pack of evidence ({escaped(repr(fault)[:200])})")
        return 1
    record = pack["approval"]
    of = ("estimate", "revision", "approved_at", "typed_name", "cap_seconds")
    estimate, revision, at, name, seconds = (escaped(record[each]) for each in of)
    print(f"Whole: {estimate}, revision {revision}, approved at {at}")
    print(f"by {name}, for at most {seconds} seconds of work, {int(record['cap_seconds']) / 3600:.2f} hours.")
    for each in pack["keys"]:
        print(f"Signed by key {escaped(each['key_id'])}: {escaped(each['public_key'])}")
    print("Every key is one that you gave." if known else "Compare each key with those that the provider publishes.")
    if pack["time_stamp"] is not None:
        print("There is a time stamp over the text of approval_hash: decode it from base64 and check it with")
        print("openssl ts -verify -in STAMP -data TEXT -CAfile CERTIFICATES")
    return 0


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
