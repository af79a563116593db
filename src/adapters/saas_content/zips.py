"""A look into zips, within bounds of size, count and depth; what is declared about their content is not believed."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Final

from attrs import define, frozen

MOST_ENTRIES: Final = 1_000
"""Entries of a zip, together with those of zips inside it."""
LARGEST_INSIDE: Final = 100 * 1024 * 1024
"""In bytes: all that is inside, unpacked."""
MOST_TIMES_LARGER: Final = 200
"""How many times larger than packed an entry may be, above a size at which that harms nobody."""
DEEPEST: Final = 2
"""Zips inside a zip are looked at as deep as this."""
LONGEST_NAME: Final = 500
_SMALL: Final = 1024 * 1024
_LARGEST_DIRECTORY: Final = 1024 * 1024
_LARGEST_ZIP_INSIDE: Final = 20 * 1024 * 1024
_TAIL: Final = 65_557
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_ENCRYPTED: Final = 0x1
HEAD: Final = 4096
"""In bytes: the beginning of each entry by which its type is told."""
_MIMETYPE_LENGTH: Final = 200
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    struct.error,
    # LZMA data states how much memory is to be taken for it.
    MemoryError,
    lzma.LZMAError,
)


class Unfit(Exception):
    """A zip that is not accepted, with the reason in words."""


@frozen
class _Refusing:
    entry: Callable[[str, bytes], str]
    whole: Callable[[frozenset[str], str], str]


@define
class _Budget:
    entries: int = MOST_ENTRIES
    size: int = LARGEST_INSIDE


def looked_into(
    content: IO[bytes], refuse: Callable[[str, bytes], str], refuse_whole: Callable[[frozenset[str], str], str]
) -> tuple[frozenset[str], str]:
    """Return the names in a zip, and what its first entry says the whole is (as in OpenDocument).

    `refuse` takes the name and the beginning of each entry, `refuse_whole` all names in this zip or one inside it and
    what its first entry says; each returns why it is not accepted, or nothing. Raises
    Unfit for a zip that cannot be read, is encrypted or is out of bounds.
    """
    return _looked(content, _Refusing(refuse, refuse_whole), _Budget(), DEEPEST)


def _looked(content: IO[bytes], refusing: _Refusing, budget: _Budget, depth: int) -> tuple[frozenset[str], str]:
    _require_small_directory(content)
    names: set[str] = set()
    declared = ""
    try:
        with zipfile.ZipFile(content) as whole:
            entries = whole.infolist()
            budget.entries -= len(entries)
            if budget.entries < 0:
                message = f"holds more than {MOST_ENTRIES:,} files"
                raise Unfit(message)
            for place, entry in enumerate(entries):
                names.add(_name(entry))
                unpacked = _unpacked(whole, entry, budget)
                _require_fit(entry, unpacked, refusing, budget, depth)
                if place == 0 and entry.filename == "mimetype":
                    declared = unpacked[:_MIMETYPE_LENGTH].decode("ascii", "replace").strip()
    except _BROKEN as fault:
        message = "cannot be unpacked"
        raise Unfit(message) from fault
    reason = refusing.whole(frozenset(names), declared)
    if reason:
        raise Unfit(reason)
    return frozenset(names), declared


def _require_fit(entry: zipfile.ZipInfo, unpacked: bytes, refusing: _Refusing, budget: _Budget, depth: int) -> None:
    if entry.is_dir():
        return
    if unpacked.startswith(b"PK\x03\x04"):
        if depth <= 0:
            message = f"holds zips inside zips, more than {DEEPEST} deep"
            raise Unfit(message)
        _looked(io.BytesIO(unpacked), refusing, budget, depth - 1)
        return
    reason = refusing.entry(entry.filename, unpacked[:HEAD])
    if reason:
        message = f"holds a file that {reason}"
        raise Unfit(message)


def _unpacked(whole: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Return what is needed of an entry: all of a zip, the beginning of anything else; all of it is counted."""
    if entry.flag_bits & _ENCRYPTED:
        message = "is encrypted, so nobody can look into it"
        raise Unfit(message)
    kept = bytearray()
    size = 0
    with whole.open(entry) as file:
        while piece := file.read(HEAD * 16):
            size += len(piece)
            budget.size -= len(piece)
            if budget.size < 0 or size > _SMALL + MOST_TIMES_LARGER * entry.compress_size:
                message = "unpacks to far more than it is"
                raise Unfit(message)
            if len(kept) < HEAD or kept.startswith(b"PK\x03\x04"):
                kept += piece
            if len(kept) > _LARGEST_ZIP_INSIDE:
                message = "holds a zip that is too large to look into"
                raise Unfit(message)
    return bytes(kept)


def _name(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if len(name) > LONGEST_NAME or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        message = "holds a name that leads out of its folder"
        raise Unfit(message)
    return name


def _require_small_directory(content: IO[bytes]) -> None:
    """Require that the list of files is small, before it is read into memory."""
    content.seek(0, io.SEEK_END)
    size = content.tell()
    content.seek(max(0, size - _TAIL))
    tail = content.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < 22:  # noqa: PLR2004 - the length of the end record
        message = "cannot be unpacked"
        raise Unfit(message)
    _count, length = struct.unpack("<HL", tail[place + 10 : place + 16])
    if _END_64 in tail or length > _LARGEST_DIRECTORY:
        message = f"holds more than {MOST_ENTRIES:,} files"
        raise Unfit(message)
    content.seek(0)
