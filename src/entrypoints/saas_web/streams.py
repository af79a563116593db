"""What is too large to be held: files that come in, kept on disk until they are whole, and answers given in pieces."""

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
"""In bytes: some millions of users."""
MOST_AT_ONCE = 4
"""Files of all clients; each client brings one."""
LONGEST_SECONDS = 600
"""In which a whole file must have come, so that nobody holds a place for ever."""
_IN_MEMORY = 1024 * 1024
_WRITTEN_AT_ONCE = 256 * 1024
_KIND = re.compile(r"([a-z]+/[a-z0-9.+-]+)(?:\s*;\s*charset=(?:\"utf-8\"|utf-8))?", re.IGNORECASE)


def kind_of(headers: Mapping[str, str]) -> str:
    """Return the kind of a body, in small letters; raises EncodingUnknown for another encoding than plain UTF-8."""
    found = _KIND.fullmatch(headers.get("content-type", "").strip())
    if found is None or headers.get("content-encoding", "identity") != "identity":
        raise EncodingUnknown
    return found[1].lower()


class Uploads:
    """How many files may come in at once."""

    def __init__(self) -> None:
        """Begin with room for all."""
        self._bringing: set[TenantId] = set()

    @contextmanager
    def room(self, tenant_id: TenantId) -> Iterator[None]:
        """Take a client's place; raises Busy when it brings a file already, or too many others do."""
        if tenant_id in self._bringing or len(self._bringing) >= MOST_AT_ONCE:
            raise Busy
        self._bringing.add(tenant_id)
        try:
            yield
        finally:
            self._bringing.remove(tenant_id)


class Upload:
    """A file that comes in; it lies on disk once it is large, and is gone with the request."""

    def __init__(self, kind: str) -> None:
        """Say of which kind it is."""
        self.kind = kind
        self._digest = hashlib.sha256(f"{kind}\n".encode())
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed at exit

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw it away."""
        self._file.close()

    async def fill(self, pieces: AsyncIterator[bytes], seconds: float) -> None:
        """Take the pieces as they come; raises BodyLate when one of them, or all of them, do not come in time."""
        held = bytearray()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while True:
                    held += await asyncio.wait_for(anext(pieces), seconds)
                    if len(held) >= _WRITTEN_AT_ONCE:
                        # A disk may be slow, and nobody else waits for it.
                        await asyncio.to_thread(self._write, bytes(held))
                        held.clear()
        except StopAsyncIteration:
            await asyncio.to_thread(self._write, bytes(held))
        except TimeoutError:
            raise BodyLate from None

    @property
    def digest(self) -> str:
        """A digest of its kind and of all that came."""
        return self._digest.hexdigest()

    def lines(self, longest: int) -> Iterator[bytes]:
        """Return the lines from the start; of a longer one no more than a byte too much at once."""
        self._file.seek(0)
        return iter(partial(self._file.readline, longest + 1), b"")

    def _write(self, some: bytes) -> None:
        self._file.write(some)
        self._digest.update(some)


async def pieces_of(
    threads: Threads, pieces: Iterator[bytes], still: Callable[[], Awaitable[object]]
) -> AsyncIterator[bytes]:
    """Return pieces as they are made in threads; the first one is made before this returns, so that a fault is told.

    A fault after that cuts the answer off, which whoever reads it sees; so does `still`, asked before each further
    piece, by raising when whoever reads may no more.
    """
    first = await threads.run(partial(next, pieces, None))

    async def all_of_them() -> AsyncIterator[bytes]:
        piece = first
        while piece is not None:
            yield piece
            await still()
            piece = await threads.run(partial(next, pieces, None))

    return all_of_them()
