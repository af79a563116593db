"""Names and texts from outside, made fit to be shown: no paths, no control characters, no signs of markup."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 120
UNNAMED: Final = "file"

# Control, format (reading direction, zero width), surrogates, private, unassigned, breaks.
_UNFIT: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
_KEPT: Final = frozenset("\n\t")
_MARKUP: Final = re.compile(r"[<>\"'`&;|*?:=%$\\/]+")
_DOTS: Final = re.compile(r"^[.\s]+|[.\s]+$")
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
)
_MOST_MARKS: Final = 30
_FORMULA: Final = "=+-@"


def file_name(given: str) -> str:
    """Return a name under which a file may be shown and saved: of the last part of a path, without signs of markup.

    It keeps its letters and its ending; a name of nothing else becomes `file`.
    """
    last = re.split(r"[\\/]", given[-4 * LONGEST_NAME :])[-1]
    plain = _DOTS.sub("", _MARKUP.sub("_", one_line(last))).strip("_ ") or UNNAMED
    if plain.partition(".")[0].lower() in _DEVICES or plain[0] in _FORMULA:
        plain = f"_{plain}"
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:  # noqa: PLR2004 - longer than any ending
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def one_line(given: str) -> str:
    """Return a text on one line, without characters that cannot be seen or that steer how it is shown."""
    return " ".join(readable(given).split())


def readable(given: str) -> str:
    """Return a text in NFC with its lines, without other control characters and without heaps of marks."""
    text = given.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for each in text:
        marks = marks + 1 if unicodedata.combining(each) else 0
        fit = each in _KEPT or each in _JOINERS or unicodedata.category(each) not in _UNFIT
        if fit and marks <= _MOST_MARKS:
            kept.append(each)
    return unicodedata.normalize("NFC", "".join(kept))
