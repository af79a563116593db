"""Runs of the scenarios under documents of terms, and which scenarios come out differently under two of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import asdict, field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.book import Scenario
from saas_core.policy.decision import Verdict
from saas_core.policy.outcomes import Outcome, aspects
from saas_core.policy.telling import digest
from saas_core.policy.terms import Terms
from saas_policy_page.digests import terms_digest

FORMAT: Final = "saas-scenarios/1"
STEP: Final = "step"
"""What differs where every answer is the same, and a step holds under one document alone."""
_PLACE: Final = re.compile("<[^>]*>")
_AGAIN: Final = "Run them again: nox -s terms -- FILE."


@frozen(kw_only=True)
class Case:
    """A case of a scenario as it came out: its answers in order; where a step did not hold, that step and what was so.

    `case` are the values of its example, empty for a plain scenario; `text` is the digest of the scenario's text.
    """

    number: str
    case: str
    sentence: str
    text: str
    answers: tuple[Outcome, ...]
    broke: str = ""
    found: str = ""


@frozen(kw_only=True)
class ScenarioRun:
    """The cases that ran under a document of terms: its version, and its digest without name and date."""

    version: str
    terms: str
    cases: tuple[Case, ...] = field(repr=False)


@frozen(kw_only=True)
class ScenarioRuns:
    """Runs under several documents, with the digests of the code and of the steps that all of them ran on."""

    digests: Mapping[str, str]
    runs: tuple[ScenarioRun, ...]

    def text(self) -> str:
        """Return them as a file of JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"

    def under(self, terms: Terms) -> ScenarioRun:
        """Return the run under a document of terms; raises InvalidValue if there is none."""
        wanted = terms_digest(terms.document)
        found = next((each for each in self.runs if each.terms == wanted), None)
        if found is None:
            message = f"have no run under {terms.version} as it is now."
            raise InvalidValue(message, field="scenarios", remedy=_AGAIN)
        return found


@frozen(kw_only=True)
class AnswerFlip:
    """An answer under both documents."""

    before: Outcome
    after: Outcome


@frozen(kw_only=True)
class ScenarioFlip:
    """A case that comes out differently: in which aspects, with the answers that differ, and the step that broke.

    `aspects` are verdict, clauses, reasons and price; `step` if no answer differs. `broke_after` says whether it broke
    under the latter document, and not under the former alone.
    """

    number: str
    clause: str
    case: str
    sentence: str
    aspects: tuple[str, ...]
    answers: tuple[AnswerFlip, ...]
    broke: str
    found: str
    broke_after: bool


@frozen(kw_only=True)
class ScenariosView:
    """The scenarios under two documents, by number: those that come out differently, case by case, and the others.

    `not_told` did not run under both.
    """

    before: str
    after: str
    changed: tuple[ScenarioFlip, ...]
    unchanged: tuple[str, ...]
    not_told: tuple[str, ...]


def read_scenario_runs(text: str) -> ScenarioRuns:
    """Return the runs of a file; raises InvalidValue for any other text."""
    try:
        content = _fields(json.loads(text), "format", "digests", "runs")
        if content["format"] != FORMAT:
            raise ValueError(FORMAT)  # noqa: TRY301 - as whatever else is no such file
        digests = {_text(name): _text(each) for name, each in content["digests"].items()}
        return ScenarioRuns(digests=digests, runs=tuple(map(_run, _list(content["runs"]))))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        message = "are no results of scenarios under terms."
        raise InvalidValue(message, field="scenarios", remedy=_AGAIN) from fault


