"""Coverage in every direction: clause, Rule, code, reason and scenario; whatever dangles is named with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen
from attrs.validators import in_

from saas_core.policy import required
from saas_core.policy.book import Book, Reading, Rule
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.scopes import values_of
from saas_core.policy.telling import codes_of
from saas_core.policy.terms import Terms
from saas_policy_page.links import Citation
from saas_policy_page.messages import Outcome, Result

TERMS: Final = "terms"
READINGS: Final = "docs/policy-readings.md"
REASONS: Final = "saas_core/policy/reasons.py"
_OF_TEXT: Final = frozenset({"hourly_rate", "currency"})
"""What the text of the terms itself says, so that nothing is read into silence."""
KINDS: Final = frozenset(
    {
        "clause-without-code",
        "clause-without-rule",
        "code-without-clause",
        "reading-without-clause",
        "reason-without-clause",
        "reason-without-scenario",
        "rule-not-run",
        "rule-without-clause",
        "scenario-failed",
        "setting-without-reading",
    }
)
"""The name of everything that can be found."""


UNREACHABLE: Final[Mapping[ReasonCode, str]] = MappingProxyType(
    {ReasonCode.LICENSE_MISSING: "A client has a license from the day it is added; only a damaged store lacks one."}
)
"""Reasons that no scenario can reach, and why; unit tests reach them. The list may only shrink."""
UNDECIDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "2.4": "It stands in rows of the terms alone, beside what guidance covers; each document has its own rows.",
        "9.2": "It ranks what other clauses decide, by the order of reasons and of the judgement; no answer names it.",
        "9.4": "It says which version of the terms and which facts are read for an answer; no answer names it.",
    }
)
"""Clauses by which nothing in the code can decide, and why. The list may only shrink."""


@frozen(order=True)
class Dangling:
    """Something that leads nowhere: what kind, its place, and what is missing."""

    place: str
    kind: str = field(validator=in_(KINDS))
    says: str

    def __str__(self) -> str:
        """Return it as one line, as a compiler does."""
        return f"{self.place}: {self.kind}: {self.says}"


def dangling(terms: Terms, book: Book, cited: Iterable[Citation]) -> tuple[Dangling, ...]:
    """Return everything that leads nowhere between terms, Rules, readings and code, by its place."""
    cited = tuple(cited)
    clauses = frozenset(each.number for each in terms.clauses)
    return tuple(
        sorted(
            {
                *_clauses(terms, clauses, book.rules, cited),
                *_code(clauses, cited),
                *_readings(terms, clauses, book.readings),
                *_reasons(clauses, book, cited),
            }
        )
    )


def of_results(rules: Iterable[Rule], results: Mapping[str, tuple[Result, ...]]) -> tuple[Dangling, ...]:
    """Return the scenarios that failed, and the Rules of which none ran: all were skipped, undefined or left out.

    `results` are what came of each scenario, by its number.
    """
    rules = tuple(rules)
    return tuple(sorted({*_failed(rules, results), *_not_run(rules, results)}))


def _failed(rules: tuple[Rule, ...], results: Mapping[str, tuple[Result, ...]]) -> Iterator[Dangling]:
    for each in (scenario for rule in rules for scenario in rule.scenarios):
        over = [told.driver for told in results.get(each.number, ()) if told.outcome is Outcome.FAILED]
        if over:
            place = f"features/{each.file}:{each.line}"
            yield Dangling(place, "scenario-failed", f"{each.number} failed over {', '.join(over)}")


def _not_run(rules: tuple[Rule, ...], results: Mapping[str, tuple[Result, ...]]) -> Iterator[Dangling]:
    idle = {Outcome.SKIPPED, Outcome.UNDEFINED, Outcome.UNKNOWN}
    for rule in rules:
        if all(told.outcome in idle for each in rule.scenarios for told in results.get(each.number, ())):
            says = f"no scenario of this Rule of clause {rule.clause} ran"
            yield Dangling(f"features/{rule.file}:{rule.line}", "rule-not-run", says)


def _clauses(
    terms: Terms, clauses: frozenset[str], rules: tuple[Rule, ...], cited: tuple[Citation, ...]
) -> Iterator[Dangling]:
    told = {each.clause for each in rules}
    decided = {each.clause for each in cited if each.link.deciding} | _rows(terms)
    for clause in clauses:
        if clause not in told:
            yield Dangling(f"{TERMS}:{clause}", "clause-without-rule", f"no Rule tells clause {clause}")
        if (clause in decided) == (clause in UNDECIDED):
            after_all = f"code decides by clause {clause} after all"
            says = after_all if clause in decided else f"no code decides by clause {clause}"
            yield Dangling(f"{TERMS}:{clause}", "clause-without-code", says)
    for rule in rules:
        if rule.clause not in clauses:
            place = f"features/{rule.file}:{rule.line}"
            yield Dangling(place, "rule-without-clause", f"the terms have no clause {rule.clause}")


def _rows(terms: Terms) -> frozenset[str]:
    """Return the operator's own clauses on which a row of the terms rests: the code knows these by their rows alone."""
    rows = {clause for each in terms.actions for clause in each.clauses} | {each.clause for each in terms.reserved}
    return frozenset(rows) - required.CLAUSES.keys()


def _code(clauses: frozenset[str], cited: tuple[Citation, ...]) -> Iterator[Dangling]:
    for each in cited:
        if each.clause not in clauses:
            yield Dangling(each.place, "code-without-clause", f"the terms have no clause {each.clause}")


def _readings(terms: Terms, clauses: frozenset[str], readings: tuple[Reading, ...]) -> Iterator[Dangling]:
    for each in readings:
        place = f"{READINGS}:{each.line}"
        if not each.clauses:
            yield Dangling(place, "reading-without-clause", f"it names no clause: {each.question}")
        for clause in each.clauses:
            if clause not in clauses:
                yield Dangling(place, "reading-without-clause", f"the terms have no clause {clause}")
    for name in sorted(frozenset(values_of(terms)) - {name for each in readings for name in each.settings} - _OF_TEXT):
        says = f"no reading speaks of the setting {name}"
        yield Dangling(f"{TERMS}:{name}", "setting-without-reading", says)


def _reasons(clauses: frozenset[str], book: Book, cited: tuple[Citation, ...]) -> Iterator[Dangling]:
    told = {code for each in book.scenarios() for code in codes_of(each)}
    places = {each.what: each.place for each in reversed(cited) if each.file == REASONS}
    for code in ReasonCode:
        place = places.get(code.value, REASONS)
        if (code.value in told) == (code in UNREACHABLE):
            says = f"{code.value} is reached after all" if code.value in told else f"no scenario reaches {code.value}"
            yield Dangling(place, "reason-without-scenario", says)
        if not any(each.what == code.value and each.clause in clauses for each in cited if each.file == REASONS):
            yield Dangling(place, "reason-without-clause", f"{code.value} rests on no clause of the terms")
