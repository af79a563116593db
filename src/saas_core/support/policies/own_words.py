"""The provider's own words: what it keeps as a precedent must not hold what the client wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from saas_core.kernel.errors import InvalidValue

SHORTEST_QUOTE: Final = 6
"""The words in a row that make a quote."""


def require_own_words(reason: str, texts: Iterable[str]) -> None:
    """Require that a reason quotes nothing of what the client wrote; raises InvalidValue.

    Six words in a row that the client wrote too are a quote, also with other signs and capitals between them.
    """
    said = _runs(reason)
    if any(not said.isdisjoint(_runs(each)) for each in texts):
        message = "repeats what the client wrote; it is kept as a precedent of the provider (9.3)."
        raise InvalidValue(message, field="reason", remedy="Say it in words of your own.")


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = "".join(each if each.isalnum() else " " for each in text.casefold()).split()
    return frozenset(tuple(words[start : start + SHORTEST_QUOTE]) for start in range(len(words) - SHORTEST_QUOTE + 1))
