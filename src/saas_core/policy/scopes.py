"""Scopes: what can be signed, exactly what stands in it, and what of that has changed since, word by word.

A clause, a reading, or the whole. What stands in a scope is a list of pieces, each with a digest of its own; the digest
of the scope is that of the list, so that any change of what was signed changes it, and nothing else does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from typing import Final, Self

from attrs import asdict, frozen

from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.journal import canonical_bytes
from saas_core.policy.book import Book, Reading, Rule
from saas_core.policy.terms import CLAUSE_NUMBER, Clause, Terms
from saas_core.policy.wording import PLACE
from saas_core.policy.words import Words, words_between

SCOPE_FORM: Final = rf"whole|clause:{CLAUSE_NUMBER}|reading:[a-z0-9][a-z0-9-]{{0,79}}"
"""The form of a scope as `Scope` writes it."""


class ScopeUnknown(NotFound):
    """There is no such clause or reading."""

    code = "SCOPE_UNKNOWN"


class ScopeKind(Enum):
    """The kinds of what can be signed."""

    CLAUSE = "clause"
    READING = "reading"
    WHOLE = "whole"


@frozen(order=True)
class Scope:
    """What is signed: a clause by its number, a reading by its key, or the whole; written as `clause:0.1`."""

    text: str

    @classmethod
    def clause(cls, number: str) -> Self:
        """Return the scope of a clause."""
        return cls(f"clause:{number}")

    @classmethod
    def reading(cls, key: str) -> Self:
        """Return the scope of a reading."""
        return cls(f"reading:{key}")

    @classmethod
    def whole(cls) -> Self:
        """Return the scope of everything."""
        return cls("whole")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a scope written as `clause:0.1`, `reading:grace-days` or `whole`, or a clause's number alone.

        Raises InvalidValue.
        """
        if re.fullmatch(CLAUSE_NUMBER, text):
            return cls.clause(text)
        if not re.fullmatch(SCOPE_FORM, text):
            message = f"{text[:60]!r} is nothing that can be signed."
            raise InvalidValue(message, field="scope", remedy="Write clause:0.1, reading:grace-days, or whole.")
        return cls(text)

    @property
    def kind(self) -> ScopeKind:
        """Return its kind."""
        return ScopeKind(self.text.partition(":")[0])

    @property
    def name(self) -> str:
        """Return the number of the clause or the key of the reading; empty for the whole."""
        return self.text.partition(":")[2]

    @property
    def anchor(self) -> str:
        """Return its place on the page of the policy, such as `clause-0.1`; empty for the whole."""
        return self.text.replace(":", "-") if self.name else ""

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        return self.text


class PieceKind(Enum):
    """The kinds of what stands in a scope, in their order."""

    CLAUSE = "clause"
    VALUE = "value"
    READING = "reading"
    RULE = "rule"
    SCENARIO = "scenario"


@frozen(slots=False)
class Piece:
    """A piece of what stands in a scope: a clause, a value of the terms, a reading, the head of a Rule, a scenario."""

    kind: PieceKind
    name: str
    text: str

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@frozen(slots=False)
class Content:
    """Exactly what stands in a scope under a version of the terms."""

    scope: Scope
    terms_version: str
    pieces: tuple[Piece, ...]

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 over the scope and all its pieces; the version's own name does not count."""
        return digest_of(self.scope, ((each.kind.value, each.name, each.digest) for each in self.pieces))


def digest_of(scope: Scope, pieces: Iterable[tuple[str, str, str]]) -> str:
    """Return the digest of a scope from the kinds, names and digests of its pieces.

    Their order does not count, so that a scenario may move to another file.
    """
    ordered = [list(each) for each in sorted(pieces)]
    listed = {"format": "saas-policy-scope/1", "scope": str(scope), "pieces": ordered}
    return hashlib.sha256(canonical_bytes(listed)).hexdigest()


def values_of(terms: Terms) -> dict[str, str]:
    """Return every value of a version of the terms as its document writes it, by name."""
    return {
        "hourly_rate": str(terms.hourly_rate),
        "currency": terms.currency,
        "time_zone": terms.time_zone,
        "eligible": ", ".join(sorted(each.value for each in terms.eligible)),
        **{name: str(value).lower() for name, value in asdict(terms.settings).items()},
    }


def scopes_of(terms: Terms, book: Book) -> tuple[Scope, ...]:
    """Return everything that can be signed: clauses, readings, and the whole, in their order."""
    clauses = (Scope.clause(each.number) for each in terms.clauses)
    return (*clauses, *(Scope.reading(each.key) for each in book.readings), Scope.whole())


