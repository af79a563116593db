"""Reading `Authentication-Results` (RFC 8601), which quote addresses that a sender chose."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

LONGEST: Final = 10_000
"""In characters; a longer header says nothing."""
_TOKEN: Final = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<space>\s+)|(?P<mark>[;=(])|(?P<word>[^\s;=()"\\]+)', re.DOTALL
)
_IN_COMMENT: Final = re.compile(r"[()]|(?:[^()\\\"]|\\.)+", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


@frozen
class Statement:
    """One word of a result, or a name and the value that it is given."""

    name: str
    value: str | None = None


class Unreadable(Exception):
    """A header that can be understood in more than one way, or in none."""


def statements(header: str) -> tuple[tuple[Statement, ...], ...]:
    """Return the statements of each part between semicolons; raises Unreadable, also for what may be misread.

    A comment with quotes is such: a server that does not quote an address in its comment lets the sender end it.
    """
    if len(header) > LONGEST:
        raise Unreadable
    parts = _Parts()
    place = 0
    while place < len(header):
        token = _TOKEN.match(header, place)
        if token is None:
            raise Unreadable
        place = token.end()
        if token["mark"] == "(":
            place = _end_of_comment(header, place)
            parts.space()
        elif token["mark"] == ";":
            parts.end()
        elif token["mark"] == "=":
            parts.equals()
        elif token["space"] is not None:
            parts.space()
        else:
            parts.text(token["word"] or _ESCAPED.sub(r"\1", token["quoted"]))
    parts.end()
    return tuple(parts.found)


class _Parts:
    """The parts of a header while it is read."""

    def __init__(self) -> None:
        self.found: list[tuple[Statement, ...]] = []
        self._part: list[Statement] = []
        self._name: str | None = None
        self._value: str | None = None
        self._spaced = False

    def text(self, text: str) -> None:
        """Add text to the value or to the name, or begin a statement when either is over."""
        if self._spaced and self._name is not None and self._value != "":
            self._keep()
        self._spaced = False
        if self._value is not None:
            self._value += text
        else:
            self._name = (self._name or "") + text

    def equals(self) -> None:
        """Begin a value; a further equals sign in it is part of it, as in rewritten addresses."""
        if self._name is None:
            raise Unreadable
        if self._value is None:
            self._value = ""
            self._spaced = False
        elif self._spaced:
            raise Unreadable
        else:
            self._value += "="

    def space(self) -> None:
        """Remember that text ended; an equals sign may still follow."""
        self._spaced = True

    def end(self) -> None:
        """End a part."""
        if self._name is not None:
            self._keep()
        self.found.append(tuple(self._part))
        self._part.clear()
        self._spaced = False

    def _keep(self) -> None:
        self._part.append(Statement((self._name or "").lower(), self._value))
        self._name = self._value = None


def _end_of_comment(header: str, place: int) -> int:
    """Return where a comment ends, with those inside it."""
    depth = 1
    while depth:
        token = _IN_COMMENT.match(header, place)
        if token is None:
            raise Unreadable
        place = token.end()
        depth += {"(": 1, ")": -1}.get(token[0], 0)
    return place
