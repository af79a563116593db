"""Words of a request in one form, and phrases that are found among them.

Every step takes time in proportion to the text: a text is cut at a bound, and a phrase has a bounded number of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field, frozen

LONGEST_READ: Final = 20_000
"""The characters of a request that are read."""
MOST_SENTENCES: Final = 300
"""The sentences of a request that are read."""
MOST_WORDS: Final = 8
"""The most words of a phrase."""
SHORTEST_STEM: Final = 3
LONGEST_GAP: Final = 3
"""The most words that a gap skips."""
MOST_GAPS: Final = 2
REACH: Final = 3
"""The words after a negation that it takes back, in its part of the sentence."""

NUMBER: Final = "#"
GAP: Final = ".."
_LONGEST_WORD = 40
_PIECE: Final = re.compile(
    r"(?P<word>[^\W_]+)"
    r"|(?P<end>[!?;\n\u2022]|[.](?=\s|$)|,(?=\s+(?:and|plus|then)\s))"
    r"|(?P<part>[:,()\[\]>\u2013\u2014])"
)
_APOSTROPHES: Final = re.compile("(?<=\\w)['`\u2019\u2018\u00b4\u02bc](?=\\w)")
_PART: Final = re.compile(r"\^?[^\W_]{1,40}\*?|#|\.\.")


@frozen
class Phrase:
    """Words that stand one after the other: as they are, a stem (`connect*`), any number (`#`), or a gap (`..`).

    `first` says that they begin a sentence (`^and`).
    """

    parts: tuple[str, ...]
    first: bool = False


@frozen
class Sentence:
    """The words of a sentence in one form, and for each the part of the sentence it stands in, between commas."""

    words: tuple[str, ...]
    parts: tuple[int, ...]


@frozen
class Read:
    """The sentences of a text, and whether they are the whole of it."""

    sentences: tuple[Sentence, ...]
    whole: bool


@frozen
class Found:
    """A phrase that was found: its group, its words as they stand there, its place, and whether it is negated."""

    group: str
    words: str
    start: int
    end: int
    negated: bool = False


def one_form(text: str) -> str:
    """Return a text in one form: small letters without accents, apostrophes or compatibility characters."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each))


def phrase(written: str) -> Phrase:
    """Read a phrase; raises ValueError with what is wrong about it."""
    parts: list[str] = []
    for each in one_form(written).replace("-", " ").replace("/", " ").split():
        if not _PART.fullmatch(each):
            message = f"holds {each[:40]!r}, which is no word."
            raise ValueError(message)
        parts.append(each)
    if not parts or parts[0] == GAP or parts[-1] == GAP:
        message = "does not begin and end with a word."
        raise ValueError(message)
    if len(parts) > MOST_WORDS or parts.count(GAP) > MOST_GAPS:
        message = f"has more than {MOST_WORDS} words or {MOST_GAPS} gaps."
        raise ValueError(message)
    if any(each.endswith("*") and len(each) <= SHORTEST_STEM for each in parts):
        message = f"has a stem of fewer than {SHORTEST_STEM} letters."
        raise ValueError(message)
    first = parts[0].startswith("^")
    if any("^" in each for each in parts[1:]):
        message = "has a ^ inside."
        raise ValueError(message)
    parts[0] = parts[0].removeprefix("^")
    return Phrase(tuple(parts), first)


def sentences(text: str) -> Read:
    """Return the sentences of a text, of which at most 20,000 characters and 300 sentences are read."""
    found: list[Sentence] = []
    words: list[str] = []
    parts: list[int] = []
    part = 0
    for each in _PIECE.finditer(one_form(text[:LONGEST_READ])):
        if each.lastgroup == "word":
            words.append(each[0][:_LONGEST_WORD])
            parts.append(part)
        elif each.lastgroup == "end" and words:
            found.append(Sentence(tuple(words), tuple(parts)))
            words, parts = [], []
        else:
            part += 1
    if words:
        found.append(Sentence(tuple(words), tuple(parts)))
    return Read(tuple(found[:MOST_SENTENCES]), len(text) <= LONGEST_READ and len(found) <= MOST_SENTENCES)


class _Node:
    """A place inside phrases: which words lead on, over a gap too, and the groups whose phrases end here."""

    __slots__ = ("after_gap", "first_only", "groups", "stems", "words")

    def __init__(self) -> None:
        """Make one from which nothing leads on yet."""
        self.words: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.after_gap: _Node | None = None
        self.groups: list[str] = []
        self.first_only: list[str] = []

    def add(self, group: str, phrase: Phrase) -> None:
        """Add a phrase of a group."""
        node = self
        for part in phrase.parts:
            if part == GAP:
                node.after_gap = node.after_gap or _Node()
                node = node.after_gap
            elif part.endswith("*"):
                node = node.stems.setdefault(part[:-1], _Node())
            else:
                node = node.words.setdefault(part, _Node())
        (node.first_only if phrase.first else node.groups).append(group)

    def next(self, word: str) -> Iterator[_Node]:
        """Yield the places after a word."""
        if word in self.words:
            yield self.words[word]
        if NUMBER in self.words and word.isdecimal():
            yield self.words[NUMBER]
        if self.stems:
            for length in range(SHORTEST_STEM, len(word) + 1):
                if word[:length] in self.stems:
                    yield self.stems[word[:length]]


@frozen
class Lexicon:
    """Phrases of all groups, found together in one pass over a sentence."""

    groups: Mapping[str, tuple[Phrase, ...]]
    negation: str
    _start: _Node = field(init=False, repr=False, eq=False)

    @_start.default
    def _compiled(self) -> _Node:
        start = _Node()
        for group, phrases in self.groups.items():
            for each in phrases:
                start.add(group, each)
        return start

    def find(self, sentence: Sentence) -> tuple[Found, ...]:
        """Return what of the vocabulary stands in a sentence; a negation takes back what stands shortly after it."""
        words = sentence.words
        found = [
            Found(group, " ".join(words[start:end]), start, end)
            for start in range(len(words))
            for group, end in self._at(words, start).items()
        ]
        ends = {each.end - 1 for each in found if each.group == self.negation}
        return tuple(each if each.group == self.negation else _negated(each, sentence, ends) for each in found)

    def _at(self, words: tuple[str, ...], start: int) -> dict[str, int]:
        """Return the groups of which a phrase begins at a place, each with the place after its longest phrase."""
        ends: dict[str, int] = {}
        waiting = [(self._start, start)]
        while waiting:
            node, place = waiting.pop()
            for group in (*node.groups, *(() if start else node.first_only)):
                ends[group] = max(place, ends.get(group, 0))
            if node.after_gap is not None:
                waiting += [(node.after_gap, place + skipped) for skipped in range(LONGEST_GAP + 1)]
            if place < len(words):
                waiting += [(each, place + 1) for each in node.next(words[place])]
        return ends


def _negated(found: Found, sentence: Sentence, ends: set[int]) -> Found:
    for place in range(max(0, found.start - REACH), found.start):
        if place in ends and sentence.parts[place] == sentence.parts[found.start]:
            return Found(found.group, found.words, found.start, found.end, negated=True)
    return found