def compared(
    found: ScenarioRuns, before: Terms, after: Terms, scenarios: Iterable[Scenario], digests: Mapping[str, str]
) -> ScenariosView:
    """Return which scenarios come out differently under two documents.

    `scenarios` are those of now, `digests` those of the code and, where they are at hand, of the steps. Raises
    InvalidValue for what ran on others, with other texts, or not under these documents.
    """
    other = [name for name, now in digests.items() if found.digests.get(name) != now]
    if other:
        message = f"ran on other {' and '.join(other)}."
        raise InvalidValue(message, field="scenarios", remedy=_AGAIN)
    known = {each.number: each for each in scenarios}
    old, new = ({(each.number, each.case): each for each in found.under(terms).cases} for terms in (before, after))
    cases = (each for run in (old, new) for each in run.values())
    stale = next((each for each in cases if not _of(each, known.get(each.number))), None)
    if stale is not None:
        message = f"ran with another text of {stale.number}."
        raise InvalidValue(message, field="scenarios", remedy=_AGAIN)
    lone = {number for number, _case in old.keys() ^ new.keys()}
    changed = tuple(flip for place, each in old.items() if place in new for flip in _flips(each, new[place]))
    differ, ran = {each.number for each in changed}, {number for number, _case in old.keys() & new.keys()}
    return ScenariosView(
        before=before.version,
        after=after.version,
        changed=changed,
        unchanged=tuple(number for number in known if number in ran - differ - lone),
        not_told=tuple(number for number in known if number not in ran or number in lone),
    )


def _of(case: Case, scenario: Scenario | None) -> bool:
    """Return whether a case is one of a scenario as it is now; the sentence of an outline has places for its values."""
    if scenario is None or case.text != digest(scenario):
        return False
    return re.fullmatch(".+".join(map(re.escape, _PLACE.split(scenario.sentence))), case.sentence) is not None


def _flips(before: Case, after: Case) -> Iterator[ScenarioFlip]:
    """Yield the difference of a case, if there is one; after a step that broke no further answer was asked for."""
    pairs = tuple(
        AnswerFlip(before=old, after=new)
        for old, new in zip(before.answers, after.answers, strict=False)
        if aspects(old, new)
    )
    names = dict.fromkeys(name for each in pairs for name in aspects(each.before, each.after))
    broken = (after.broke, after.found) if after.broke else (before.broke, before.found)
    if not pairs and (before.broke, before.found) == (after.broke, after.found):
        return
    yield ScenarioFlip(
        number=after.number,
        clause=after.number.rpartition("-")[0],
        case=after.case,
        sentence=after.sentence,
        aspects=tuple(names) or (STEP,),
        answers=pairs,
        broke=broken[0],
        found=broken[1],
        broke_after=bool(after.broke),
    )


def _run(told: object) -> ScenarioRun:
    of = _fields(told, "version", "terms", "cases")
    return ScenarioRun(
        version=_text(of["version"]), terms=_text(of["terms"]), cases=tuple(map(_case, _list(of["cases"])))
    )


def _case(told: object) -> Case:
    of = _fields(told, "answers", *_SAID)
    return Case(answers=tuple(map(_outcome, _list(of["answers"]))), **{name: _text(of[name]) for name in _SAID})


def _outcome(told: object) -> Outcome:
    of = _fields(told, "verdict", "price", *_NAMED)
    named = {name: tuple(map(_text, _list(of[name]))) for name in _NAMED}
    return Outcome(verdict=Verdict(of["verdict"]).value, price=_text(of["price"]), **named)


_SAID: Final = ("number", "case", "sentence", "text", "broke", "found")
_NAMED: Final = ("clauses", "overruled", "reasons")


def _fields(told: object, *names: str) -> Mapping[str, Any]:
    """Return an object that has exactly these fields; raises TypeError."""
    if isinstance(told, dict) and told.keys() == set(names):
        return told
    raise TypeError(names)


def _list(told: object) -> list[object]:
    if isinstance(told, list):
        return told
    raise TypeError(told)


def _text(told: object) -> str:
    """Return a text that can be written; raises TypeError for anything else, UnicodeError for half of a character."""
    if not isinstance(told, str):
        raise TypeError(told)
    told.encode()
    return told
