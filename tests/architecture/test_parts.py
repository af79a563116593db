"""What parts declare is what their contexts do."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import saas_mail
from saas_core.contexts import CONTEXTS, Context, Layer
from saas_core.kernel.gathered import Parts, parts_of
from saas_core.policy.actions import OF_SOFTWARE
from saas_core.policy.required import ACTIONS
from saas_memory.store import judged_in
from saas_sql.catalogue import tables_in
from saas_sql.declaration import rules_of

CORE = Path(__file__).parents[2] / "src/saas_core"
KNOWN = {name for rows in ACTIONS.values() for name in rows} | {each.name for each in OF_SOFTWARE}
PARTS: Parts[Any] = parts_of()


def _asked_about(context: Context) -> set[str]:
    """Return the actions that stand in the code of a context, but for its part."""
    found: set[str] = set()
    for path in (CORE / context.name).rglob("*.py"):
        if path.name not in {"part.py", "required.py"}:
            tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            texts = (each.value for each in tree if isinstance(each, ast.Constant))
            found |= {each for each in texts if isinstance(each, str)} & KNOWN
    return found


@pytest.mark.parametrize(
    "context", [each for each in CONTEXTS if each.layer is not Layer.POLICY], ids=lambda each: each.name
)
def test_a_part_names_the_actions_that_its_context_asks_about(context: Context) -> None:
    """All that stand in its code, and none that is not in the catalogue of every version of the terms."""
    (part,) = (each for each in PARTS.each if each.name == context.name)
    assert _asked_about(context) <= part.actions <= KNOWN


def test_every_letter_has_its_template() -> None:
    """Named like its kind; none is left over."""
    folder = Path(saas_mail.__file__).parent / "templates/letters"
    assert {each.stem for each in folder.glob("*.j2")} - {"shared"} == set(PARTS.letters)


def test_what_answers_rest_on_is_the_same_in_memory_and_in_the_database() -> None:
    """A table of states or of facts counts as the thing whose history it keeps."""
    things = {"license_facts": "licenses"}
    tables = {name for name, table in tables_in().items() if rules_of(table).judged}
    assert {things.get(each, each.replace("_states", "s")) for each in tables} == set(judged_in(CONTEXTS))
