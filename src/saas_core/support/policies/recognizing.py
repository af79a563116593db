"""Recognition of a request by the words of a vocabulary: rules in place of guesses, and no answer when unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import field, frozen

from saas_core.policy.phrases import Found, Lexicon, Sentence, sentences
from saas_core.policy.vocabulary import JOINT, NEGATION, SEVERAL, Outcome, Recognized, Sign, Vocabulary

SURE: Final = 5
"""The weight from which an outcome is recognized."""
DOUBT: Final = 3
"""The weight from which another outcome makes the answer unsure, unless it weighs a third or less."""
MOST_OUTCOMES: Final = 4
"""The most outcomes of a mixed request; more are not told apart."""
MOST_EVIDENCE: Final = 8
"""The most words that are shown as evidence."""
_MUCH_HEAVIER: Final = 3
_CUSTOM: Final = frozenset({Recognized.OUT_OF_SCOPE, Recognized.PAID_WORK})
_RANKS: Final = (frozenset({Recognized.NEVER_GRANTED}), _CUSTOM, frozenset(Recognized))
_APART: Final = frozenset({SEVERAL, JOINT})


@frozen
class Seen:
    """An outcome that was seen in a request: its weight, and the words that were found, without repetition.

    `asked` says that a sentence of it asks for something, `apart` that one begins as another thing.
    """

    outcome: Outcome
    weight: int
    words: tuple[str, ...]
    asked: bool
    apart: bool


@frozen
class _Reading:
    """A part of a sentence: what of the vocabulary was found in it and not taken back, and the groups of that."""

    found: tuple[Found, ...]
    groups: frozenset[str]


@frozen
class _Standing:
    """An outcome whose signs stand in a part of a sentence."""

    outcome: Outcome
    signs: tuple[Sign, ...]

    @property
    def weight(self) -> int:
        """The weights of its signs together."""
        return sum(each.weight for each in self.signs)


@frozen
class Recognizer:
    """Recognizes requests by one vocabulary."""

    vocabulary: Vocabulary
    _lexicon: Lexicon = field(init=False, repr=False)
    _signs: dict[str, list[tuple[int, Sign]]] = field(init=False, repr=False)

    @_lexicon.default
    def _compiled(self) -> Lexicon:
        return Lexicon(self.vocabulary.words, NEGATION)

    @_signs.default
    def _by_word(self) -> dict[str, list[tuple[int, Sign]]]:
        signs: dict[str, list[tuple[int, Sign]]] = {}
        for place, outcome in enumerate(self.vocabulary.outcomes):
            for each in outcome.signs:
                signs.setdefault(each.words[0], []).append((place, each))
        return signs

    def recognize(self, text: str) -> tuple[Seen, ...]:
        """Return the outcomes that a request clearly points to, several for a mixed one; none when unsure.

        Takes time in proportion to the text, of which at most 20,000 characters and 300 sentences are read.
        """
        read = sentences(text)
        readings = tuple(part for each in read.sentences for part in self._readings(each))
        everywhere = frozenset[str]().union(*(each.groups for each in readings))
        standing = tuple(self._standing(each, everywhere) for each in readings)
        seen = self._seen(readings, standing)
        clear = _unabsorbed(tuple(each for each in seen if each.weight >= SURE))
        if not clear or len(clear) > MOST_OUTCOMES or _unlike_said(clear, everywhere) or _doubtful(clear, seen):
            return ()
        if all(each.outcome.recognized is Recognized.IN_SCOPE for each in clear):
            # Custom work given away as support costs most: a trace of it, or a part that was not read, makes it unsure.
            traced = any(
                each.outcome.recognized in _CUSTOM and each.weight >= DOUBT for part in standing for each in part
            )
            return () if traced or not read.whole else clear
        return clear

    def _readings(self, sentence: Sentence) -> Iterator[_Reading]:
        """Yield the parts of a sentence, which begin where the vocabulary says that another thing begins."""
        found = tuple(each for each in self._lexicon.find(sentence) if not each.negated)
        begins = sorted({each.start for each in found if each.group in _APART} | {0, len(sentence.words)})
        waiting = iter(found)
        each = next(waiting, None)
        for last in begins[1:]:
            part = []
            while each is not None and each.start < last:
                if each.end <= last:
                    part.append(each)
                each = next(waiting, None)
            if part:
                yield _Reading(tuple(part), frozenset(one.group for one in part))

    def _standing(self, reading: _Reading, everywhere: frozenset[str]) -> tuple[_Standing, ...]:
        here: dict[int, list[Sign]] = {}
        for group in reading.groups:
            for place, sign in self._signs.get(group, ()):
                if _stands(sign, reading.groups, everywhere):
                    here.setdefault(place, []).append(sign)
        return tuple(_Standing(self.vocabulary.outcomes[place], tuple(here[place])) for place in sorted(here))

    def _seen(self, readings: Sequence[_Reading], standing: Sequence[tuple[_Standing, ...]]) -> tuple[Seen, ...]:
        """Return the outcomes that count in any part, with the signs of all parts together, each once."""
        signs: dict[str, dict[Sign, None]] = {}
        places: dict[str, list[_Reading]] = {}
        for reading, here in zip(readings, standing, strict=True):
            for each in _counting(here):
                signs.setdefault(each.outcome.name, {}).update(dict.fromkeys(each.signs))
                places.setdefault(each.outcome.name, []).append(reading)
        return tuple(
            Seen(
                each,
                sum(sign.weight for sign in signs[each.name]),
                _words(signs[each.name], places[each.name]),
                asked=any(not self.vocabulary.asks.isdisjoint(place.groups) for place in places[each.name]),
                apart=any(not _APART.isdisjoint(place.groups) for place in places[each.name]),
            )
            for each in self.vocabulary.outcomes
            if each.name in signs
        )


def _stands(sign: Sign, here: frozenset[str], everywhere: frozenset[str]) -> bool:
    return (
        here.issuperset(sign.words)
        and everywhere.issuperset(sign.anywhere)
        and here.isdisjoint(sign.without)
        and everywhere.isdisjoint(sign.nowhere)
    )


def _counting(standing: Sequence[_Standing]) -> tuple[_Standing, ...]:
    """Return the outcomes that count in a part: what is never granted before exclusions, these before the rest (9.2).

    The heaviest counts, and of exclusions each further clear one that it does not absorb. Where none is clear, the
    heaviest alone counts.
    """
    clear = [each for each in standing if each.weight >= SURE]
    clear = [each for each in clear if not any(_yields(each.outcome, other.outcome) for other in clear)]
    for kinds in _RANKS:
        ranked = sorted((each for each in clear if each.outcome.recognized in kinds), key=_lightness)
        if ranked:
            kept = ranked[:1]
            for each in ranked[1:] if kinds is _CUSTOM else ():
                if not any(_related(each.outcome, other.outcome) for other in kept):
                    kept.append(each)
            return tuple(kept)
    return tuple(sorted(standing, key=_lightness)[:1])


def _lightness(standing: _Standing) -> int:
    return -standing.weight


def _yields(outcome: Outcome, other: Outcome) -> bool:
    return outcome.name in other.absorbs and other.name not in outcome.absorbs


def _related(outcome: Outcome, other: Outcome) -> bool:
    return outcome.name in other.absorbs or other.name in outcome.absorbs


def _unabsorbed(clear: Sequence[Seen]) -> tuple[Seen, ...]:
    """Return outcomes without those that one absorbs which the request asks for.

    One of the same kind as the absorbing ones stands for itself if it begins as another thing; one of another kind, if
    it is asked for and not just named.
    """

    def stands(each: Seen) -> bool:
        over = [other for other in clear if each.outcome.name in other.outcome.absorbs]
        alike = each.outcome.recognized is Recognized.IN_SCOPE or (
            each.outcome.recognized in _CUSTOM and all(other.outcome.recognized in _CUSTOM for other in over)
        )
        return not over or (each.apart if alike else each.asked)

    return tuple(each for each in clear if stands(each))


def _unlike_said(clear: Sequence[Seen], everywhere: frozenset[str]) -> bool:
    """Return whether a request says that it has several parts and one was recognized, or the other way round."""
    return SEVERAL in everywhere if len(clear) == 1 else _APART.isdisjoint(everywhere)


def _doubtful(clear: Sequence[Seen], seen: Sequence[Seen]) -> bool:
    """Return whether another outcome comes near, which no clear one absorbs."""
    known = {each.outcome.name for each in clear}.union(*(each.outcome.absorbs for each in clear))
    lightest = min(each.weight for each in clear)
    return any(
        each.weight >= DOUBT and each.weight * _MUCH_HEAVIER > lightest and each.outcome.name not in known
        for each in seen
    )


def _words(signs: Iterable[Sign], readings: Iterable[_Reading]) -> tuple[str, ...]:
    groups = {group for sign in signs for group in (*sign.words, *sign.anywhere)}
    words = dict.fromkeys(each.words for reading in readings for each in reading.found if each.group in groups)
    return tuple(words)[:MOST_EVIDENCE]
