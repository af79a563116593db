"""Characters of a text that are not visible, or change the direction in which it is read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNFIT: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
# Characters that change the reading direction or are invisible: a text must be signed as it is seen.
_DECEIVING: Final = frozenset(
    "\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Blanks that Unicode counts among letters, marks and symbols.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_JOINERS: Final = frozenset("\u200c\u200d")
_SELECTORS: Final = frozenset("\ufe0e\ufe0f")
_PLAIN = re.compile(r"[^ -~\n\r\t]")


def first_unseen(text: str, *, published: bool = False) -> int | None:
    """Return where the first character stands that is not visible or turns the direction; None if there is none.

    Line breaks and tabs are none. Joiners may stand after letters that need them, as in Persian and Hindi, and choices
    of a form after symbols. A text that is already `published` is read by the fewer characters known at that time.
    """
    for found in _PLAIN.finditer(text):
        character, kind = found[0], unicodedata.category(found[0])
        if kind in _UNFIT or character in _DECEIVING:
            return found.start()
        if not published and (kind == "Cf" or character in _BLANK or "\ufe00" <= character <= "\ufe0f"):
            before = text[found.start() - 1 : found.start()]
            if not _belongs(character, before):
                return found.start()
    return None


def _belongs(character: str, before: str) -> bool:
    """Return whether a joiner or a choice of a form stands where a script or a symbol needs one."""
    if not before or before.isascii():
        return False
    kind = unicodedata.category(before)
    if character in _JOINERS:
        return kind[0] in "LM" or kind in {"So", "Sk"}
    return character in _SELECTORS and kind in {"So", "Sm"}


def line_of(text: str, place: int) -> int:
    """Return the number of the line, from 1, in which a character of a text stands."""
    return len(f"{text[:place]}x".splitlines())
