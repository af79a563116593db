"""Which characters the pinned fonts show, read from the fonts themselves; nothing else of the machine is looked at."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

FOLDER: Final = Path(str(files("saas_documents"))) / "fonts"
NAMES: Final = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_MAP: Final = b"cmap"
_UNICODE: Final = {(0, 3), (0, 4), (3, 1), (3, 10)}
_SEGMENTS, _GROUPS = 4, 12
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control and format signs, which turn or hide what stands beside them, and what is no character."""


def unshown(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters that no document can show, each once, in the order of their numbers.

    Also those that would be invisible or would turn the direction of others: what is read must be what is meant.
    """
    known = covered()
    found = {sign for each in texts for sign in each if sign not in "\n\t " and _hidden(sign, known)}
    return tuple(sorted(found))


def name_of(sign: str) -> str:
    """Return a character as it is told to people: its number, its name, and itself where it can be seen."""
    seen = "" if unicodedata.category(sign) in _UNSEEN or unicodedata.combining(sign) else f" {sign!r}"
    return f"U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')}{seen}"


@cache
def covered() -> frozenset[int]:
    """Return the code points that every one of the fonts has a glyph for."""
    sets = [frozenset(_code_points((FOLDER / name).read_bytes())) for name in NAMES]
    return frozenset.intersection(*sets)


def _hidden(sign: str, known: frozenset[int]) -> bool:
    return ord(sign) not in known or unicodedata.category(sign) in _UNSEEN


def _code_points(font: bytes) -> Iterator[int]:
    """Yield the code points of a TrueType font with a glyph, from its best table of characters."""
    start = _table(font, _MAP)
    (count,) = struct.unpack_from(">H", font, start + 2)
    places: dict[int, int] = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if (platform, encoding) in _UNICODE:
            (kind,) = struct.unpack_from(">H", font, start + offset)
            places[kind] = start + offset
    if _GROUPS in places:
        yield from _of_groups(font, places[_GROUPS])
    else:
        yield from _of_segments(font, places[_SEGMENTS])


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        found, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if found == tag:
            return int(offset)
    raise ValueError(tag)


def _of_groups(font: bytes, place: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, place + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", font, place + 16 + 12 * index)
        yield from (code for code in range(first, last + 1) if glyph + code - first)


def _of_segments(font: bytes, place: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, place + 6)
    ends, starts = place + 14, place + 16 + doubled
    for at in range(0, doubled, 2):
        (last,), (first,) = struct.unpack_from(">H", font, ends + at), struct.unpack_from(">H", font, starts + at)
        (delta,) = struct.unpack_from(">H", font, starts + doubled + at)
        shift_at = starts + 2 * doubled + at
        (shift,) = struct.unpack_from(">H", font, shift_at)
        for code in range(first, last + 1):
            glyph = code
            if shift:
                (glyph,) = struct.unpack_from(">H", font, shift_at + shift + 2 * (code - first))
            if code != 0xFFFF and (glyph + delta if glyph or not shift else 0) % 0x10000:  # noqa: PLR2004 - the end
                yield code
