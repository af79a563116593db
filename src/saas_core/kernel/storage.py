"""Storage: bytes kept outside the database, such as attachments and mails as they came, behind one port."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final, NewType, Protocol
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import TenantId

StoredId = NewType("StoredId", UUID)
"""The name under which bytes are stored: made by us, and never by whoever sent them."""

PIECE: Final = 64 * 1024
"""In bytes: the size in which content is read and sent."""
_IN_MEMORY: Final = 1024 * 1024


class ContentMissing(NotFound):
    """The bytes are no longer, or not yet, in the storage."""

    code = "CONTENT_MISSING"


class ContentTooLarge(InvalidValue):
    """More bytes than a file may have."""

    code = "CONTENT_TOO_LARGE"


@frozen
class Measured:
    """The size of some content in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Storage(Protocol):
    """Keeps bytes by tenant and id; what is stored under an id never changes."""

    def put(self, tenant_id: TenantId, stored: StoredId, content: IO[bytes]) -> None:
        """Store all of a file, read from its start, whole or not at all; the same id again replaces it.

        Raises StoreUnavailable, ProviderFault.
        """
        ...

    def open(self, tenant_id: TenantId, stored: StoredId) -> Iterator[bytes]:
        """Return the bytes in pieces; raises ContentMissing, StoreUnavailable, ProviderFault before the first one."""
        ...

    def remove(self, tenant_id: TenantId, stored: StoredId) -> None:
        """Remove the bytes; nothing happens where there are none. Raises StoreUnavailable, ProviderFault."""
        ...


@contextmanager
def held(pieces: Iterable[bytes], largest: int) -> Iterator[tuple[IO[bytes], Measured]]:
    """Return content as a file with its size and digest, on disk once it is large, and gone when the block ends.

    Raises ContentTooLarge as soon as more has come than is allowed.
    """
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        for piece in pieces:
            size += len(piece)
            if size > largest:
                message = f"has more than {largest // (1024 * 1024)} MB."
                raise ContentTooLarge(message, field="content", remedy="Send a smaller file.")
            digest.update(piece)
            file.write(piece)
        file.seek(0)
        yield file, Measured(size, digest.hexdigest())
