"""A sheet: what a document shows, as blocks of text; the template knows nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, TypeAlias

from attrs import field, frozen

Side: TypeAlias = Literal["left", "right"]


@frozen
class Column:
    """A column of a table; a wide one takes what the others leave."""

    head: str
    side: Side = "left"
    wide: bool = False


@frozen
class Cell:
    """A cell with smaller lines below its text."""

    text: str
    below: tuple[str, ...] = ()


@frozen
class Heading:
    """A heading of a part; parts inside parts have deeper levels, from 2 on."""

    text: str
    level: int = 2
    kind: Literal["heading"] = "heading"


@frozen
class Text:
    """Paragraphs."""

    paragraphs: tuple[str, ...]
    kind: Literal["text"] = "text"


@frozen
class Box:
    """Paragraphs that stand out; the first one is bold."""

    paragraphs: tuple[str, ...]
    kind: Literal["box"] = "box"


@frozen
class Pairs:
    """Names and what they stand for."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["pairs"] = "pairs"


@frozen
class Table:
    """A table with a head, and with its sums in bold at its end."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    total: tuple[tuple[str | Cell, ...], ...] = ()
    kind: Literal["table"] = "table"


@frozen
class Item:
    """One of many alike: a title, and smaller paragraphs below it."""

    title: str
    paragraphs: tuple[str, ...]
    kind: Literal["item"] = "item"


@frozen
class NewPage:
    """The end of a page."""

    kind: Literal["new_page"] = "new_page"


Block: TypeAlias = Heading | Text | Box | Pairs | Table | Item | NewPage


@frozen
class Party:
    """Who is on one side of a document."""

    head: str
    name: str
    lines: tuple[str, ...] = ()


@frozen
class Attachment:
    """A file inside the document."""

    name: str
    content: str = field(repr=False)
    description: str
    media_type: str = "application/json"
    relationship: Literal["source", "data"] = "source"


@frozen(kw_only=True)
class Sheet:
    """A document before it is rendered; `at` is its date, `footer` stands on each page."""

    title: str
    subtitle: str
    description: str
    author: str
    at: datetime
    footer: str
    parties: tuple[Party, ...]
    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text that is shown, or that the document says about itself."""
        yield from (self.title, self.subtitle, self.description, self.author, self.footer)
        for party in self.parties:
            yield from (party.head, party.name, *party.lines)
        for block in self.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Text | Box):
        yield from block.paragraphs
    elif isinstance(block, Item):
        yield from (block.title, *block.paragraphs)
    elif isinstance(block, NewPage):
        return
    elif isinstance(block, Pairs):
        for row in block.rows:
            yield from row
    else:
        yield from (each.head for each in block.columns)
        for cell in _cells((*block.rows, *block.total)):
            yield from (cell,) if isinstance(cell, str) else (cell.text, *cell.below)


def _cells(rows: Iterable[tuple[str | Cell, ...]]) -> Iterator[str | Cell]:
    for row in rows:
        yield from row