def content_of(scope: Scope, terms: Terms, book: Book) -> Content:
    """Return what stands in a scope now; raises ScopeUnknown for a clause or a reading that does not exist."""
    match scope.kind:
        case ScopeKind.CLAUSE:
            clause = terms.clause(scope.name)
            if clause is None:
                message = f"there is no clause {scope.name!r} in the terms {terms.version}."
                raise ScopeUnknown(message, field="scope", remedy="Name a clause of these terms.")
            pieces = _of_clause(clause, terms, book)
        case ScopeKind.READING:
            reading = book.reading(scope.name)
            if reading is None:
                message = f"there is no reading {scope.name!r}."
                raise ScopeUnknown(message, field="scope", remedy="List the readings to see their names.")
            pieces = _of_reading(reading, terms, book)
        case ScopeKind.WHOLE:
            pieces = _of_everything(terms, book)
    return Content(scope, terms.version, tuple(dict.fromkeys(pieces)))


def _of_clause(clause: Clause, terms: Terms, book: Book) -> Iterator[Piece]:
    readings = book.readings_of(clause.number)
    yield Piece(PieceKind.CLAUSE, clause.number, clause.text)
    named = (name for each in readings for name in each.settings)
    yield from _values((*_places(clause.number, terms), *named), terms)
    yield from map(_reading, readings)
    for rule in book.rules_of(clause.number):
        yield from _rule(rule)


def _of_reading(reading: Reading, terms: Terms, book: Book) -> Iterator[Piece]:
    for number in reading.clauses:
        clause = terms.clause(number)
        if clause is not None:
            yield Piece(PieceKind.CLAUSE, number, clause.text)
    yield from _values(reading.settings, terms)
    yield _reading(reading)
    told = (book.scenario(each) for each in reading.scenarios)
    yield from (Piece(PieceKind.SCENARIO, each.number, each.text) for each in told if each is not None)


def _of_everything(terms: Terms, book: Book) -> Iterator[Piece]:
    yield from (Piece(PieceKind.CLAUSE, each.number, each.text) for each in terms.clauses)
    yield from _values(values_of(terms), terms)
    yield from map(_reading, book.readings)
    for rule in book.rules:
        yield from _rule(rule)


def _places(number: str, terms: Terms) -> tuple[str, ...]:
    """Return the settings from which the text of a clause takes its figures and kinds, as the document writes it."""
    for block in terms.document.split("[[clause]]")[1:]:
        if re.search(rf'^number = "{re.escape(number)}"\s*$', block, re.MULTILINE):
            own = block.split("[[", maxsplit=1)[0]
            return tuple("eligible" if each == "ineligible" else each for each in PLACE.findall(own))
    return ()


def _values(names: Iterable[str], terms: Terms) -> Iterator[Piece]:
    wanted = frozenset(names)
    for name, value in values_of(terms).items():
        if name in wanted:
            yield Piece(PieceKind.VALUE, name, f"{name} = {value}")


def _reading(reading: Reading) -> Piece:
    return Piece(PieceKind.READING, reading.key, f"{reading.question}\n{reading.answer}")


def _rule(rule: Rule) -> Iterator[Piece]:
    yield Piece(PieceKind.RULE, rule.title, f"{rule.clause} {rule.title}\n{rule.reading}")
    yield from (Piece(PieceKind.SCENARIO, each.number, each.text) for each in rule.scenarios)


@frozen
class PieceChange:
    """A piece that was changed, added or removed since, word by word."""

    kind: PieceKind
    name: str
    words: tuple[Words, ...]


def changes(before: Iterable[Piece], after: Iterable[Piece]) -> tuple[PieceChange, ...]:
    """Return what changed from some pieces to others, in the order of the latter; removed ones come last."""
    kept = frozenset(before := tuple(before)) & frozenset(after := tuple(after))
    # Two pieces may have one name, such as two Rules with one title; those that stayed are no partners of others.
    old: dict[tuple[PieceKind, str], list[Piece]] = {}
    for each in before:
        if each not in kept:
            old.setdefault((each.kind, each.name), []).append(each)
    found = []
    for each in after:
        if each not in kept:
            same = old.get((each.kind, each.name))
            was = same.pop(0).text if same else ""
            found.append(PieceChange(each.kind, each.name, words_between(was, each.text)))
    gone = (each for left in old.values() for each in left)
    return (*found, *(PieceChange(each.kind, each.name, words_between(each.text, "")) for each in gone))
