"""Assembling the page: from the terms, the book, the results, the code's links, and what a database knows of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from saas_core.policy.actions import OF_SOFTWARE, Action, ActionKind
from saas_core.policy.book import Book, Reading
from saas_core.policy.decision import Verdict
from saas_core.policy.legal_text import LegalText
from saas_core.policy.reasons import CATALOGUE, Remedy
from saas_core.policy.scopes import Scope, ScopeKind, content_of, values_of
from saas_core.policy.telling import answers_of, cases_of
from saas_core.policy.terms import Clause, Terms, clause_order
from saas_policy_page import page as shown
from saas_policy_page.known import Known
from saas_policy_page.links import Link
from saas_policy_page.messages import DRIVERS
from saas_policy_page.stories import first_example, place_of, story_of, total_of

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
_PLACE: Final = re.compile(r"\{(\w+)\}")


def assembled(terms: Terms, book: Book, known: Known) -> shown.Page:
    """Return the page of a version of the terms."""
    verdicts = _verdicts(book)
    ordered = sorted(terms.clauses, key=lambda each: clause_order(each.number))
    sheets = [_sheet(clause, terms, book, known, verdicts.get(clause.number, ())) for clause in ordered]
    numbers = dict.fromkeys(_section(each.number) for each in sheets)
    clauses = frozenset(each.number for each in sheets)
    scenarios = tuple(book.scenarios())
    return shown.Page(
        title="The license policy",
        version=terms.version,
        effective_from=terms.effective_from.date().isoformat(),
        digest=terms.digest,
        scenarios=len(scenarios),
        cases=sum(len(cases_of(each)) for each in scenarios),
        legal=known.legal_says if known.legal is None else _tied(known.legal),
        counted=known.counted,
        withheld="" if known.signatures is not None and known.questions is not None else known.withheld,
        ran=known.ran,
        totals=tuple(total_of(driver, known.results.values()) for driver in DRIVERS),
        findings=tuple(map(str, known.findings)),
        dead=tuple(_dead(book, known)),
        whole=_signatures(known, lambda scope: not _on_sheets(scope, book) & clauses),
        questions=None if known.questions is None else _elsewhere(known.questions, clauses),
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
    rules = sorted(book.rules_of(clause.number), key=place_of)
    readings = book.readings_of(clause.number)
    grounds = tuple(_grounds(clause.number, terms, known))
    actions = tuple(_actions(clause.number, terms, known))
    return shown.Sheet(
        number=clause.number,
        key=clause.key,
        title=rules[0].title if rules else clause.key,
        text=clause.text,
        house_rule=clause.number.startswith("9."),
        digest=content_of(Scope.clause(clause.number), terms, book).digest,
        legal=None if known.legal is None else tuple(each.text for each in known.legal.of_clause(clause.number)),
        example=first_example(rules, known),
        stories=tuple(story_of(place, rule, clause, known) for place, rule in enumerate(rules)),
        readings=tuple(_reading(each, clause.number, terms, known) for each in readings),
        verdicts=verdicts,
        grounds=grounds,
        actions=actions,
        decides=tuple(_places(clause.number, known, Link.REASON, Link.ACTION, Link.DECIDES)),
        mentions=tuple(_places(clause.number, known, Link.MENTIONS)),
        not_built=tuple(_not_built(grounds, actions)),
        counts=known.counts.get(clause.number, ()),
        dead=("It decided nothing in the period.",) if clause.number in known.idle_clauses else (),
        questions=None if known.questions is None else known.questions.get(clause.number, ()),
        precedents=known.precedents.get(clause.number, ()),
        signatures=_signatures(known, lambda scope: clause.number in _on_sheets(scope, book)),
    )


def _tied(legal: LegalText) -> str:
    tied, every = sum(1 for each in legal.sentences if legal.clauses_of(each)), len(legal.sentences)
    return f"The legal text stands beside ours; {tied} of its {every} sentences are tied to clauses."


def _signatures(known: Known, stands: Callable[[Scope], bool]) -> tuple[shown.Signed, ...] | None:
    if known.signatures is None:
        return None
    return tuple(each for each in known.signatures if stands(Scope(each.scope)))


def _on_sheets(scope: Scope, book: Book) -> frozenset[str]:
    """Return the clauses on whose sheets a scope stands: those that a reading touches, none for the whole."""
    if scope.kind is ScopeKind.READING:
        reading = book.reading(scope.name)
        return frozenset(() if reading is None else reading.clauses)
    return frozenset({scope.name} - {""})


def _elsewhere(questions: Mapping[str, tuple[shown.Open, ...]], clauses: frozenset[str]) -> tuple[shown.Open, ...]:
    """Return the questions that stand on no sheet: of the whole, and of what these terms do not have."""
    told = {each for number in clauses for each in questions.get(number, ())}
    every = dict.fromkeys(each for here in questions.values() for each in here)
    return tuple(each for each in every if each not in told)


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
        use=_use(reading, known),
    )


def _use(reading: Reading, known: Known) -> str:
    if reading.key in known.unmeasured_readings:
        return "use not measurable"
    return "never used" if reading.key in known.idle_readings else ""


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


def _dead(book: Book, known: Known) -> Iterator[str]:
    for clause in sorted(known.idle_clauses, key=clause_order):
        yield f"Clause {clause} decided nothing in the period."
    for reason in known.idle_reasons:
        yield f"The reason {reason} was never given in the period."
    for each in book.readings:
        if each.key in known.idle_readings:
            yield f"The reading “{each.question}” was never used in the period."
