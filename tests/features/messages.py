"""A plugin that writes what came of every scenario as Cucumber Messages, a file of lines of JSON for each driver.

    pytest tests/features --messages FOLDER [--terms FILE]

Each file holds the very texts that ran, and attachments with the digests of the code, the steps and the terms that they
ran with, so that a reader can tell whether a result still holds. With several processes each reports to the first,
which writes.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator
from pytest_bdd.exceptions import StepDefinitionNotFoundError
from pytest_bdd.reporting import ScenarioReport, scenario_reports_registry
from pytest_bdd.scenario import scenario_wrapper_template_registry

from saas_core.policy.shipped import shipped_document
from saas_policy_page.digests import CODE, STEPS, TERMS, code_digest, steps_digest, terms_digest
from saas_policy_page.messages import DIGEST, LONGEST_TRACE

FEATURES = Path(__file__).parents[2] / "features"
TOLD = Path(__file__).parent
SCHEMA = "32.0.0"
_TOLD = "told_as_messages"


def pytest_configure(config: pytest.Config) -> None:
    """Write messages if a folder is named."""
    folder = config.getoption("--messages")
    if folder is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Writer(Path(folder)), "saas-messages-writer")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note in the report of a scenario what came of each step."""
    report = yield
    if item.config.getoption("--messages") is not None and "kind_of_store" in getattr(item, "fixturenames", ()):
        told = _told(item, call, report)
        if told is not None:
            setattr(report, _TOLD, told)
    return report


