"""Words of a request in one form, and phrases that are found among them.

Every step takes time in proportion to the text: a text is cut at a bound, and a phrase has a bounded number of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
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
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r"(?P<word>[^\W_]+)|(?P<end>[!?;\n•]|[.](?=\s|$)|,(?=\s+(?:and|plus|then)\s))|(?P<comma>[:,()\[\]–—])|(?P<quote>>)")
_APOSTROPHES: Final = re.compile("(?<=\\w)['’‘`´ʼ](?=\\w)")
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


@frozen
class Lexicon:
    """Phrases of all groups, found by the first of their words."""

    groups: Mapping[str, tuple[Phrase, ...]]
    negation: str
    _firsts: dict[str, list[tuple[str, Phrase]]] = field(init=False, repr=False)
    _stems: dict[str, list[tuple[str, Phrase]]] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Sort the phrases by their first words."""
        firsts: dict[str, list[tuple[str, Phrase]]] = {}
        stems: dict[str, list[tuple[str, Phrase]]] = {}
        for group, phrases in self.groups.items():
            for each in phrases:
                first = each.parts[0]
                index, key = (stems, first[:-1]) if first.endswith("*") else (firsts, first)
                index.setdefault(key, []).append((group, each))
        object.__setattr__(self, "_firsts", firsts)
        object.__setattr__(self, "_stems", stems)
        object.__setattr__(self, "_longest", max(map(len, stems), default=0))

    def find(self, sentence: Sentence) -> tuple[Found, ...]:
        """Return what of the vocabulary stands in a sentence; a negation takes back what stands shortly after it."""
        found = [each for start in range(len(sentence.words)) for each in self._at(sentence.words, start)]
        ends = {each.end - 1 for each in found if each.group == self.negation}
        return tuple(each if each.group == self.negation else _negated(each, sentence, ends) for each in found)

    def _at(self, words: tuple[str, ...], start: int) -> Iterator[Found]:
        for group, each in self._candidates(words[start]):
            end = 0 if each.first and start else _end(each.parts, words, start)
            if end:
                yield Found(group, " ".join(words[start:end]), start, end)

    def _candidates(self, word: str) -> Iterable[tuple[str, Phrase]]:
        yield from self._firsts.get(word, ())
        if word.isdecimal():
            yield from self._firsts.get(NUMBER, ())
        for length in range(SHORTEST_STEM, min(len(word), self._longest) + 1):
            yield from self._stems.get(word[:length], ())


def _negated(found: Found, sentence: Sentence, ends: set[int]) -> Found:
    for place in range(max(0, found.start - REACH), found.start):
        if place in ends and sentence.parts[place] == sentence.parts[found.start]:
            return Found(found.group, found.words, found.start, found.end, negated=True)
    return found


def _end(parts: tuple[str, ...], words: tuple[str, ...], start: int) -> int:
    """Return the place after a phrase that begins at a place, or 0 if it does not stand there."""
    places = {start}
    for part in parts:
        if part == GAP:
            places = {place + skipped for place in places for skipped in range(LONGEST_GAP + 1)}
        else:
            places = {place + 1 for place in places if place < len(words) and _is(part, words[place])}
        if not places:
            return 0
    return min(places)


def _is(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    return word == part or (part == NUMBER and word.isdecimal())
