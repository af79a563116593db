"""Presentation of answers: JSON for programs, aligned text for people, colors only on a terminal."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TextIO

from attrs import frozen

from saas_core.kernel.instants import instant_text
from saas_core.kernel.text import escaped
from saas_views.presenting import as_json

LONGEST = 1000
"""The most characters of a typed text that a message repeats."""

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
_PAINTED = re.compile(f"(\x1b\\[(?:0|{'|'.join(_CODES.values())})m)")
_HARMLESS = "\t\u200c\u200d"
"""A tab, and the joiners that Persian, Hindi and others need inside words."""
_FURTHER = 4
"""How far further lines of a text are set in."""


def colored(stream: TextIO) -> bool:
    """Return whether a stream shows colors: it is a capable terminal, and NO_COLOR is not set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, stream: TextIO) -> str:
    """Return the text in a color if the stream shows colors."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colored(stream) else text


def as_text(value: object) -> str:  # noqa: PLR0911 - one line a kind
    """Return one value as readable text for a column."""
    match value:
        case None | "":
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return instant_text(value)
        case Enum():
            return str(value.value)
        case str() | int():
            return str(value)
        case frozenset() | set():
            return ", ".join(sorted(as_text(each) for each in value)) or "-"
        case Iterable():
            return ", ".join(as_text(each) for each in value) or "-"
        case _:
            return str(value)


def width(text: str) -> int:
    """Return the number of columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in {"W", "F"} else 1
        for each in text
    )


@frozen
class Screen:
    """The output of a command on stdout, as JSON or as text."""

    as_json: bool
    out: TextIO

    def line(self, text: str = "") -> None:
        """Write a line of text, as `shown` has it."""
        self.out.write(shown(text, colors=colored(self.out)) + "\n")

    def answer(self, value: object, *lines: str) -> None:
        """Write an answer: the value as JSON, or the lines."""
        if self.as_json:
            text = json.dumps(as_json(value), ensure_ascii=False, indent=2 if self.out.isatty() else None)
            self.out.write("\n".join(map(_plain_json, text.split("\n"))) + "\n")
            return
        for each in lines:
            self.line(each)

    def table(self, value: object, heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
        """Write an answer: the value as JSON, or rows under their headings, or `empty` if there are none."""
        if self.as_json:
            self.answer(value)
            return
        cells = [[_cell(each) for each in row] for row in rows]
        if not cells:
            self.line(empty)
            return
        widths = [max(width(each) for each in column) for column in zip(heads, *cells, strict=True)]
        self.line(self.paint(_row(heads, widths), "bold"))
        for row in cells:
            self.line(_row(row, widths))

    def card(self, value: object, title: str, pairs: Iterable[tuple[str, object]]) -> None:
        """Write an answer about one thing: the value as JSON, or a title and a list of properties."""
        texts = [(name, as_text(each)) for name, each in pairs]
        longest = max((width(name) for name, _ in texts), default=0)
        self.answer(
            value,
            self.paint(title, "bold"),
            *(f"  {name + ' ' * (longest - width(name))}  {each}" for name, each in texts),
        )

    def paint(self, text: str, style: str) -> str:
        """Return the text in a color if this screen shows colors."""
        return paint(text, style, self.out)


def screen(*, as_json: bool) -> Screen:
    """Return the screen of a command on stdout."""
    return Screen(as_json=as_json, out=sys.stdout)


def note(text: str) -> None:
    """Write a note on stderr, so that the answer itself can be piped."""
    sys.stderr.write(shown(text) + "\n")


def shown(text: str, *, colors: bool = False) -> str:
    """Return a text of anybody for a screen: its further lines are set in, so that none passes for one of ours.

    Characters that steer a terminal, turn directions or are unseen stand as their numbers; with `colors` those of
    `paint` stay.
    """
    if text.isprintable():
        return text
    first, *further = text.splitlines() or [""]
    margin = " " * (len(first) - len(first.lstrip(" ")) + _FURTHER)
    return "\n".join((_seen(first, colors), *(_seen(margin + each, colors) for each in further)))


def quoted(path: Path | str) -> str:
    """Return a word quoted for a shell."""
    import shlex

    return shlex.quote(str(path))


def named(reference: str, name: str | None) -> str:
    """Return a reference to a person or a thing, with its name where it is known."""
    return reference if name is None else f"{name} ({reference})"


def readable(text: str) -> str:
    """Return typed text for a message, truncated and without terminal control characters."""
    cleaned = "".join(each if each == "\n" else escaped(each) for each in text[:LONGEST])
    return f"{cleaned} …" if len(text) > LONGEST else cleaned


def _seen(line: str, colors: bool) -> str:
    parts = _PAINTED.split(line) if colors else [line]
    return "".join(part if at % 2 else "".join(map(_visible, part)) for at, part in enumerate(parts))


def _visible(character: str) -> str:
    return character if character in _HARMLESS else escaped(character)


def _cell(value: object) -> str:
    """Return a value for a column, on one line."""
    return " ".join(each.strip() for each in shown(as_text(value)).split("\n"))


def _plain_json(line: str) -> str:
    """Return a line of JSON that means the same, with what is not printable as its number."""
    return line if line.isprintable() else "".join(e if e.isprintable() else json.dumps(e)[1:-1] for e in line)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (each + " " * (room - width(each)) for each, room in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
