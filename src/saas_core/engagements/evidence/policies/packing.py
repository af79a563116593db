"""A pack: everything about one approval as one JSON object, signed as a whole."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from saas_core.engagements.estimates.content import content_bytes, sha256_of
from saas_core.engagements.evidence.values import FORMAT, SCRIPT, Earlier, File, Parts
from saas_core.kernel.instants import instant_text
from saas_core.kernel.journal import Checkpoint, JournalEntry, PublicKey, checkpoint_content, entry_content


def packed(parts: Parts, signed_by: str, sign: Callable[[bytes], str]) -> dict[str, object]:
    """Return a pack, signed by a key of checkpoints: the signature is of the canonical bytes of all the rest."""
    pack: dict[str, object] = {
        "format": FORMAT,
        "made_at": instant_text(parts.made_at),
        "approval": dict(parts.record),
        "approval_hash": parts.record_hash,
        "content": dict(parts.content),
        "document": _file(parts.document),
        "signed_paper": None if parts.signed_paper is None else _file(parts.signed_paper),
        "sealed_document": None if parts.sealed is None else _file(parts.sealed),
        "terms": {"text": parts.terms_text, "hash": sha256_of(parts.terms_text.encode())},
        "earlier": list(map(_earlier, parts.earlier)),
        "journal": {"entries": list(map(_entry, parts.path)), "checkpoint": _checkpoint(parts.checkpoint)},
        "keys": list(map(_key, parts.keys)),
        "time_stamp": None if parts.time_stamp is None else _encoded(parts.time_stamp),
        "signed_by": signed_by,
        "verifier": {"name": SCRIPT, "sha256": parts.script_hash},
    }
    return {**pack, "signature": sign(pack_bytes(pack))}


def pack_bytes(pack: Mapping[str, object]) -> bytes:
    """Return the canonical bytes of a pack, whole or without its signature."""
    return content_bytes(pack)


def _file(file: File) -> dict[str, object]:
    return {"media_type": file.media_type, "sha256": sha256_of(file.content), "base64": _encoded(file.content)}


def _earlier(earlier: Earlier) -> dict[str, object]:
    return {"hash": earlier.hash, "record": None if earlier.record is None else dict(earlier.record)}


def _entry(entry: JournalEntry) -> dict[str, object]:
    return {**entry_content(entry), "hash": entry.hash}


def _checkpoint(checkpoint: Checkpoint) -> dict[str, object]:
    return {**checkpoint_content(checkpoint), "signature": checkpoint.signature}


def _key(key: PublicKey) -> dict[str, object]:
    return {"key_id": key.key_id, "algorithm": key.algorithm, "public_key": key.public_key}


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
