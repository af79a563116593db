"""Storage: bytes kept outside the database, such as attachments and mails as they came, behind one port."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import IO, Final, NewType, Protocol
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import TenantId

StoredId = NewType("StoredId", UUID)
"""The name under which bytes are stored: made by us, and never by whoever sent them."""

PIECE: Final = 64 * 1024
"""In bytes: the size in which content is read and sent."""


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


def measured(content: IO[bytes], largest: int) -> Measured:
    """Return the size and the digest of a file, read from its start; raises ContentTooLarge."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        size += len(piece)
        if size > largest:
            message = f"has more than {largest // (1024 * 1024)} MB."
            raise ContentTooLarge(message, field="content", remedy="Send a smaller file.")
        digest.update(piece)
    content.seek(0)
    return Measured(size, digest.hexdigest())
