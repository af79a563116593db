"""The façade: a fixed list of names, typed as what they are, that costs nothing until one of them is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import saas_core

NAMES = [
    "About",
    "AboutKind",
    "Actor",
    "ClientUser",
    "Conflict",
    "Decision",
    "DepartmentId",
    "InvalidValue",
    "LicenseeKind",
    "Manner",
    "Money",
    "NotFound",
    "Period",
    "Question",
    "Reason",
    "ReasonCode",
    "Refused",
    "Remedy",
    "SaasError",
    "Staff",
    "StoreFault",
    "TenantId",
    "UserId",
    "Verdict",
]


def _typed() -> dict[str, str]:
    """Read which name type checkers take from which module."""
    tree = ast.parse(Path(str(saas_core.__file__)).read_text(encoding="utf-8"))
    block = next(each for each in tree.body if isinstance(each, ast.If))
    return {
        alias.name: str(each.module) for each in block.body if isinstance(each, ast.ImportFrom) for alias in each.names
    }


def test_the_facade_holds_these_names_and_no_others() -> None:
    """A name more or less is a change that embedders notice."""
    assert saas_core.__all__ == NAMES
    assert sorted(_typed()) == NAMES
    assert set(NAMES) <= set(dir(saas_core))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_what_type_checkers_take_it_for(name: str) -> None:
    """The same object as in the room it comes from."""
    assert getattr(saas_core, name) is getattr(import_module(_typed()[name]), name)


def test_a_name_that_is_not_there_is_said_to_be_missing() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'Judgement'"):
        saas_core.Judgement  # noqa: B018 - looking is the test


def test_importing_the_facade_loads_nothing_and_a_name_its_own_room_alone() -> None:
    """Not even attrs; money needs no policy."""
    program = (
        "import sys, saas_core\n"
        "print(sorted(each for each in sys.modules if each.startswith(('saas_core.', 'attr', 'cattr'))))\n"
        "saas_core.Money\n"
        "print(sorted(each for each in sys.modules if each.startswith('saas_core.policy')))\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[:2] == ["[]", "[]"]
