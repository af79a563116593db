"""The provider's own words: what it keeps as a precedent holds nothing that the client wrote, and names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from saas_core.kernel.errors import InvalidValue

SHORTEST_QUOTE: Final = 6
"""The words in a row that make a quote."""
_SHORTEST_TEXT: Final = 2
"""A text of fewer words than a quote is a quote as a whole, unless it is a single word."""
_ADDRESS: Final = re.compile(r"[^\s@]@[^\s@]")
# Six digits together, or nine with signs between them: numbers of accounts and telephones, and no date.
_NUMBER: Final = re.compile(r"\d{6}|\d(?:[ \u00a0\u202f./-]{0,2}\d){8}")


def require_own_words(reason: str, texts: Iterable[str]) -> None:
    """Require that a reason quotes nothing of what the client wrote; raises InvalidValue.

    Six words in a row that the client wrote too are a quote, also with other signs and capitals between them; of a
    shorter text, all of it is.
    """
    said = _words(reason)
    runs = {length: _runs(said, length) for length in range(_SHORTEST_TEXT, SHORTEST_QUOTE + 1)}
    for each in texts:
        words = _words(each)
        length = min(len(words), SHORTEST_QUOTE)
        if length >= _SHORTEST_TEXT and not runs[length].isdisjoint(_runs(words, length)):
            message = "repeats what the client wrote; it is kept as a precedent of the provider (9.3)."
            raise InvalidValue(message, field="reason", remedy="Say it in words of your own.")


def require_nobody_named(reason: str, names: Iterable[str]) -> None:
    """Require that a reason holds no e-mail address, long number or one of the names; raises InvalidValue."""
    if _ADDRESS.search(reason) or _NUMBER.search(reason):
        message = "holds an address or a long number; it is kept as a precedent of the provider (9.3)."
        raise InvalidValue(message, field="reason", remedy="Leave it out.")
    said = f" {' '.join(_words(reason))} "
    if any(named and f" {named} " in said for named in (" ".join(_words(each)) for each in names)):
        message = "names the client or one of its people; it is kept as a precedent of the provider (9.3)."
        raise InvalidValue(message, field="reason", remedy="Leave the name out.")


def _words(text: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in text.casefold()).split()


def _runs(words: list[str], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[start : start + length]) for start in range(len(words) - length + 1))
