"""Checkpoints of the journal: signed lines in a file that the database's role cannot write.

Every line is JSON and bears two signatures. `public` is the checkpoint's own, by Ed25519: whoever has the public key
checks it without us. `signature` is keyed by the key file and covers the line with the `signature` of the line before
it, so that a changed, moved or removed line in the middle is detected. Lines from before checkpoints had a signature of
their own are still verified; none may follow one that has it.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from attrs import define, evolve, field

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Checkpoint, PublicKey, checkpoint_bytes
from saas_local.files import storing
from saas_local.key_file import KeyFile

_PURPOSE: Final = "checkpoints"
_START: Final = "0" * 64
_NOTHING: Final = hashlib.sha256(b"").digest()
_FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable": "is not a checkpoint",
        "unsigned": "has no signature of its own, which every line after a signed one has",
        "forged": "has a signature of its own that is not that of its key",
        "changed": "does not bear its signature",
    }
)


class CheckpointsBroken(InvalidValue):
    """The checkpoint file was changed by somebody without the key.

    `kind` is `unreadable`, `unsigned` for a line without a signature of its own after one that has it, `forged` for one
    whose own signature is not that of its key, and `changed` for one that does not follow on the line before.
    """

    code = "CHECKPOINTS_BROKEN"

    def __init__(self, path: Path, line: int, kind: str = "changed") -> None:
        """Take the number of the line, counted from 1, and the kind of fault."""
        super().__init__(
            f"The checkpoint file {path} was changed: line {line} {_FAULTS[kind]}.",
            remedy="Restore the file from a backup, and find out who changed it.",
        )
        self.path = path
        self.line = line
        self.kind = kind

    def __reduce__(self) -> tuple[type[CheckpointsBroken], tuple[Path, int, str]]:
        """Support pickling with all arguments."""
        return CheckpointsBroken, (self.path, self.line, self.kind)


@define
class _Seen:
    """What was read of a file and verified: its size and hash, its checkpoints by tenant, and how its lines end.

    `proven` are the numbers of lines whose public signatures were checked.
    """

    size: int = 0
    digest: bytes = _NOTHING
    number: int = 0
    previous: str = _START
    signing: bool = False
    marks: dict[TenantId, list[tuple[int, Checkpoint]]] = field(factory=dict)
    proven: set[int] = field(factory=set)

    def begins(self, content: bytes) -> bool:
        """Return whether a content begins with what was read."""
        return len(content) >= self.size and hashlib.sha256(memoryview(content)[: self.size]).digest() == self.digest

    def ends(self, content: bytes) -> None:
        """Remember how far was read."""
        if len(content) != self.size:
            self.size, self.digest = len(content), hashlib.sha256(content).digest()

    def copied(self) -> _Seen:
        """Return the same to go on with: what others read meanwhile stays as it is, whatever the rest holds."""
        return evolve(self, marks={tenant_id: list(marks) for tenant_id, marks in self.marks.items()})


class CheckpointFile:
    """Keeps checkpoints of all tenants, oldest first."""

    def __init__(self, path: Path, key: KeyFile) -> None:
        """Take the path of the file and the key that signs its lines."""
        self._path = path
        self._key = key
        self._seen = _Seen()
        self._reading = threading.Lock()

    def append(self, checkpoint: Checkpoint) -> Checkpoint:
        """Sign a checkpoint, append it and return it.

        Raises CheckpointsBroken for a changed file, StoreUnavailable for an unwritable one, InvalidValue where the key
        file holds no key that signs checkpoints.
        """
        self._reload()
        signing = self._key.required_signing()
        named = evolve(checkpoint, signed_by=signing.current)
        signed = evolve(named, signature=signing.sign(checkpoint_bytes(named)))
        with storing("checkpoint file", self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "r+b") as file:
                # One writer at a time: each line is signed over the one before it.
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(self._line(signed, self._read(file.read()).previous))
                file.flush()
                os.fsync(file.fileno())
        return signed

    def all(self, tenant_id: TenantId) -> tuple[Checkpoint, ...]:
        """Return the tenant's checkpoints, oldest first; raises CheckpointsBroken if any line was changed.

        The tenant's own ones alone are checked by their public signatures, which costs far more than all the rest.
        """
        with storing("checkpoint file", self._path):
            content = self._path.read_bytes() if self._path.exists() else b""
        seen = self._read(content)
        for number, mark in seen.marks.get(tenant_id, ()):
            if mark.signed_by or mark.signature:
                if number not in seen.proven and not self._is_by_its_key(mark):
                    raise CheckpointsBroken(self._path, number, "forged")
                seen.proven.add(number)
        return tuple(mark for _number, mark in seen.marks.get(tenant_id, ()))

    def keys(self) -> tuple[PublicKey, ...]:
        """Return the public keys of all who signed, the oldest first; none where checkpoints were never signed."""
        self._reload()
        return () if self._key.signing is None else self._key.signing.published()

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the id of the current key and the signature of a content by it, in base64; raises InvalidValue."""
        self._reload()
        signing = self._key.required_signing()
        return signing.current, signing.sign(content)

    def rotate(self) -> PublicKey:
        """Sign later checkpoints by a new key, and return its public half; raises StoreUnavailable."""
        self._key = self._key.with_new_signing_key()
        return self._key.required_signing().published()[-1]

    def _reload(self) -> None:
        """Read the key file as it is now: another process may have made a new key."""
        self._key = KeyFile.load(self._key.path)

    def _line(self, checkpoint: Checkpoint, previous: str) -> bytes:
        fields = {
            "tenant": str(checkpoint.tenant_id),
            "position": checkpoint.position,
            "hash": checkpoint.hash,
            "at": checkpoint.at.isoformat(timespec="microseconds"),
            "key": self._key.current,
            "signed_by": checkpoint.signed_by,
            "public": checkpoint.signature,
        }
        return json.dumps({**fields, "signature": self._signature(fields, previous)}).encode() + b"\n"

    def _signature(self, fields: dict[str, Any], previous: str) -> str:
        canonical = json.dumps({**fields, "previous": previous}, sort_keys=True, separators=(",", ":"))
        return self._key.mac(_PURPOSE, canonical.encode(), key=str(fields["key"]))

    def _read(self, content: bytes) -> _Seen:
        """Return what is in a file, of which only what was added since it was read last is verified anew.

        What was read before is known again by its hash. Raises CheckpointsBroken.
        """
        with self._reading:
            seen = self._seen if self._seen.begins(content) else _Seen()
            if seen is self._seen and seen.size == len(content):
                return seen
            seen = seen.copied()
            for line in content[seen.size :].splitlines():
                seen.number += 1
                mark, seen.previous = self._verified(line, seen)
                seen.marks.setdefault(mark.tenant_id, []).append((seen.number, mark))
            seen.ends(content)
            # A line that was not written to its end is read again.
            if content.endswith(b"\n"):
                self._seen = seen
            return seen

    def _verified(self, line: bytes, seen: _Seen) -> tuple[Checkpoint, str]:
        """Return a line's checkpoint and signature; raises CheckpointsBroken."""
        try:
            fields = json.loads(line)
            signature = str(fields.pop("signature"))
            self._know(fields)
            expected = self._signature(fields, seen.previous)
            bears = hmac.compare_digest(signature.encode(), expected.encode())
            mark = Checkpoint(
                tenant_id=TenantId(UUID(fields["tenant"])),
                position=int(fields["position"]),
                hash=str(fields["hash"]),
                at=datetime.fromisoformat(fields["at"]),
                signed_by=str(fields.get("signed_by", "")),
                signature=str(fields.get("public", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, InvalidValue):
            raise CheckpointsBroken(self._path, seen.number, "unreadable") from None
        fault = "" if bears else "changed"
        if mark.signature or mark.signed_by:
            seen.signing = True
        elif seen.signing:
            fault = "unsigned"
        if fault:
            raise CheckpointsBroken(self._path, seen.number, fault)
        return mark, signature

    def _know(self, fields: Mapping[str, Any]) -> None:
        """Read the key file again where a line names a key that was made after it was read."""
        signing = self._key.signing
        signer = fields.get("signed_by")
        if fields["key"] not in self._key.keys or (signer and (signing is None or signer not in signing.public)):
            self._reload()

    def _is_by_its_key(self, mark: Checkpoint) -> bool:
        signing = self._key.signing
        return signing is not None and signing.verifies(mark.signed_by, mark.signature, checkpoint_bytes(mark))
