"""Files inside a document."""

from __future__ import annotations

import io
import re
import zlib
from typing import Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.engagements.evidence.policies.reading import LARGEST

_FILE: Final = "file"
_MOST_INFLATED: Final = 2 * LARGEST
"""In bytes: what all streams of a document may become together."""
_STREAM: Final = re.compile(rb"stream\r?\n")
_UNWANTED: Final = re.compile(rb"/(?:LZW|RunLength)Decode\b|/FlateDecode\s*/FlateDecode\b")
"""Filters that unpack far, which our documents do not use, and one filter upon another."""
_MOST_STREAMS: Final = 10_000
_PIECE: Final = 64 * 1024


def file_inside(document: bytes, name: str) -> bytes:
    """Return a file inside a PDF by its name; raises EvidenceBroken for a document that does not hold it.

    What is packed so that it would fill the memory is refused before anything is unpacked as a whole.
    """
    _require_bounded(document)
    try:
        root = PdfFileReader(io.BytesIO(document)).root
        names = root["/Names"]["/EmbeddedFiles"]["/Names"]
        found = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        stream = found[name]["/EF"]["/F"]
        content = bytes(stream.data)
    except (PdfError, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        raise EvidenceBroken(_FILE, f"is no document with {name} inside.") from fault
    return content


def _require_bounded(document: bytes) -> None:
    """Require that all streams together stay within bounds; raises EvidenceBroken. Takes memory for a piece alone."""
    if len(document) > LARGEST or _UNWANTED.search(document):
        raise EvidenceBroken(_FILE, "is no document that was made here.")
    left = _MOST_INFLATED
    for number, found in enumerate(_STREAM.finditer(document)):
        if number >= _MOST_STREAMS:
            raise EvidenceBroken(_FILE, "is no document that was made here.")
        left -= _inflated(memoryview(document)[found.end() :], left)
        if left < 0:
            raise EvidenceBroken(_FILE, f"unpacks to more than {_MOST_INFLATED} bytes.")


def _inflated(packed: memoryview, most: int) -> int:
    """Return to how many bytes a stream unpacks, as far as it can be; one that passes `most` is not read to its end."""
    unpacking, size, rest = zlib.decompressobj(), 0, bytes(packed[:_PIECE])
    place = len(rest)
    try:
        while size <= most and not unpacking.eof and rest:
            size += len(unpacking.decompress(rest, _PIECE))
            rest = unpacking.unconsumed_tail
            if not rest:
                rest, place = bytes(packed[place : place + _PIECE]), place + _PIECE
    except zlib.error:
        return size
    return size
