"""Assembling the page: from the terms, the book, the results, the code's links, and what a database knows of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from saas_core.policy.actions import OF_SOFTWARE, Action, ActionKind
from saas_core.policy.book import Book, Reading, Rule, Scenario
from saas_core.policy.book_reading import is_edge
from saas_core.policy.decision import Verdict
from saas_core.policy.legal_text import LegalText
from saas_core.policy.reasons import CATALOGUE, ReasonCode, Remedy
from saas_core.policy.scopes import Scope, content_of, values_of
from saas_core.policy.terms import Clause, Terms, clause_order
from saas_policy_page import page as shown
from saas_policy_page.coverage import Dangling
from saas_policy_page.links import Citation, Link
from saas_policy_page.messages import DRIVERS, Outcome, Result
from saas_policy_page.telling import answers_of, cases_of, examples_of, kind_of, steps_of

TITLES: Final = {
    "0": "Who the service is for",
    "1": "Hosting and operation",
    "2": "What is included",
    "3": "What is not included",
    "4": "Custom work",
    "5": "Clarifications",
    "9": "House rules",
}
_DESKLESS: Final = frozenset(
    {ActionKind.NEVER_GRANTED, ActionKind.EXCLUSION, ActionKind.PAID_WORK, ActionKind.TOPIC, ActionKind.SETUP}
)
"""Kinds of actions that are judged and carried out by nobody; what support covers is asked for in any ticket."""
_BY_NATURE: Final = frozenset({Remedy.NONE, Remedy.ASK_STAFF_ADMINISTRATOR})
"""Remedies that are nowhere carried out, however much is built."""
_WORST: Final = tuple(Outcome)
_PLACE: Final = re.compile(r"\{(\w+)\}")


@frozen
class Way:
    """Where a remedy is carried out: its sentence, and its command, route or page; empty where there is none."""

    sentence: str
    place: str


@frozen(kw_only=True)
class Known:
    """What is known of a policy besides its terms and its book.

    `results` are what came of each scenario by its number, and `ran` says where they come from. `ways` say how the
    remedy of a reason is carried out, `desks` the actions that some context asks about. The rest is known where a
    database is named: `counted` says what the counts are of.
    """

    results: Mapping[str, tuple[Result, ...]]
    ran: str
    cited: tuple[Citation, ...]
    findings: tuple[Dangling, ...]
    ways: Mapping[ReasonCode, Way]
    desks: frozenset[str]
    legal: LegalText | None = None
    counted: str = "No database was named, so nothing is counted."
    counts: Mapping[str, tuple[shown.Counted, ...]] = field(factory=dict)
    reasons: Mapping[str, int] | None = None
    idle_clauses: frozenset[str] = frozenset()
    idle_reasons: tuple[str, ...] = ()
    idle_readings: frozenset[str] = frozenset()
    signatures: tuple[shown.Signed, ...] = ()
    questions: Mapping[str, tuple[shown.Open, ...]] = field(factory=dict)
    precedents: Mapping[str, tuple[shown.Precedent, ...]] = field(factory=dict)


def assembled(terms: Terms, book: Book, known: Known) -> shown.Page:
    """Return the page of a version of the terms."""
    verdicts = _verdicts(book)
    clauses = sorted(terms.clauses, key=lambda each: clause_order(each.number))
    sheets = [_sheet(clause, terms, book, known, verdicts.get(clause.number, ())) for clause in clauses]
    numbers = dict.fromkeys(_section(each.number) for each in sheets)
    scenarios = tuple(book.scenarios())
    return shown.Page(
        title="The license policy",
        version=terms.version,
        effective_from=terms.effective_from.date().isoformat(),
        digest=terms.digest,
        scenarios=len(scenarios),
        cases=sum(len(cases_of(each)) for each in scenarios),
        counted=known.counted,
        ran=known.ran,
        totals=tuple(_total(driver, known.results.values()) for driver in DRIVERS),
        findings=tuple(map(str, known.findings)),
        dead=tuple(_dead(book, known)),
        whole=tuple(each for each in known.signatures if each.scope == str(Scope.whole())),
        sections=tuple(
            shown.Section(
                number=number,
                title=TITLES.get(number, f"Section {number}"),
                sheets=tuple(each for each in sheets if _section(each.number) == number),
            )
            for number in numbers
        ),
    )


def _section(number: str) -> str:
    return number.partition(".")[0]


def _sheet(clause: Clause, terms: Terms, book: Book, known: Known, verdicts: tuple[str, ...]) -> shown.Sheet:
    rules = sorted(book.rules_of(clause.number), key=_place_of)
    readings = book.readings_of(clause.number)
    grounds = tuple(_grounds(clause.number, terms, known))
    actions = tuple(_actions(clause.number, terms, known))
    own = {str(Scope.clause(clause.number)), *(str(Scope.reading(each.key)) for each in readings)}
    return shown.Sheet(
        number=clause.number,
        key=clause.key,
        title=rules[0].title if rules else clause.key,
        text=clause.text,
        house_rule=clause.number.startswith("9."),
        digest=content_of(Scope.clause(clause.number), terms, book).digest,
        legal=tuple(each.text for each in known.legal.of_clause(clause.number)) if known.legal is not None else (),
        stories=tuple(_story(place, rule, clause, known) for place, rule in enumerate(rules)),
        readings=tuple(_reading(each, clause.number, terms, known) for each in readings),
        verdicts=verdicts,
        grounds=grounds,
        actions=actions,
        decides=tuple(_places(clause.number, known, Link.REASON, Link.ACTION, Link.DECIDES)),
        mentions=tuple(_places(clause.number, known, Link.MENTIONS)),
        not_built=tuple(_not_built(grounds, actions)),
        counts=known.counts.get(clause.number, ()),
        dead=("It decided nothing in the period.",) if clause.number in known.idle_clauses else (),
        questions=known.questions.get(clause.number, ()),
        precedents=known.precedents.get(clause.number, ()),
        signatures=tuple(each for each in known.signatures if each.scope in own),
    )


def _place_of(rule: Rule) -> tuple[bool, str]:
    """Return the place of a Rule among those of its clause: odd cases last, and both by their numbers."""
    return is_edge(rule.file), min((each.number for each in rule.scenarios), default="")


def _story(place: int, rule: Rule, clause: Clause, known: Known) -> shown.Story:
    reading = " ".join(rule.reading.replace(" ".join(clause.text.split()), "", 1).split())
    told = [_example(each, known.results.get(each.number, ())) for each in rule.scenarios]
    return shown.Story(
        anchor=f"rule-{rule.clause}-{place + 1}",
        title=rule.title,
        reading=reading,
        place=f"features/{rule.file}:{rule.line}",
        # A Background stands before each of them.
        given=next((each.given for each in rule.scenarios), ()),
        happy=tuple(each for each in told if each.kind == "happy"),
        edge=tuple(each for each in told if each.kind not in {"happy", "abuse"}),
        abuse=tuple(each for each in told if each.kind == "abuse"),
    )


def _example(scenario: Scenario, results: tuple[Result, ...]) -> shown.Example:
    rows = examples_of(scenario)
    outcome = min((each.outcome for each in results), key=_WORST.index, default=Outcome.UNKNOWN)
    return shown.Example(
        number=scenario.number,
        sentence=scenario.sentence,
        kind=kind_of(scenario),
        needs_legal=scenario.for_legal,
        steps=steps_of(scenario),
        heads=rows[0] if rows else (),
        rows=tuple(row for row in rows[1:] if row != rows[0]),
        place=f"features/{scenario.file}:{scenario.line}",
        outcome=outcome.value,
        results=tuple(
            shown.Result(driver=each.driver, outcome=each.outcome.value, why=each.why, trace=each.trace)
            for each in results
        ),
    )


def _reading(reading: Reading, clause: str, terms: Terms, known: Known) -> shown.HouseReading:
    values = values_of(terms)
    held = ", ".join(f"{name} = {values[name]}" for name in reading.settings if name in values)
    return shown.HouseReading(
        anchor=Scope.reading(reading.key).anchor,
        first=clause == next(each for each in reading.clauses if terms.clause(each) is not None),
        question=reading.question,
        answer=reading.answer.replace("`", ""),
        held=held or reading.decided.replace("`", "") or "no setting",
        scenarios=reading.scenarios,
        unused=reading.key in known.idle_readings,
    )


def _verdicts(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Return the verdicts that scenarios are answered with by each clause."""
    found: dict[str, set[str]] = {}
    for scenario in book.scenarios():
        for clause, verdict in answers_of(scenario):
            found.setdefault(clause, set()).add(verdict)
    return {clause: tuple(each.value for each in Verdict if each.value in told) for clause, told in found.items()}


