"""Who signed what of the policy, and what is open, as blocks of its document."""

from __future__ import annotations

from collections.abc import Iterator

from saas_documents.content import Content, items, optional, text
from saas_documents.sheets import Block, Cell, Column, Heading, Table, Text


def signed(told: Content, key: str, page: Content, nobody: str, level: int = 4) -> Iterator[Block]:
    """Yield signatures and open questions under headings of a level; where they are not told, why."""
    if told.get(key) is None or told.get("questions") is None:
        yield from listed("Signatures and open questions", (text(page, "withheld"),), level)
        return
    rows = tuple(map(_signature, items(told, key)))
    if rows:
        yield Heading("Signatures", level)
        yield Table((Column("Who"), Column("Role"), Column("When"), Column("Verdict", wide=True), Column("Now")), rows)
    else:
        yield from listed("Signatures", (nobody,), level)
    yield from listed("Open questions", tuple(map(_question, items(told, "questions"))), level)


def _signature(each: Content) -> tuple[str | Cell, ...]:
    verdict = f"{text(each, 'scope')}: {text(each, 'verdict')} {optional(each, 'comment')}".strip()
    return (
        text(each, "name"),
        text(each, "role"),
        text(each, "at"),
        Cell(verdict, tuple(map(_change, items(each, "changes")))),
        text(each, "state"),
    )


def _change(change: Content) -> str:
    """Return what changed word by word; what came or went stands in brackets."""
    words = (
        text(each, "text") if text(each, "change") == "same" else f"[{text(each, 'change')}: {text(each, 'text')}]"
        for each in items(change, "words")
    )
    return f"{text(change, 'piece')}: {' '.join(words)}"


def _question(each: Content) -> str:
    owner = optional(each, "owner") or "nobody"
    why = optional(each, "why")
    because = f", because: {why}" if why else ""
    return f"{text(each, 'about')} Open for {text(each, 'role')}{because}; owner: {owner}; age: {text(each, 'age')}."


def listed(title: str, paragraphs: tuple[str, ...], level: int = 4) -> Iterator[Block]:
    """Yield paragraphs under a heading of their own; nothing where there are none."""
    if paragraphs:
        yield Heading(title, level)
        yield Text(paragraphs)
