"""A plugin that keeps what every scenario was answered under a document of terms, to be compared with another one.

    pytest tests/features/test_features.py --answers FILE [--terms FILE]

Runs under several documents lie in one file; one that is told again takes the place of its run before. Of each scenario
the answers are kept in their order, and the step that did not hold. `saas terms diff A B --scenarios FILE` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from attrs import asdict, define, field
from pytest_bdd.scenario import scenario_wrapper_template_registry

from features.steps.story import Answer, Story
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money
from saas_core.policy.document import read_terms
from saas_core.policy.outcomes import Outcome, outcome_of
from saas_core.policy.shipped import shipped_document
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.telling import digest
from saas_core.policy.terms import Terms
from saas_policy_page.digests import CODE, STEPS, code_digest, steps_digest, terms_digest
from saas_policy_page.scenario_runs import Case, ScenarioRun, ScenarioRuns, read_scenario_runs

TOLD = Path(__file__).parent
LONGEST_FOUND = 300
_TOLD = "told_as_answers"
_MONEY = re.compile(r"Money\(minor=(-?\d+), currency='(\w+)'\)")
_NOTED = pytest.StashKey["Noted"]()


@define
class Noted:
    """What was noted of a scenario so far, and the answers that were looked at last."""

    answers: list[Outcome] = field(factory=list)
    broke: str = ""
    found: str = ""
    last: object = None
    several: object = None

    def look(self, story: Story) -> None:
        """Note the answers that are new."""
        new: list[Answer] = []
        if story.answer is not None and story.answer is not self.last:
            new.append(story.answer)
        if story.answers and story.answers is not self.several:
            new += story.answers.values()
        self.last, self.several = story.answer, story.answers
        self.answers += [_outcome(story, each) for each in new]


def pytest_configure(config: pytest.Config) -> None:
    """Keep answers if a file is named."""
    file = config.getoption("--answers")
    if file is None:
        return
    if (config.getoption("--driver") or ["memory"]) != ["memory"]:
        message = "--answers keeps what scenarios are answered in memory; leave out --driver"
        raise pytest.UsageError(message)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Writer(Path(file), config.getoption("--terms")), "saas-answers-writer")


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Note what a step was answered."""
    if _wanted(request.node):
        _noted(request.node).look(request.getfixturevalue("story"))


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Any, exception: Exception) -> None:
    """Note the step that did not hold, and what was so instead."""
    if _wanted(request.node):
        noted = _noted(request.node)
        noted.look(request.getfixturevalue("story"))
        noted.broke, noted.found = f"{step.keyword} {step.name}".strip(), _first_line(str(exception))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note in the report of a scenario what came of it."""
    report = yield
    if _wanted(item) and (report.when == "call" or (report.when == "setup" and report.failed)):
        noted = _noted(item)
        if report.failed and not noted.broke:
            noted.broke, noted.found = "It could not be told", _first_line(str(call.excinfo and call.excinfo.value))
        setattr(report, _TOLD, _told(item, noted))
    return report


def _told(item: pytest.Item, noted: Noted) -> dict[str, Any]:
    example = item.callspec.params.get("_pytest_bdd_example", {})
    scenario = scenario_wrapper_template_registry[item.obj].render(example)
    number, _space, sentence = scenario.name.partition(" ")
    return {
        "number": number,
        "case": ", ".join(map(str, example.values())),
        "sentence": sentence,
        "answers": [asdict(each) for each in noted.answers],
        "broke": noted.broke,
        "found": noted.found,
    }


def _wanted(item: pytest.Item) -> bool:
    return item.config.getoption("--answers") is not None and item.path.parent == TOLD and _is_scenario(item)


def _is_scenario(item: pytest.Item) -> bool:
    return getattr(item, "obj", None) in scenario_wrapper_template_registry


def _noted(item: pytest.Item) -> Noted:
    return item.stash.setdefault(_NOTED, Noted())


def _outcome(story: Story, answer: Answer) -> Outcome:
    if answer.decision is None:
        return Outcome(answer.verdict, answer.clauses, (), tuple(each.code for each in answer.reasons))
    view = story.driver.application.policy.show_terms(version=answer.decision.terms_version)
    return outcome_of(answer.decision, _terms(view.document))


@lru_cache(maxsize=32)
def _terms(document: str) -> Terms:
    return read_terms(document.encode(), published=True)


def _first_line(text: str) -> str:
    """Return the first line of what was so, as people write it."""
    line = text.strip().partition("\n")[0].removeprefix("assert ")
    return _MONEY.sub(lambda each: str(Money(int(each[1]), each[2])), line)[:LONGEST_FOUND]


class Writer:
    """Gathers what was told, and writes it beside the runs under other documents on the same code and steps."""

    def __init__(self, file: Path, document: str | None) -> None:
        """Take the file, and the document that the scenarios run under; read the digests before anything runs."""
        self._file = file
        self._document = shipped_document() if document is None else Path(document).read_bytes()
        self._digests = {CODE: code_digest(), STEPS: steps_digest(TOLD)}
        self._told: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what one process has told."""
        told = getattr(report, _TOLD, None)
        if told is not None:
            self._told[report.nodeid] = told

    def pytest_sessionfinish(self) -> None:
        """Write the file."""
        texts = {each.number: digest(each) for each in shipped_book().scenarios()}
        terms = _terms(self._document.decode())
        cases = (
            Case(**{**told, "answers": tuple(Outcome(**each) for each in told["answers"])}, text=texts[told["number"]])
            for told in self._told.values()
        )
        order = list(texts)
        run = ScenarioRun(
            version=terms.version,
            terms=terms_digest(terms.document),
            cases=tuple(sorted(cases, key=lambda each: (order.index(each.number), each.case))),
        )
        others = (each for each in self._former() if each.terms != run.terms)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(ScenarioRuns(digests=self._digests, runs=(*others, run)).text(), encoding="utf-8")

    def _former(self) -> tuple[ScenarioRun, ...]:
        """Return the runs that lie there, if they ran on this very code and these steps."""
        if not self._file.is_file():
            return ()
        try:
            former = read_scenario_runs(self._file.read_text(encoding="utf-8"))
        except InvalidValue:
            return ()
        return former.runs if former.digests == self._digests else ()