def _grounds(clause: str, terms: Terms, known: Known) -> Iterator[shown.Grounds]:
    for code, row in CATALOGUE.items():
        if clause in row.clauses:
            way = known.ways[code]
            yield shown.Grounds(
                code=code.value,
                # The rate is that of the terms; what else fills it is known with each answer alone.
                sentence=_PLACE.sub(r"[\1]", row.sentence.replace("{rate}", str(terms.hourly_rate))),
                remedy=row.remedy.value,
                help=way.sentence,
                way=way.place,
                built=bool(way.place) or row.remedy in _BY_NATURE,
                given=None if known.reasons is None else known.reasons.get(code.value, 0),
            )


def _actions(clause: str, terms: Terms, known: Known) -> Iterator[shown.Covered]:
    rows: tuple[Action, ...] = (*terms.actions, *OF_SOFTWARE)
    for each in rows:
        if clause in each.clauses:
            built = each.kind in _DESKLESS or each.name in known.desks
            yield shown.Covered(name=each.name, title=each.title, kind=each.kind.value.replace("_", " "), built=built)


def _not_built(grounds: Iterable[shown.Grounds], actions: Iterable[shown.Covered]) -> Iterator[str]:
    for each in actions:
        if not each.built:
            yield f"{each.title} ({each.name}): it is judged, and no desk carries it out."
    for ground in grounds:
        if not ground.built:
            yield f"{ground.remedy}, the remedy of {ground.code}: no command, route or page carries it out."


def _places(clause: str, known: Known, *links: Link) -> Iterator[shown.Place]:
    for each in known.cited:
        if each.clause == clause and each.link in links:
            yield shown.Place(place=each.place, what=each.what)


def _total(driver: str, results: Iterable[tuple[Result, ...]]) -> shown.Total:
    outcomes = [each.outcome for told in results for each in told if each.driver == driver]
    return shown.Total(
        driver=driver,
        passed=outcomes.count(Outcome.PASSED),
        failed=outcomes.count(Outcome.FAILED),
        skipped=outcomes.count(Outcome.SKIPPED),
        undefined=outcomes.count(Outcome.UNDEFINED),
        unknown=outcomes.count(Outcome.UNKNOWN),
    )


def _dead(book: Book, known: Known) -> Iterator[str]:
    for clause in sorted(known.idle_clauses, key=clause_order):
        yield f"Clause {clause} decided nothing in the period."
    for reason in known.idle_reasons:
        yield f"The reason {reason} was never given in the period."
    for each in book.readings:
        if each.key in known.idle_readings:
            yield f"The reading “{each.question}” was never used in the period."
