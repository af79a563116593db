"""The last results of scenarios, from Cucumber Messages.

What ran with another text, on other code or steps, or under other terms is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.text import escaped
from saas_core.policy.book import Scenario
from saas_core.policy.book_reading import read_feature
from saas_core.policy.telling import cases_of, digest
from saas_policy_page.digests import CODE, STEPS, TERMS

DRIVERS: Final = ("memory", "sqlite", "postgres", "http")
"""The ways in which every scenario is told, each with a file of messages of its name."""
DIGEST: Final = "application/vnd.saas.digest"
"""The media type of an attachment with the digest of what ran; its file name says of what."""

LARGEST_FILE: Final = 32 * 1024 * 1024
"""The most bytes of a file of messages: ten times what all scenarios over one driver take."""
LONGEST_TRACE: Final = 8_000
"""The most characters of a trace, of which the end tells most."""


class Outcome(Enum):
    """What came of a scenario, the worst of its cases; only PASSED is green."""

    FAILED = "failed"
    UNDEFINED = "undefined"
    SKIPPED = "skipped"
    UNKNOWN = "not known"
    PASSED = "passed"


_STATUSES: Final[Mapping[str, Outcome]] = {
    "PASSED": Outcome.PASSED,
    "SKIPPED": Outcome.SKIPPED,
    "PENDING": Outcome.SKIPPED,
    "UNDEFINED": Outcome.UNDEFINED,
    "FAILED": Outcome.FAILED,
    "AMBIGUOUS": Outcome.FAILED,
}
_ORDER: Final = tuple(Outcome)
_OTHER: Final[Mapping[str, str]] = {CODE: "on other code", STEPS: "on other steps", TERMS: "under other terms"}
"""What the page says of a run made with other code, other steps or other terms."""


@frozen
class Result:
    """What came of a scenario over one driver; `why` says why it is not known, `trace` how it failed."""

    driver: str
    outcome: Outcome
    why: str = ""
    trace: str = ""


@frozen
class Told:
    """One case of a scenario that ran: the digest of the scenario's text then, what came of it, and the trace."""

    digest: str
    outcome: Outcome
    trace: str


@frozen
class Run:
    """A run of the scenarios over one driver: the digests of what ran, and every case by its scenario's number."""

    driver: str
    digests: Mapping[str, str]
    cases: Mapping[str, tuple[Told, ...]] = field(repr=False)

    def result(self, scenario: Scenario, digests: Mapping[str, str]) -> Result:
        """Return what came of a scenario, if it ran with this very text and these `digests`, with all of its cases."""
        told = self.cases.get(scenario.number, ())
        if not told:
            return Result(self.driver, Outcome.UNKNOWN, "It did not run.")
        if any(each.digest != digest(scenario) for each in told):
            return Result(self.driver, Outcome.UNKNOWN, "It ran with another text.")
        changed = [name for name, now in digests.items() if self.digests.get(name) != now]
        if changed:
            return Result(self.driver, Outcome.UNKNOWN, f"It ran {' and '.join(_OTHER[each] for each in changed)}.")
        worst = min(told, key=lambda each: _ORDER.index(each.outcome))
        cases = len(cases_of(scenario))
        if worst.outcome is Outcome.PASSED and len(told) != cases:
            return Result(self.driver, Outcome.UNKNOWN, f"{len(told)} of {cases} cases ran.")
        return Result(self.driver, worst.outcome, trace=worst.trace)


def read_runs(folder: Path | None) -> dict[str, Run]:
    """Return the runs that lie in a folder, by driver; none for no folder. Raises InvalidValue for a broken file."""
    found: dict[str, Run] = {}
    for driver in DRIVERS if folder is not None else ():
        text = _text_of(driver, (folder or Path()) / f"{driver}.ndjson")
        if text is not None:
            found[driver] = read_run(driver, text.split("\n"))
    return found


