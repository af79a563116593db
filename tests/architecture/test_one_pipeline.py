"""Every command goes through the one pipeline: no use case journals, puts effects, keeps replies or commits by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "src/saas_core"
BY_HAND = {("work", "commit"), ("journal", "append"), ("outbox", "put"), ("replies", "put"), ("replies", "get")}
# These work inside the unit of work of what somebody else does, which has begun, judged and commits it.
INSIDE_ANOTHERS = {
    "engagements/estimates/use_cases/telling.py",
    "engagements/use_cases/of_others.py",
    "licensing/use_cases/mirroring.py",
    "payments/use_cases/renewing.py",
    "support/use_cases/ticket_questions.py",
}

DESKS = {"desk.py", "inbox.py"}
# An answer is recorded as it was given by whoever asked; nobody acts, and there is nothing to judge or to repeat.
RECORDING = {
    "gate/check.py": {"record"},
    "gate/noting.py": {"note_decision"},
    # Numbers that name nobody.
    "gate/counting.py": {"_add"},
}


def _use_cases() -> Iterator[Path]:
    for source in CORE.rglob("*.py"):
        room = source.relative_to(CORE).parts[1:]
        if source.parent.name == "gate" or (
            room and ("use_cases" in {part.removesuffix(".py") for part in room} or source.name in DESKS)
        ):
            yield source


def _by_hand(text: str) -> set[str]:
    """Return the calls of a source that are the pipeline's business."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            held = node.func.value
            name = held.attr if isinstance(held, ast.Attribute) else held.id if isinstance(held, ast.Name) else ""
            if (name, node.func.attr) in BY_HAND:
                found.add(f"{name}.{node.func.attr}")
        if isinstance(node, ast.Name) and node.id == "JournalEntryDraft":
            found.add(node.id)
    return found


def _where(text: str) -> set[str]:
    """Give the functions of a source in which it is done by hand."""
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return {each.name for each in functions if _by_hand(ast.unparse(each))}


def test_no_use_case_does_by_hand_what_the_pipeline_does() -> None:
    """Neither in the rooms of use cases nor at the desks of small contexts nor in the gate."""
    sources = {str(each.relative_to(CORE)): each.read_text(encoding="utf-8") for each in _use_cases()}

    assert len(sources) > 40
    assert "gate/audit.py" in sources
    assert {name for name, text in sources.items() if _by_hand(text)} == INSIDE_ANOTHERS | set(RECORDING)
    assert {name: _where(sources[name]) for name in RECORDING} == RECORDING


@pytest.mark.parametrize(
    "line",
    ["work.commit()", "act.work.commit()", "self.work.journal.append(draft)", "act.work.outbox.put(effect)"],
)
def test_a_step_by_hand_is_found(line: str) -> None:
    """The look above goes red when it should."""
    assert _by_hand(line)


def test_what_comes_in_is_read_as_an_address_by_the_port_alone() -> None:
    """The shape of an address is enough for what is kept; a use case that takes one reads it by `Addresses`."""
    sources = {str(each.relative_to(CORE)): each.read_text(encoding="utf-8") for each in _use_cases()}
    assert {name for name, text in sources.items() if "addresses.read(" in text} >= {
        "access/use_cases/people.py",
        "access/use_cases/staff.py",
        "access/use_cases/applicants.py",
        "mail/desk.py",
        "tenancy/use_cases.py",
    }
    assert {name for name, text in sources.items() if "text.email(" in text} == set()
