"""The page of the policy as data: one sheet for each clause; HTML and PDF show the same content, by one hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from attrs import asdict, frozen

FORMAT: Final = "saas-policy-page/1"


@frozen(kw_only=True)
class Result:
    """What came of a scenario over one driver; `why` says why that is not known, `trace` how it failed."""

    driver: str
    outcome: str
    why: str
    trace: str


@frozen(kw_only=True)
class Example:
    """A scenario as it is shown: its number and sentence, its steps and examples, its place, and its results."""

    number: str
    sentence: str
    kind: str
    needs_legal: bool
    steps: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    place: str
    outcome: str
    results: tuple[Result, ...]


@frozen(kw_only=True)
class Story:
    """A Rule: its title, its reading in plain words, its place, what is given in all of its scenarios, and these."""

    anchor: str
    title: str
    reading: str
    place: str
    given: tuple[str, ...]
    happy: tuple[Example, ...]
    edge: tuple[Example, ...]
    abuse: tuple[Example, ...]


@frozen(kw_only=True)
class HouseReading:
    """A house reading: question, answer, what holds it with its value now, and the scenarios that rest on it.

    A reading that touches several clauses has its anchor on the sheet of the `first`.
    """

    anchor: str
    first: bool
    question: str
    answer: str
    held: str
    scenarios: tuple[str, ...]
    unused: bool


@frozen(kw_only=True)
class Grounds:
    """A reason that rests on the clause: its code, its sentence, the remedy in words, and where it is carried out."""

    code: str
    sentence: str
    remedy: str
    help: str
    way: str
    built: bool
    given: int | None


@frozen(kw_only=True)
class Covered:
    """An action of the terms that the clause covers, and whether a desk asks about it."""

    name: str
    title: str
    kind: str
    built: bool


@frozen(kw_only=True)
class Place:
    """A place in the code, and what is there."""

    place: str
    what: str


@frozen(kw_only=True)
class Counted:
    """How often a clause decided in a period, and in which way."""

    period: str
    decided: int
    allowed: int
    refused: int
    chargeable: int
    needs_person: int
    overruled: int


@frozen
class Words:
    """Some words in a row that stayed (`same`), were `removed` or were `added`."""

    change: str
    text: str


@frozen
class Change:
    """A piece of what was signed that reads otherwise now, word by word."""

    piece: str
    words: tuple[Words, ...]


@frozen(kw_only=True)
class Signed:
    """A signature: who, in which role, when, with which verdict, and where it stands now."""

    scope: str
    name: str
    role: str
    at: str
    verdict: str
    comment: str
    state: str
    changes: tuple[Change, ...]


@frozen(kw_only=True)
class Open:
    """An open question: what it is about, whose agreement it waits for, its owner and its age."""

    about: str
    why: str
    role: str
    owner: str
    age: str


@frozen(kw_only=True)
class Precedent:
    """An answer of a person where the text was silent, kept beside the clause that it read."""

    at: str
    action: str
    reason: str


@frozen(kw_only=True)
class Sheet:
    """Everything about one clause."""

    number: str
    key: str
    title: str
    text: str
    house_rule: bool
    digest: str
    legal: tuple[str, ...]
    stories: tuple[Story, ...]
    readings: tuple[HouseReading, ...]
    verdicts: tuple[str, ...]
    grounds: tuple[Grounds, ...]
    actions: tuple[Covered, ...]
    decides: tuple[Place, ...]
    mentions: tuple[Place, ...]
    not_built: tuple[str, ...]
    counts: tuple[Counted, ...]
    dead: tuple[str, ...]
    questions: tuple[Open, ...]
    precedents: tuple[Precedent, ...]
    signatures: tuple[Signed, ...]


@frozen(kw_only=True)
class Section:
    """The sheets of one section of the terms."""

    number: str
    title: str
    sheets: tuple[Sheet, ...]


@frozen(kw_only=True)
class Total:
    """How many scenarios had which outcome, over one driver."""

    driver: str
    passed: int
    failed: int
    skipped: int
    undefined: int
    unknown: int


@frozen(kw_only=True)
class Page:
    """The whole policy under one version of the terms.

    `counted` says what the counts are of, or why there are none; `results` where the results come from. `whole` are the
    signatures of the whole. `findings` lead nowhere between terms, Rules, readings, code and results.
    """

    title: str
    version: str
    effective_from: str
    digest: str
    scenarios: int
    cases: int
    counted: str
    ran: str
    totals: tuple[Total, ...]
    findings: tuple[str, ...]
    dead: tuple[str, ...]
    whole: tuple[Signed, ...]
    sections: tuple[Section, ...]

    def sheets(self) -> tuple[Sheet, ...]:
        """Return all sheets in the order of the terms."""
        return tuple(sheet for section in self.sections for sheet in section.sheets)


def content_of(page: Page) -> dict[str, Any]:
    """Return the content of a page as plain values: what its hash is of, and what HTML and PDF show."""
    content: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(page)}, ensure_ascii=False))
    return content


def content_hash(content: dict[str, Any]) -> str:
    """Return the hash of a content, as HTML and PDF name it; the instant at which it is shown does not count."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