def _text_of(driver: str, path: Path) -> str | None:
    """Return the text of a file; None where there is none."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        text = content.decode()
    except (OSError, UnicodeDecodeError) as fault:
        raise _unreadable(driver, "") from fault
    if len(content) > LARGEST_FILE:
        raise _unreadable(driver, f": it has more than {LARGEST_FILE:,} bytes")
    return text


def read_run(driver: str, lines: Iterable[str]) -> Run:
    """Return a run from the lines of its messages; raises InvalidValue for what are no Cucumber Messages."""
    try:
        return _run(driver, [json.loads(line) for line in lines if line.strip()])
    except Exception as fault:
        # Whatever lies in it, of any kind and nested to any depth: nobody's request fails for it.
        raise _unreadable(driver, "") from fault


def _unreadable(driver: str, why: str) -> InvalidValue:
    message = f"{driver}.ndjson cannot be read as Cucumber Messages{why}."
    return InvalidValue(message, field="results", remedy="Run the scenarios again, which replaces it: nox -s policy.")


def results(scenario: Scenario, runs: Mapping[str, Run], digests: Mapping[str, str]) -> tuple[Result, ...]:
    """Return what came of a scenario over every driver; a driver without a run is not known.

    `digests` are those of now, by what they are of.
    """
    return tuple(
        runs[driver].result(scenario, digests)
        if driver in runs
        else Result(driver, Outcome.UNKNOWN, "There is no run over this driver.")
        for driver in DRIVERS
    )


def _run(driver: str, envelopes: list[dict[str, Any]]) -> Run:
    parts: dict[str, list[dict[str, Any]]] = {}
    for envelope in envelopes:
        for kind, body in envelope.items():
            parts.setdefault(kind, []).append(body)
    rules = (rule for each in parts.get("source", ()) for rule in read_feature(each["uri"], each["data"]))
    known = {each.number: each for rule in rules for each in rule.scenarios}
    texts: dict[str, str] = {}
    cases: dict[str, list[Told]] = {}
    for number, outcome, trace in _outcomes(parts):
        if number in known:
            # Once for all of its cases.
            text = texts.get(number) or texts.setdefault(number, digest(known[number]))
            cases.setdefault(number, []).append(Told(text, outcome, trace))
    ran_on = {
        each["fileName"]: each["body"]
        for each in parts.get("attachment", ())
        if each["mediaType"] == DIGEST and each["fileName"] in _OTHER
    }
    return Run(driver, ran_on, {number: tuple(told) for number, told in cases.items()})


def _outcomes(parts: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, Outcome, str]]:
    """Yield number, outcome and trace of each case that finished, the worst of its steps."""
    numbers = {each["id"]: each["name"].partition(" ")[0] for each in parts.get("pickle", ())}
    pickles = {each["id"]: each["pickleId"] for each in parts.get("testCase", ())}
    steps: dict[str, list[dict[str, Any]]] = {}
    for each in parts.get("testStepFinished", ()):
        steps.setdefault(each["testCaseStartedId"], []).append(each["testStepResult"])
    finished = {each["testCaseStartedId"] for each in parts.get("testCaseFinished", ())}
    for started in parts.get("testCaseStarted", ()):
        told = steps.get(started["id"], [])
        outcomes = [_STATUSES.get(each["status"], Outcome.UNKNOWN) for each in told]
        worst = min(outcomes, key=_ORDER.index, default=Outcome.UNKNOWN)
        if started["id"] not in finished and worst is Outcome.PASSED:
            worst = Outcome.UNKNOWN
        trace = next((each["message"] for each in told if each.get("message")), "")
        yield numbers[pickles[started["testCaseId"]]], worst, _shown(trace)


def _shown(trace: str) -> str:
    """Return the end of a trace, with what a screen would obey instead of showing as its number.

    Raises ValueError for half of a surrogate pair, TypeError for anything but text.
    """
    trace[-LONGEST_TRACE:].encode()
    return "\n".join(map(escaped, trace[-LONGEST_TRACE:].expandtabs(4).split("\n")))