def _told(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> dict[str, Any] | None:
    """Return what came of a scenario as plain values, which go from one process to another; None before it is over."""
    seen: ScenarioReport | None = scenario_reports_registry.get(item)
    if seen is None:
        # Left out, or broken before its first step: all that is known is which one it was.
        known = getattr(item, "obj", None) in scenario_wrapper_template_registry
        return _unbegun(item, report) if known and report.when != "teardown" and not report.passed else None
    if report.when != "call" and report.passed:
        return None
    scenario = seen.scenario
    done = [each.duration for each in seen.step_reports if not each.failed and each.stopped is not None]
    statuses = ["PASSED"] * len(done) + ["SKIPPED"] * (len(scenario.steps) - len(done))
    if report.failed:
        undefined = call.excinfo is not None and call.excinfo.errisinstance(StepDefinitionNotFoundError)
        # What failed once every step had passed is told of the last one.
        statuses[min(len(done), len(statuses) - 1)] = "UNDEFINED" if undefined else "FAILED"
    return {
        "driver": item.callspec.params["kind_of_store"],
        "uri": str(Path(scenario.feature.filename).relative_to(FEATURES)),
        "name": scenario.name,
        "steps": [step.name for step in scenario.steps],
        "statuses": statuses,
        "seconds": done + [0.0] * (len(scenario.steps) - len(done)),
        "trace": report.longreprtext[-LONGEST_TRACE:] if report.failed else "",
    }


def _unbegun(item: pytest.Item, report: pytest.TestReport) -> dict[str, Any]:
    """Return what is known of a scenario that was left out, or broke before its first step."""
    scenario = scenario_wrapper_template_registry[item.obj].render(item.callspec.params.get("_pytest_bdd_example", {}))
    status = "SKIPPED" if report.skipped else "FAILED"
    return {
        "driver": item.callspec.params["kind_of_store"],
        "uri": str(Path(scenario.feature.filename).relative_to(FEATURES)),
        "name": scenario.name,
        "steps": [step.name for step in scenario.steps],
        "statuses": [status] * len(scenario.steps),
        "seconds": [0.0] * len(scenario.steps),
        "trace": "" if report.skipped else report.longreprtext[-LONGEST_TRACE:],
    }


class Writer:
    """Gathers what was told, and writes a file for each driver at the end."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, and read the digests before anything runs."""
        self._folder = folder
        # Of the terms that are told: those that --terms names stand in place of the shipped ones by now.
        own = terms_digest(shipped_document().decode())
        self._digests = {CODE: code_digest(), STEPS: steps_digest(TOLD), TERMS: own}
        self._told: dict[str, dict[str, dict[str, Any]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what one process has told; a failure after the steps takes the place of their success."""
        told = getattr(report, _TOLD, None)
        if told is not None:
            self._told.setdefault(told["driver"], {})[report.nodeid] = told

    def pytest_sessionfinish(self) -> None:
        """Write the files, each in place of the one before."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for driver, told in self._told.items():
            lines = (json.dumps(each, ensure_ascii=False) for each in envelopes(list(told.values()), self._digests))
            # In place of the one before at once: a server may be reading it.
            made = self._folder / f".{driver}.ndjson"
            made.write_text("\n".join(lines) + "\n", encoding="utf-8")
            made.replace(self._folder / f"{driver}.ndjson")


def envelopes(told: list[dict[str, Any]], digests: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the messages of one run over the features, by what was told of each scenario."""
    ids = IdGenerator()
    begun = finished = {"seconds": 0, "nanos": 0}
    yield {
        "meta": {
            "protocolVersion": SCHEMA,
            "implementation": {"name": "pytest-bdd", "version": version("pytest-bdd")},
            "runtime": {"name": platform.python_implementation(), "version": platform.python_version()},
            "os": {"name": platform.system()},
            "cpu": {"name": platform.machine()},
        }
    }
    pickles = {}
    for path in sorted(FEATURES.rglob("*.feature")):
        uri, text = str(path.relative_to(FEATURES)), path.read_text(encoding="utf-8")
        document = {**Parser(AstBuilder(ids)).parse(text), "uri": uri}
        yield {"source": {"uri": uri, "data": text, "mediaType": "text/x.cucumber.gherkin+plain"}}
        yield {"gherkinDocument": document}
        for pickle in Compiler(ids).compile(document):
            yield {"pickle": pickle}
            pickles[uri, pickle["name"], tuple(step["text"] for step in pickle["steps"])] = pickle
    run = ids.get_next_id()
    yield {"testRunStarted": {"id": run, "timestamp": begun}}
    for name, digest in digests.items():
        yield {
            "attachment": {
                "testRunStartedId": run,
                "mediaType": DIGEST,
                "fileName": name,
                "contentEncoding": "IDENTITY",
                "body": digest,
            }
        }
    for each in told:
        pickle = pickles[each["uri"], each["name"], tuple(each["steps"])]
        yield from _case(ids, run, pickle, each, begun)
    passed = all(status == "PASSED" for each in told for status in each["statuses"])
    yield {"testRunFinished": {"testRunStartedId": run, "success": passed, "timestamp": finished}}


def _case(
    ids: IdGenerator, run: str, pickle: dict[str, Any], told: dict[str, Any], at: dict[str, int]
) -> Iterator[dict[str, Any]]:
    case, started = ids.get_next_id(), ids.get_next_id()
    steps = [{"id": ids.get_next_id(), "pickleStepId": step["id"]} for step in pickle["steps"]]
    yield {"testCase": {"id": case, "pickleId": pickle["id"], "testSteps": steps, "testRunStartedId": run}}
    yield {"testCaseStarted": {"id": started, "testCaseId": case, "attempt": 0, "timestamp": at}}
    for step, status, seconds in zip(steps, told["statuses"], told["seconds"], strict=True):
        place = {"testCaseStartedId": started, "testStepId": step["id"], "timestamp": at}
        yield {"testStepStarted": place}
        result: dict[str, Any] = {"status": status, "duration": _duration(seconds)}
        if told["trace"] and status in {"FAILED", "UNDEFINED"}:
            result["message"] = told["trace"]
        yield {"testStepFinished": {**place, "testStepResult": result}}
    yield {"testCaseFinished": {"testCaseStartedId": started, "timestamp": at, "willBeRetried": False}}


def _duration(seconds: float) -> dict[str, int]:
    whole = int(seconds)
    return {"seconds": whole, "nanos": int((seconds - whole) * 1_000_000_000)}
