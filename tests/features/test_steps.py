"""Every step of the features has exactly one definition, and every definition is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from features.linter import cases, read_folder, scenarios_of, steps_of
from features.steps import STEP_MODULES

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
    """The runner takes any definition that matches; so no two may."""
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
    """The vocabulary is closed: a verdict, clause or instant of another form is no step."""
    definitions = _definitions()
    assert not any(each.parser.is_matching(text) for each in definitions)
