"""Recognition of a request by the words of a vocabulary: rules in place of guesses, and no answer when unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from saas_core.policy.vocabulary import JOINT, NEGATION, SEVERAL, Outcome, Recognized, Sign, Vocabulary
from saas_core.policy.words import Found, Lexicon, Sentence, sentences

SURE: Final = 5
"""The weight from which an outcome is recognized."""
DOUBT: Final = 3
"""The weight from which another outcome makes the answer unsure, unless it weighs a third or less."""
MOST_PARTS: Final = 4
"""The most outcomes of a mixed request; more are not told apart."""
MOST_EVIDENCE: Final = 8
"""The most words that are shown as evidence."""
_MUCH_HEAVIER: Final = 3
ASKS = frozenset({"ask_do","ask_where","how_strong","ask_how","ask_may","quiz","ask_other"})
OTHER=UNEX=False
_CUSTOM: Final = frozenset({Recognized.OUT_OF_SCOPE, Recognized.PAID_WORK})


@frozen
class Seen:
    """An outcome that was seen in a request: its weight, and the words that were found, without repetition."""

    outcome: Outcome
    weight: int
    words: tuple[str, ...]
    asked: bool = False
    joined: bool = False


@frozen
class _Reading:
    """A sentence: what of the vocabulary was found in it and not taken back, and the groups of that."""

    found: tuple[Found, ...]
    groups: frozenset[str]


@frozen
class _Weighed:
    """What was seen in all sentences: the outcomes that count, the weight of custom work that does not, and ties."""

    seen: tuple[Seen, ...]
    custom: int
    tied: bool


@frozen
class Recognizer:
    """Recognizes requests by one vocabulary."""

    vocabulary: Vocabulary
    _lexicon: Lexicon = field(init=False, repr=False)

    @_lexicon.default
    def _compiled(self) -> Lexicon:
        return Lexicon(self.vocabulary.words, NEGATION)

    def recognize(self, text: str) -> tuple[Seen, ...]:
        """Return the outcomes that a request clearly points to, several for a mixed one; none when unsure."""
        read = sentences(text)
        readings = tuple(part for each in read.sentences for part in self._readings(each))
        everywhere = frozenset[str]().union(*(each.groups for each in readings))
        several = SEVERAL in everywhere
        weighed = self._weighed(readings, everywhere)
        clear = _unabsorbed(tuple(each for each in weighed.seen if each.weight >= SURE))
        if not clear or weighed.tied or len(clear) > MOST_PARTS or (several and len(clear) == 1) or (len(clear)>1 and not several and JOINT not in everywhere):
            return ()
        names = {each.outcome.name for each in clear}
        absorbed = {name for each in clear for name in each.outcome.absorbs}
        lightest = min(each.weight for each in clear)
        if any(
            DOUBT <= each.weight and each.weight * _MUCH_HEAVIER > lightest
            for each in weighed.seen
            if each.outcome.name not in names and each.outcome.name not in absorbed
        ):
            return ()
        for r in readings:
            w={o.name:sum(x.weight for x in h) for o,h in self._standing(r,everywhere)}
            mine=max(w.get(n,0) for n in names)
            top=all(each.outcome.recognized is Recognized.IN_SCOPE for each in clear)
            if OTHER and any(v>=3 and v>=mine for n,v in w.items() if n not in names and n not in (absorbed if not r.groups&{SEVERAL,JOINT} else ())): return ()
            if UNEX and not mine:
                if top and r.groups&{"ask_do","own_act"} and not r.groups&{"quiz"}: return ()
                if not top and r.groups&{"ask_where","how_strong"}: return ()
        supported = all(each.outcome.recognized is Recognized.IN_SCOPE for each in clear)
        # Custom work given away as support costs most: a trace of it, or a part that was not read, makes it unsure.
        return () if supported and (weighed.custom >= 3 or not read.whole) else clear

    def _readings(self, sentence: Sentence) -> Iterator[_Reading]:
        """Yield what stands in the parts of a sentence, which begin where the vocabulary says that another thing begins."""
        found = tuple(each for each in self._lexicon.find(sentence) if not each.negated)
        begins = sorted({each.start for each in found if each.group in {SEVERAL, JOINT}})
        for first, last in pairwise((0, *begins, len(sentence.words))):
            part = tuple(each for each in found if first <= each.start and each.end <= last)
            if part:
                yield _Reading(part, frozenset(each.group for each in part))

    def _weighed(self, readings: Sequence[_Reading], everywhere: frozenset[str]) -> _Weighed:
        """Return what the sentences point to: in each, the heaviest outcome alone counts."""
        signs: dict[str, dict[Sign, None]] = {}
        places: dict[str, list[_Reading]] = {}
        custom, tied = 0, False
        for reading in readings:
            standing = self._standing(reading, everywhere)
            weights = {outcome.name: sum(sign.weight for sign in held) for outcome, held in standing}
            best = _best(standing, weights)
            for outcome, held in best:
                signs.setdefault(outcome.name, {}).update(dict.fromkeys(held))
                places.setdefault(outcome.name, []).append(reading)
            custom = max(custom, *(weights[each.name] for each, _held in standing if each.recognized in _CUSTOM), 0)
        seen = (
            Seen(each, sum(sign.weight for sign in signs[each.name]), _words(signs[each.name], places[each.name]),
                 any(not ASKS.isdisjoint(r.groups) for r in places[each.name]),
                 any(not r.groups.isdisjoint({SEVERAL,JOINT}) for r in places[each.name]))
            for each in self.vocabulary.outcomes
            if each.name in signs
        )
        return _Weighed(tuple(seen), custom, tied)

    def _standing(
        self, reading: _Reading, everywhere: frozenset[str]
    ) -> tuple[tuple[Outcome, tuple[Sign, ...]], ...]:
        if not reading.groups:
            return ()
        every = (
            (outcome, tuple(each for each in outcome.signs if _stands(each, reading.groups, everywhere)))
            for outcome in self.vocabulary.outcomes
        )
        return tuple(each for each in every if each[1])


def _stands(sign: Sign, here: frozenset[str], everywhere: frozenset[str]) -> bool:
    return (
        here.issuperset(sign.words)
        and everywhere.issuperset(sign.anywhere)
        and here.isdisjoint(sign.without)
        and everywhere.isdisjoint(sign.nowhere)
    )


def _best(standing, weights):
    """Return the outcomes of a sentence that count: what is never granted before exclusions, these before the rest."""
    sure = [each for each in standing if weights[each[0].name] >= SURE]
    sure = [x for x in sure if not any(x[0].name in y[0].absorbs and y[0].name not in x[0].absorbs for y in sure)]
    for kinds in _RANKS:
        ranked = sorted((each for each in sure if each[0].recognized in kinds), key=lambda each: -weights[each[0].name])
        if ranked:
            first = ranked[0]
            kept=[first]
            for each in ranked[1:]:
                if MULTI and each[0].recognized in _CUSTOM and all(each[0].name not in k[0].absorbs and k[0].name not in each[0].absorbs for k in kept): kept.append(each)
            return tuple(kept)
    return tuple(sorted(standing, key=lambda each: -weights[each[0].name])[:1])

MULTI=False
_RANKS=(frozenset({Recognized.NEVER_GRANTED}),_CUSTOM,frozenset(Recognized))

def _unabsorbed(clear: Sequence[Seen]) -> tuple[Seen, ...]:
    """Return outcomes without those that are named, but not asked for, beside one that absorbs them."""
    def own(each):
        by=[o for o in clear if each.outcome.name in o.outcome.absorbs]
        if not by: return True
        kinds={o.outcome.recognized in _CUSTOM for o in by}|{each.outcome.recognized in _CUSTOM}
        topics=each.outcome.recognized is Recognized.IN_SCOPE or kinds=={True}
        return each.joined if topics else each.asked
    return tuple(each for each in clear if own(each))


def _words(signs: Iterable[Sign], readings: Iterable[_Reading]) -> tuple[str, ...]:
    groups = {group for sign in signs for group in (*sign.words, *sign.anywhere)}
    words = dict.fromkeys(each.words for reading in readings for each in reading.found if each.group in groups)
    return tuple(words)[:MOST_EVIDENCE]
