"""Streams too large for memory: uploads, kept on disk until complete, and answers sent in pieces."""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import IO, Self

from saas_core.kernel.ids import TenantId
from saas_web.pool import Threads
from saas_web.problems import BodyLate, Busy, EncodingUnknown

LARGEST_FILE = 256 * 1024 * 1024
"""In bytes: enough for several million users."""
MOST_AT_ONCE = 4
"""Uploads of all clients; each client may have one."""
LONGEST_SECONDS = 600
"""Seconds in which a whole file must arrive, so that nobody holds a place forever."""
_IN_MEMORY = 1024 * 1024
_WRITTEN_AT_ONCE = 256 * 1024
_KIND = re.compile(r"([a-z]+/[a-z0-9.+-]+)(?:\s*;\s*charset=(?:\"utf-8\"|utf-8))?", re.IGNORECASE)


def kind_of(headers: Mapping[str, str]) -> str:
    """Return the media type of a body, in lowercase; raises EncodingUnknown for an encoding other than plain UTF-8."""
    found = _KIND.fullmatch(headers.get("content-type", "").strip())
    if found is None or headers.get("content-encoding", "identity") != "identity":
        raise EncodingUnknown
    return found[1].lower()


class Uploads:
    """Places for simultaneous uploads."""

    def __init__(self) -> None:
        """Start with all places free."""
        self._bringing: set[TenantId] = set()

    @contextmanager
    def room(self, tenant_id: TenantId) -> Iterator[None]:
        """Take a client's place; raises Busy if it is already uploading a file, or all places are taken."""
        if tenant_id in self._bringing or len(self._bringing) >= MOST_AT_ONCE:
            raise Busy
        self._bringing.add(tenant_id)
        try:
            yield
        finally:
            self._bringing.remove(tenant_id)


class Upload:
    """An uploaded file; it is on disk once it is large, and deleted with the request."""

    def __init__(self, kind: str) -> None:
        """Take the media type."""
        self.kind = kind
        self._digest = hashlib.sha256(f"{kind}\n".encode())
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed at exit

    def __enter__(self) -> Self:
        """Enter a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Delete the file."""
        self._file.close()

    async def fill(self, pieces: AsyncIterator[bytes], seconds: float) -> None:
        """Write the pieces as they arrive; raises BodyLate if a piece, or the whole file, is late."""
        held = bytearray()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while True:
                    held += await asyncio.wait_for(anext(pieces), seconds)
                    if len(held) >= _WRITTEN_AT_ONCE:
                        # The disk may be slow, and others must not wait for it.
                        await asyncio.to_thread(self._write, bytes(held))
                        held.clear()
        except StopAsyncIteration:
            await asyncio.to_thread(self._write, bytes(held))
        except TimeoutError:
            raise BodyLate from None

    @property
    def digest(self) -> str:
        """A digest of the media type and the content."""
        return self._digest.hexdigest()

    def lines(self, longest: int) -> Iterator[bytes]:
        """Yield the lines from the start; an overlong line is yielded in parts one byte over the limit."""
        self._file.seek(0)
        return iter(partial(self._file.readline, longest + 1), b"")

    def pieces(self) -> Iterator[bytes]:
        """Yield the content from the start, in pieces."""
        self._file.seek(0)
        return iter(partial(self._file.read, _WRITTEN_AT_ONCE), b"")

    def _write(self, some: bytes) -> None:
        self._file.write(some)
        self._digest.update(some)


class Download(Iterator[bytes]):
    """A file sent in pieces, with headers of its own, such as its name."""

    def __init__(self, pieces: Iterator[bytes], headers: tuple[tuple[bytes, bytes], ...]) -> None:
        """Take the pieces and the headers."""
        self._pieces = pieces
        self.headers = headers

    def __next__(self) -> bytes:
        """Return the next piece."""
        return next(self._pieces)


async def pieces_of(
    threads: Threads, pieces: Iterator[bytes], still: Callable[[], Awaitable[object]], *, whose: str
) -> AsyncIterator[bytes]:
    """Return pieces made in threads; the first one is made before this returns, so that an error can still be reported.

    A later error cuts the answer off, which the reader notices. So does `still`, which is called before each further
    piece and raises once the reader has lost access.
    """
    first = await threads.run(partial(next, pieces, None), whose=whose)

    async def all_of_them() -> AsyncIterator[bytes]:
        piece = first
        while piece is not None:
            yield piece
            await still()
            piece = await threads.run(partial(next, pieces, None), whose=whose)

    return all_of_them()
