"""Checkpoints of the journal: signed lines in a file that the database's role cannot write.

Every line is JSON, signed together with the signature of the line before it, so that a changed, moved or removed line
in the middle is detected.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Checkpoint
from saas_local.files import storing
from saas_local.key_file import KeyFile

_PURPOSE: Final = "checkpoints"
_START: Final = "0" * 64


class CheckpointsBroken(InvalidValue):
    """The checkpoint file was changed by somebody without the key."""

    code = "CHECKPOINTS_BROKEN"

    def __init__(self, path: Path, line: int) -> None:
        """Take the number of the line, counted from 1."""
        super().__init__(
            f"The checkpoint file {path} was changed: line {line} does not bear its signature.",
            remedy="Restore the file from a backup, and find out who changed it.",
        )
        self.path = path
        self.line = line

    def __reduce__(self) -> tuple[type[CheckpointsBroken], tuple[Path, int]]:
        """Support pickling with all arguments."""
        return CheckpointsBroken, (self.path, self.line)


class CheckpointFile:
    """Keeps checkpoints of all tenants, oldest first."""

    def __init__(self, path: Path, key: KeyFile) -> None:
        """Take the path of the file and the key that signs its lines."""
        self._path = path
        self._key = key

    def append(self, checkpoint: Checkpoint) -> None:
        """Append a checkpoint; raises CheckpointsBroken for a changed file, StoreUnavailable for an unwritable one."""
        with storing("checkpoint file", self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "r+b") as file:
                # One writer at a time: each line is signed over the one before it.
                fcntl.flock(file, fcntl.LOCK_EX)
                previous = _START
                for _checkpoint, signature in self._verified(file.read()):
                    previous = signature
                file.write(self._line(checkpoint, previous))
                file.flush()
                os.fsync(file.fileno())

    def all(self, tenant_id: TenantId) -> tuple[Checkpoint, ...]:
        """Return the tenant's checkpoints, oldest first; raises CheckpointsBroken if any line was changed."""
        with storing("checkpoint file", self._path):
            content = self._path.read_bytes() if self._path.exists() else b""
        return tuple(mark for mark, _signature in self._verified(content) if mark.tenant_id == tenant_id)

    def _line(self, checkpoint: Checkpoint, previous: str) -> bytes:
        fields = {
            "tenant": str(checkpoint.tenant_id),
            "position": checkpoint.position,
            "hash": checkpoint.hash,
            "at": checkpoint.at.isoformat(timespec="microseconds"),
            "key": self._key.current,
        }
        return json.dumps({**fields, "signature": self._signature(fields, previous)}).encode() + b"\n"

    def _signature(self, fields: dict[str, Any], previous: str) -> str:
        canonical = json.dumps({**fields, "previous": previous}, sort_keys=True, separators=(",", ":"))
        return self._key.mac(_PURPOSE, canonical.encode(), key=str(fields["key"]))

    def _verified(self, content: bytes) -> Iterator[tuple[Checkpoint, str]]:
        previous = _START
        for number, line in enumerate(content.splitlines(), start=1):
            try:
                fields = json.loads(line)
                signature = fields.pop("signature")
                expected = self._signature(fields, previous)
                if not hmac.compare_digest(signature.encode(), expected.encode()):
                    raise CheckpointsBroken(self._path, number)
                mark = Checkpoint(
                    tenant_id=TenantId(UUID(fields["tenant"])),
                    position=int(fields["position"]),
                    hash=str(fields["hash"]),
                    at=datetime.fromisoformat(fields["at"]),
                )
            except (ValueError, KeyError, TypeError, AttributeError, InvalidValue):
                raise CheckpointsBroken(self._path, number) from None
            yield mark, signature
            previous = signature
