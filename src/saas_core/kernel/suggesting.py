"""Suggestions: the known names that a mistyped one may have meant, out of a bounded list."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

MOST_COMPARED: Final = 2000
"""The most names that a typed one is compared with."""
_LONGEST_COMPARED: Final = 100
_MOST_SUGGESTED: Final = 3
_NEAR: Final = 0.7


def near(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the names that are like a typed one, the nearest first, whatever their case."""
    if not typed or len(typed) > _LONGEST_COMPARED:
        return ()
    # Imported only here, since nothing but a mistake needs it.
    from difflib import get_close_matches  # noqa: PLC0415

    by_key: dict[str, str] = {}
    for each in islice(names, MOST_COMPARED):
        by_key.setdefault(each.casefold(), each)
    found = get_close_matches(typed.strip().casefold(), by_key, n=_MOST_SUGGESTED, cutoff=_NEAR)
    return tuple(by_key[each] for each in found)


def suggestion(like: Iterable[str]) -> str:
    """Return the question whether one of these was meant; nothing for none."""
    named = " or ".join(like)
    return f"Did you mean {named}?" if named else ""


class Unsaid:
    """A suggestion of personal texts, such as addresses: for the caller, but for no log, traceback or `repr`."""

    __slots__ = ("text",)

    def __init__(self, like: Iterable[str]) -> None:
        """Take what may have been meant."""
        self.text = suggestion(like)


def unknown(what: str, typed: str, like: Iterable[str], remedy: str) -> tuple[str, str]:
    """Return the message that names what was typed and not found, and the remedy with what may have been meant."""
    message = f"there is no {what} {typed[:_LONGEST_COMPARED]!r}." if typed else f"there is no such {what}."
    return message, " ".join(each for each in (suggestion(like), remedy) if each)
