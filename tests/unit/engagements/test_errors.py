"""Errors of engagements: each names its clauses, says what is wrong in a sentence, and what would help."""

from __future__ import annotations

import ast
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import saas_core.engagements
from saas_core.engagements.errors import EngagementNotNow, Ruled, Unknown
from saas_core.engagements.estimates.errors import NotIssuable, SamePerson
from saas_core.engagements.evidence.errors import EvidenceBroken, EvidenceIncomplete, NotMade
from saas_core.kernel.errors import SaasError
from saas_core.policy.shipped import shipped_terms

_ROOM = Path(saas_core.engagements.__file__).parent
_MADE = {
    EngagementNotNow: EngagementNotNow("close", "requested", ("estimate",)),
    EvidenceBroken: EvidenceBroken("content.lines", "is not what was approved."),
    EvidenceIncomplete: EvidenceIncomplete("The document"),
    NotMade: NotMade("time_stamp"),
}
"""Those that are made of something else than a sentence."""


def _kinds() -> Iterator[type[SaasError]]:
    for each in pkgutil.walk_packages([str(_ROOM)], "saas_core.engagements."):
        module = importlib.import_module(each.name)
        for _name, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, SaasError) and kind.__module__ == each.name and kind not in {Ruled, Unknown}:
                yield kind


KINDS = tuple(_kinds())


def _example(kind: type[SaasError]) -> SaasError:
    if kind in _MADE:
        return _MADE[kind]
    return kind() if getattr(kind, "words", "") else kind("does not fit.", field="lines", remedy="Do otherwise.")


def test_the_errors_of_all_rooms_are_found() -> None:
    """Those of requests, estimates, work, billing and evidence."""
    assert {each.__module__.split(".")[2] for each in KINDS} >= {"estimates", "work", "billing", "evidence", "errors"}
    assert len(KINDS) > 50


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__.split('.')[2]}:{kind.__name__}")
def test_an_error_names_clauses_sentence_and_remedy(kind: type[SaasError]) -> None:
    """The clauses stand in the terms and in the sentence, and all of it survives pickling."""
    assert issubclass(kind, Ruled)
    fault = _example(kind)
    assert isinstance(fault, Ruled)
    assert fault.clauses
    assert all(shipped_terms().clause(each) is not None for each in fault.clauses)
    assert fault.message.endswith(f"(clause {', '.join(fault.clauses)}).")
    assert fault.message.count("(clause ") == 1
    assert fault.field
    assert fault.remedy.endswith(".")
    again = pickle.loads(pickle.dumps(fault))
    assert (type(again), str(again), again.clauses) == (type(fault), str(fault), fault.clauses)


def test_a_clause_of_the_case_takes_the_place_of_that_of_the_kind() -> None:
    """A draft is not issued for its price by 4.1, for its hours by 4.2."""
    fault = NotIssuable("is fixed.", field="pricing", remedy="Charge by hours.", clauses=("4.1",))
    assert (fault.clauses, fault.message) == (("4.1",), "is fixed (clause 4.1).")
    assert pickle.loads(pickle.dumps(fault)).clauses == ("4.1",)


def _calls() -> Iterator[tuple[str, ast.expr]]:
    for path in sorted(_ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                yield f"{path.name}:{node.lineno}", node.exc
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{path.name}:{node.lineno}", node


def test_whoever_raises_one_without_words_of_its_own_gives_sentence_field_and_remedy() -> None:
    """Looked up in the source, so that no error is raised without saying what would help."""
    wordless = {each.__name__ for each in KINDS if not getattr(each, "words", "") and each not in _MADE}
    said = {each.__name__ for each in KINDS if getattr(each, "words", "")}
    looked = 0
    for place, node in _calls():
        if isinstance(node, ast.Name):
            assert node.id not in wordless - said, place
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in wordless - said:
            looked += 1
            assert node.args, place
            assert {each.arg for each in node.keywords} >= {"field", "remedy"}, place
    assert looked > 25


def test_a_second_person_is_refused_in_the_words_of_documents() -> None:
    """None of them speaks of grants."""
    faults = (SamePerson(), SamePerson.too_new(24), SamePerson.related(30), SamePerson.key_seen())
    assert all(each.clauses == ("4.2",) and "grant" not in str(each) for each in faults)
