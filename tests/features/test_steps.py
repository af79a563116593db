"""Every step of the features has exactly one definition, and every definition is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from features.linter import cases, read_folder, scenarios_of, steps_of
from features.steps import STEP_MODULES
from features.steps.story import Story, answer_of
from saas_core.kernel.actors import System
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Decision, Question, Ruling, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, Remedy

FEATURES = Path(__file__).parents[2] / "features"


def _definitions() -> tuple[StepFunctionContext, ...]:
    markers = [
        vars(module)[name] for module in STEP_MODULES for name in vars(module) if name.startswith("pytestbdd_stepdef")
    ]
    found = (step_function_context_registry.get(getattr(marker, "_fixture_function", marker)) for marker in markers)
    return tuple(each for each in found if each is not None)


def _steps() -> Iterator[tuple[str, str]]:
    for told in scenarios_of(read_folder(FEATURES)):
        for case in cases(told.scenario):
            yield from steps_of(told, case)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def _matching(definitions: tuple[StepFunctionContext, ...], kind: str, text: str) -> list[StepFunctionContext]:
    return [each for each in definitions if each.type == kind and each.parser.is_matching(text)]


def test_every_step_has_exactly_one_definition() -> None:
    """The runner takes any matching definition, so no two may match."""
    definitions = _definitions()
    assert definitions
    found = {(kind, text): len(_matching(definitions, kind, text)) for kind, text in _steps()}
    assert {step: number for step, number in found.items() if number != 1} == {}


def test_every_definition_is_used() -> None:
    """A step definition that no scenario uses is dead."""
    steps = set(_steps())
    unused = [
        each.step_func.__name__
        for each in _definitions()
        if not any(each.type == kind and each.parser.is_matching(text) for kind, text in steps)
    ]
    assert unused == []


@pytest.mark.parametrize(
    "text", ["the answer is GRANTED by clause 1.2", "the answer is DENIED", "the date is tomorrow"]
)
def test_a_step_that_says_it_otherwise_has_no_definition(text: str) -> None:
    """The vocabulary is closed: a verdict, clause or instant in another form does not match a step."""
    definitions = _definitions()
    assert not any(each.parser.is_matching(text) for each in definitions)


EXPIRED = Reason(ReasonCode.LICENSE_EXPIRED, ("0.1", "1.3"), "The license has expired.", Remedy.RENEW)
MISSING = Reason(ReasonCode.PERMISSION_MISSING, ("1.4.b",), "No role allows it.", Remedy.ASK_ADMINISTRATOR)
RULING = Ruling(
    verdict=Verdict.DENIED,
    reasons=(EXPIRED, MISSING),
    clauses=("0.1", "1.3", "1.4.b"),
    overruled=("2.1", "2.3.b"),
    terms_version="2026-01",
    valid_until=None,
)
REFUSAL = Decision(Question(PROVIDER, System("test"), "any"), RULING, datetime(2026, 3, 1, tzinfo=UTC))


def _tell(text: str) -> None:
    """Tell a Then to a story whose answer is the refusal above."""
    story = Story(cast("Any", None), answer=answer_of(REFUSAL), answers={"custom work": answer_of(REFUSAL)})
    (step,) = _matching(_definitions(), "then", text)
    step.step_func(story=story, **step.parser.parse_arguments(text))


EXACT = [
    "the answer is DENIED by clauses 0.1, 1.3 and 1.4.b",
    'the answer on "custom work" is DENIED by clauses 0.1, 1.3 and 1.4.b',
    "the reasons are LICENSE_EXPIRED, PERMISSION_MISSING in this order",
    "the reasons are LICENSE_EXPIRED, PERMISSION_MISSING in this order and the first remedy is RENEW",
    "clauses 2.1 and 2.3.b are listed as overruled",
]


@pytest.mark.parametrize("text", EXACT)
def test_a_then_that_names_everything_passes(text: str) -> None:
    """Verdict, clauses, reasons and overruled clauses, each of them whole."""
    _tell(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the answer is CHARGEABLE by clauses 0.1, 1.3 and 1.4.b", id="another verdict"),
        pytest.param("the answer is DENIED by clauses 0.1 and 1.3", id="a clause missing"),
        pytest.param("the answer is DENIED by clause 1.4.b", id="all but one clause missing"),
        pytest.param("the answer is DENIED by clauses 0.1, 1.3, 1.4.b and 9.2", id="a clause too many"),
        pytest.param("the answer is DENIED by clauses 0.1, 1.3 and 1.4", id="another clause"),
        pytest.param('the answer on "custom work" is DENIED by clauses 0.1 and 1.3', id="a clause of a part missing"),
        pytest.param("the reason is LICENSE_EXPIRED", id="the first of two reasons"),
        pytest.param("the reasons are PERMISSION_MISSING, LICENSE_EXPIRED in this order", id="another order"),
        pytest.param(
            "the reasons are LICENSE_EXPIRED, PERMISSION_MISSING, TERMS_NOT_ACCEPTED in this order",
            id="a reason too many",
        ),
        pytest.param(
            "the reasons are LICENSE_EXPIRED, PERMISSION_MISSING in this order and the first remedy is NONE",
            id="another remedy",
        ),
        pytest.param("clause 2.3.b is listed as overruled", id="an overruled clause missing"),
        pytest.param("clauses 2.1, 2.2 and 2.3.b are listed as overruled", id="an overruled clause too many"),
    ],
)
def test_a_then_that_names_more_or_less_fails(text: str) -> None:
    """A scenario does not pass unless it names exactly what decided."""
    with pytest.raises(AssertionError):
        _tell(text)
