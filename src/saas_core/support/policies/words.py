"""Words: by what a ticket is found, whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from saas_core.kernel.errors import InvalidValue

LONGEST_WORD: Final = 40
MOST_WORDS: Final = 2_000
"""The most different words of one message by which its ticket is found."""
MOST_WANTED: Final = 10
"""The most words of one search."""
_WORD: Final = re.compile(r"\w+")


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of texts in the form in which they are compared, up to a bound."""
    found: dict[str, None] = {}
    for word in (each for text in texts for each in _words(text)):
        if len(found) >= MOST_WORDS:
            break
        found[word] = None
    return frozenset(found)


def wanted_words(search: str) -> tuple[str, ...]:
    """Return the words of a search, each once; raises InvalidValue for a search without words or with too many."""
    found = tuple(dict.fromkeys(_words(search)))
    if 1 <= len(found) <= MOST_WANTED:
        return found
    message = f"has {len(found)} words." if found else "has no word."
    raise InvalidValue(message, field="search", remedy=f"Give 1 to {MOST_WANTED} words.")


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(each for each in plain if not unicodedata.combining(each))
    for match in _WORD.finditer(unicodedata.normalize("NFC", folded)):
        yield match.group()[:LONGEST_WORD]
