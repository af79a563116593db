"""Blocks of a legal text: paragraphs, items of lists and rows of tables, in Markdown or plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from attrs import define, field, frozen

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")
_ITEM = re.compile(r"(?:[-*+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?P<text>.*)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})")
_UNDERLINE = re.compile(r"-{3,}|={3,}")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]*")
_HEADS_END = re.compile(r"[\s|:-]+")
_CELL = re.compile(r"(?<!\\)\|")


@frozen
class Block:
    """A block: its words as one line of text, whether it is a row of a table, and the heading above it.

    `starts` says where in the text each of its lines begins, and `lines` the numbers of these lines.
    """

    text: str
    heading: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    is_row: bool = False

    def line_at(self, begin: int) -> int:
        """Return the number of the line in which a part of the text begins."""
        return self.lines[bisect_right(self.starts, begin) - 1]


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of a text; a quoted or fenced one is read as text, and a row is told by the heads of its table.

    A single line that is underlined is a heading, unless it ends as a sentence does.
    """
    reading = _Reading()
    lines = [each.strip().removeprefix("> ").strip() for each in text.splitlines()]
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        yield from reading.take(number, line, following)
    yield from reading.ended()


@define
class _Reading:
    """A text that is read line by line: its heading so far, the block that is open, and the heads of a table."""

    heading: str = ""
    words: list[tuple[int, str]] = field(factory=list)
    in_item: bool = False
    heads: tuple[str, ...] | None = None

    def take(self, number: int, line: str, following: str) -> Iterable[Block]:
        """Take a line with the one that follows it; return the blocks that it ends."""
        title, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if self.heads is not None and "|" in line:
            return self._row(number, line)
        self.heads = None
        if self._is_underline(line):
            self.heading, self.words = self.words[0][1], []
        elif title is not None:
            ended = self.ended()
            self.heading = title["text"].rstrip("#").rstrip() or title["text"]
            return ended
        elif not line or _RULE.fullmatch(line) or _FENCE.fullmatch(line):
            return self.ended()
        elif "|" in line and (line.startswith("|") or _is_heads_end(following)):
            ended = self.ended()
            self.heads = _cells(line) if _is_heads_end(following) else ()
            return ended if self.heads else (*ended, *self._row(number, line))
        elif item is not None:
            ended = self.ended()
            self.words, self.in_item = [(number, _plain(item["text"]))], True
            return ended
        else:
            self.words.append((number, _plain(line)))
        return ()

    def ended(self) -> tuple[Block, ...]:
        """Return the block that is open, if any, as one that is complete."""
        lines = [each for each in self.words if each[1]]
        self.words, self.in_item = [], False
        if not lines:
            return ()
        starts, at = [], 0
        for _number, words in lines:
            starts.append(at)
            at += len(words) + 1
        text = " ".join(words for _number, words in lines)
        return (Block(text, self.heading, tuple(starts), tuple(number for number, _words in lines)),)

    def _is_underline(self, line: str) -> bool:
        alone = len(self.words) == 1 and not self.in_item and self.words[0][1][-1:] not in set(".!?;:,")
        return alone and _UNDERLINE.fullmatch(line) is not None

    def _row(self, number: int, line: str) -> tuple[Block, ...]:
        if _is_heads_end(line):
            return ()
        cells = zip_longest(self.heads or (), _cells(line), fillvalue="")
        told = ", ".join(f"{head}: {cell}" if head else cell for head, cell in cells if cell)
        return (Block(told, self.heading, (0,), (number,), is_row=True),) if told else ()


def _is_heads_end(line: str) -> bool:
    return "|" in line and "-" in line and _HEADS_END.fullmatch(line) is not None


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_plain(each.replace("\\|", "|")) for each in _CELL.split(line.removeprefix("|").removesuffix("|")))


def _plain(text: str) -> str:
    return " ".join(text.split())
