"""The page of the policy as data: one sheet for each clause."""

from __future__ import annotations

from attrs import frozen


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
class FirstExample:
    """The example that stands beside the texts of a clause: a scenario with its first case filled in."""

    number: str
    sentence: str
    steps: tuple[str, ...]
    outcome: str


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

    A reading that touches several clauses has its anchor on the sheet of the `first`. `use` says that it was never
    used, or that counts cannot tell; otherwise it is empty.
    """

    anchor: str
    first: bool
    question: str
    answer: str
    held: str
    scenarios: tuple[str, ...]
    use: str


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
    """Everything about one clause.

    `legal` is None where no legal text is shown; `questions` and `signatures` are None where they are not told.
    """

    number: str
    key: str
    title: str
    text: str
    house_rule: bool
    digest: str
    legal: tuple[str, ...] | None
    example: FirstExample | None
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
    questions: tuple[Open, ...] | None
    precedents: tuple[Precedent, ...]
    signatures: tuple[Signed, ...] | None


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

    `legal` says what is shown of a legal text; `counted` what the counts are of, or why there are none; `ran` where the
    results come from; `withheld` why signatures and questions are not told, empty where they are. `whole` are the
    signatures, and `questions` the open questions, of the whole and of what stands on no sheet; None where they are not
    told. `findings` lead nowhere between terms, Rules, readings, code and results.
    """

    title: str
    version: str
    effective_from: str
    digest: str
    scenarios: int
    cases: int
    legal: str
    counted: str
    withheld: str
    ran: str
    totals: tuple[Total, ...]
    findings: tuple[str, ...]
    dead: tuple[str, ...]
    whole: tuple[Signed, ...] | None
    questions: tuple[Open, ...] | None
    sections: tuple[Section, ...]

    def sheets(self) -> tuple[Sheet, ...]:
        """Return all sheets in the order of the terms."""
        return tuple(sheet for section in self.sections for sheet in section.sheets)
