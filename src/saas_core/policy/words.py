"""Two texts word by word: what stayed, what went and what came, at a cost in proportion to their length."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

_STEPS_EACH = 1_000
"""What comparing two texts may cost for each word; some hundred words rewritten in ordinary English stay below it."""


class WordChange(Enum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@frozen
class Words:
    """Some words in a row, and what became of them."""

    change: WordChange
    text: str


def words_between(before: str, after: str) -> tuple[Words, ...]:
    """Return one text turned into another, as runs of words that stayed, went and came.

    Texts that are too long or too repetitive to compare so are compared by sentence, and those that are so even then
    went and came whole, so that the cost stays in proportion to their length.
    """
    old, new = _words(before), _words(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    ends = len(old) - last, len(new) - last
    old_part, new_part = old[first : ends[0]], new[first : ends[1]]
    runs = [Words(WordChange.SAME, "".join(old[:first])), *_runs(old_part, new_part)]
    runs.append(Words(WordChange.SAME, "".join(old[ends[0] :])))
    return _joined(runs)


def _alike(old: list[str], new: list[str]) -> int:
    """Return how many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _runs(old: list[str], new: list[str]) -> Iterator[Words]:
    for parts in ((old, new), (_sentences(old), _sentences(new))):
        if _affordable(*parts):
            yield from _compared(*parts)
            return
    yield Words(WordChange.REMOVED, "".join(old))
    yield Words(WordChange.ADDED, "".join(new))


def _affordable(old: list[str], new: list[str]) -> bool:
    """Return whether comparing costs little for the length: at worst, each match is looked at for each part."""
    counts = Counter(new)
    matches = sum(number * counts[part] for part, number in Counter(old).items())
    return matches * min(len(old), len(new)) <= _STEPS_EACH * (len(old) + len(new))


def _compared(old: list[str], new: list[str]) -> Iterator[Words]:
    for tag, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Words(WordChange.SAME, "".join(old[first:last]))
        else:
            yield Words(WordChange.REMOVED, "".join(old[first:last]))
            yield Words(WordChange.ADDED, "".join(new[start:end]))


def _joined(runs: Iterable[Words]) -> tuple[Words, ...]:
    """Return runs without empty ones, and with those that stayed one after the other as one."""
    found: list[Words] = []
    for each in runs:
        if each.text and found and found[-1].change is each.change:
            found[-1] = Words(each.change, found[-1].text + each.text)
        elif each.text:
            found.append(each)
    return tuple(found)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the space after it, so that they join to the text again."""
    return re.findall(r"\S+\s*", text)


def _sentences(words: list[str]) -> list[str]:
    """Return words joined to sentences and lines, which join to the text again."""
    found: list[list[str]] = [[]]
    for each in words:
        found[-1].append(each)
        if each.rstrip()[-1] in ".!?;:" or "\n" in each:
            found.append([])
    return ["".join(each) for each in found if each]
