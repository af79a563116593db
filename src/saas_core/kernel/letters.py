"""Letters: kinds of letters, a letter before it is put into words, and the port that puts it into words.

Each context declares its own kinds in its part.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue

LONGEST_LINK: Final = 2_000
LONGEST_FACT: Final = 100_000
READER: Final = ("client", "name")
"""The facts of every letter: the names of the client and the reader."""


def _frozen_mapping(value: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(value))


@frozen(kw_only=True)
class LetterKind:
    """A kind of letter: its name, when it is written, and the facts it needs in addition to READER.

    A fact is a text as a person reads it, such as `December 1, 2026`. Only `link` and the `optional` facts may be
    empty; a link is an address on the web, or a command to type. The facts in `lists` are lists, an item a line.
    `sample` holds each fact once, for a client that does not exist. The template has the same name.
    """

    name: str
    occasion: str = field(eq=False)
    facts: tuple[str, ...] = field(eq=False)
    sample: Mapping[str, str] = field(eq=False, converter=_frozen_mapping)
    optional: tuple[str, ...] = field(default=(), eq=False)
    lists: tuple[str, ...] = field(default=(), eq=False)

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the names of exactly the facts that such a letter has."""
        return (*READER, *self.facts)


def _facts(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        message = "is not a mapping of facts."
        raise InvalidValue(message, field="facts", remedy="Give a text by name for each fact.")
    for name in value:
        if not isinstance(name, str):
            message = "holds a name that is not text."
            raise InvalidValue(message, field="facts", remedy="Give a text by name for each fact.")
    return MappingProxyType(dict(value))


def _require_text(name: str, fact: object, optional: tuple[str, ...]) -> None:
    if not isinstance(fact, str):
        message = "is not text."
        raise InvalidValue(message, field=name, remedy="Write it as a person should read it.")
    if not fact.strip() and name not in ("link", *optional):
        message = "is empty."
        raise InvalidValue(message, field=name, remedy="Fill it in; a letter has no blanks.")
    longest = LONGEST_LINK if name == "link" else LONGEST_FACT
    if len(fact) > longest:
        message = f"has {len(fact)} characters; {longest} are allowed."
        raise InvalidValue(message, field=name, remedy="Shorten it.")


def _known_kind(_letter: object, _attribute: object, value: LetterKind) -> None:
    if not isinstance(value, LetterKind):
        message = "is not a kind of letter."
        raise InvalidValue(message, field="kind", remedy="Give a kind that a context declares.")


def _exactly_those_needed(letter: Letter, _attribute: object, value: Mapping[str, str]) -> None:
    needed = letter.kind.needed
    for name in needed:
        if name not in value:
            message = f"is missing; a letter of kind {letter.kind.name} needs it."
            raise InvalidValue(message, field=name, remedy=f"Give {', '.join(needed)}.")
    for name in value:
        if name not in needed:
            message = f"is not a fact of a letter of kind {letter.kind.name}."
            raise InvalidValue(message, field=name[:60], remedy=f"Give {', '.join(needed)}.")
    for name, fact in value.items():
        _require_text(name, fact, letter.kind.optional)


@frozen
class Letter:
    """One letter before it is put into words: its kind, and exactly the facts that the kind needs.

    Raises InvalidValue naming the fact that is missing, unknown, empty, not a text, or far too long.
    """

    kind: LetterKind = field(validator=_known_kind)
    facts: Mapping[str, str] = field(converter=_facts, validator=_exactly_those_needed)


@frozen
class Composed:
    """A letter in words: a one-line subject, plain text, and HTML that needs neither images nor scripts."""

    subject: str
    text: str
    html: str


class Pages(Protocol):
    """Where a client finds what a letter speaks of: an address on the web, or a command to type."""

    def terms(self, version: str) -> str:
        """Return where the text of a version of the terms is."""
        ...

    def work_invoice(self, invoice_id: str) -> str:
        """Return where an invoice for paid work is, with its document."""
        ...


class Composer(Protocol):
    """Puts letters into words."""

    def compose(self, letter: Letter) -> Composed:
        """Return the letter in words; its subject is always valid for a mail."""
        ...


def sample_letter(kind: LetterKind) -> Letter:
    """Return a letter of a kind about a client that does not exist, for a preview."""
    return Letter(kind, {"client": "Harbor Foods Ltd", "name": "Olivia Hart", **kind.sample})
