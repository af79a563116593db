"""Blocks of a legal text: paragraphs, items of lists and rows of tables, in Markdown or plain text."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from attrs import define, field, frozen

from saas_core.policy.contradictions import is_compared
from saas_core.policy.figures import AMOUNT, SPAN, folded

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")
_ITEM = re.compile(r"(?:[-*+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?P<text>.*)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})")
_UNDERLINE = re.compile(r"-{3,}|={3,}")
_FENCE = re.compile(r"(?:`{3,}|~{3,})(?P<info>[^`]*)")
# What stands behind the marks of a fence is a language such as python or {.text}, or words to be read.
_LANGUAGE = re.compile(r"\s*(?:[A-Za-z][A-Za-z+#-]{0,30}|\{\.[A-Za-z-]{1,30}\})?\s*")
_SAID = re.compile(r"[.!?;:,][\"'\u201d\u2019)\]*_`]*$")
# Emphasis, plain tags and escapes in the middle of a figure hide nothing of it.
_MARKUP = re.compile(r"\*+|_+|~~|`+|</?[A-Za-z][A-Za-z0-9]{0,15} ?/?>|\\(?=[!-/:-@\[-`{-~])")
_UNSEEN_NAMED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HEADS_END = re.compile(r"[\s|:-]+")
_CELL = re.compile(r"(?<!\\)\|")


def as_read(text: str) -> str:
    """Return a text as a person reads it for figures and kinds: without its markup, with what entities stand for."""
    return folded(_UNSEEN_NAMED.sub("", html.unescape(_MARKUP.sub("", text))))


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

    A single line that is underlined is a heading, unless it ends as a sentence does. A heading is a block as well if it
    is a sentence, or says something that is compared with settings. Heads of columns that no row has are a row.
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
    heads_line: int = 0
    told: set[int] = field(factory=set)

    def take(self, number: int, line: str, following: str) -> Iterable[Block]:
        """Take a line with the one that follows it; return the blocks that it ends."""
        title, item, fence = _HEADING.fullmatch(line), _ITEM.fullmatch(line), _FENCE.fullmatch(line)
        if self.heads is not None and "|" in line:
            return self._row(number, line)
        ended = self._heads_left()
        if self._is_underline(line):
            (begun, words), self.words = self.words[0], []
            return (*ended, *self._headed(begun, words))
        if title is not None:
            ended += self.ended()
            return (*ended, *self._headed(number, title["text"].rstrip("#").rstrip() or title["text"]))
        if fence is not None and not _LANGUAGE.fullmatch(fence["info"]):
            ended += self.ended()
            self.words = [(number, _plain(fence["info"]))]
        elif not line or _RULE.fullmatch(line) or fence is not None:
            ended += self.ended()
        elif "|" in line and (line.startswith("|") or _is_heads_end(following)):
            ended += self.ended()
            self.heads = _cells(line) if _is_heads_end(following) else ()
            self.heads_line, self.told = number, set()
            ended += () if self.heads else self._row(number, line)
        elif item is not None and not _is_figure(line):
            ended += self.ended()
            self.words, self.in_item = [(number, _plain(item["text"]))], True
        else:
            self.words.append((number, _plain(line)))
        return ended

    def ended(self) -> tuple[Block, ...]:
        """Return the block that is open, if any, as one that is complete."""
        left = self._heads_left()
        lines = [each for each in self.words if each[1]]
        self.words, self.in_item = [], False
        if not lines:
            return left
        starts, at = [], 0
        for _number, words in lines:
            starts.append(at)
            at += len(words) + 1
        text = " ".join(words for _number, words in lines)
        return (*left, Block(text, self.heading, tuple(starts), tuple(number for number, _words in lines)))

    def _headed(self, number: int, words: str) -> tuple[Block, ...]:
        """Begin what stands under a heading; return the heading as a block if it has to be read."""
        above, self.heading = self.heading, words
        read = as_read(words)
        is_said = _SAID.search(read) is not None and " " in read
        return (Block(_plain(words), above, (0,), (number,)),) if is_said or is_compared(read) else ()

    def _heads_left(self) -> tuple[Block, ...]:
        """End a table, if one is open; return the heads of its columns that none of its rows has."""
        left = ", ".join(head for at, head in enumerate(self.heads or ()) if head and at not in self.told)
        self.heads = None
        return (Block(left, self.heading, (0,), (self.heads_line,), is_row=True),) if left else ()

    def _is_underline(self, line: str) -> bool:
        alone = len(self.words) == 1 and not self.in_item and not _SAID.search(self.words[0][1])
        return alone and _UNDERLINE.fullmatch(line) is not None

    def _row(self, number: int, line: str) -> tuple[Block, ...]:
        if _is_heads_end(line):
            return ()
        cells = tuple(zip_longest(self.heads or (), _cells(line), fillvalue=""))
        self.told.update(at for at, (_head, cell) in enumerate(cells) if cell)
        told = ", ".join(f"{head}: {cell}" if head else cell for head, cell in cells if cell)
        return (Block(told, self.heading, (0,), (number,), is_row=True),) if told else ()


def _is_figure(line: str) -> bool:
    """Return whether a line goes on with a figure in brackets that its sentence needs, as in `(500) US dollars`."""
    read = as_read(line).removeprefix("(")
    return line.startswith("(") and (AMOUNT.match(read) is not None or SPAN.match(read) is not None)


def _is_heads_end(line: str) -> bool:
    return "|" in line and "-" in line and _HEADS_END.fullmatch(line) is not None


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_plain(each.replace("\\|", "|")) for each in _CELL.split(line.removeprefix("|").removesuffix("|")))


def _plain(text: str) -> str:
    return " ".join(text.split())
