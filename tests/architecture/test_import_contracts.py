"""What may import what: the contracts hold, and each goes red when it is broken on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = [
    ("Entrances stand on the application", "adapters/saas_memory/store.py", "import saas_app"),
    ("Inside the core", "saas_core/licensing/model.py", "import saas_core.access.model"),
    ("Inside the core", "saas_core/policy/terms.py", "import saas_core.tenancy.model"),
    ("Inside a context", "saas_core/tenancy/model.py", "import saas_core.tenancy.ports"),
    ("The core is free of frameworks", "saas_core/kernel/money.py", "import sqlalchemy"),
    ("Only the application knows dependency-injector", "entrypoints/saas_cli/root.py", "import dependency_injector"),
    ("The command line knows neither", "entrypoints/saas_cli/root.py", "import saas_core.licensing.model"),
    ("The command line knows neither", "entrypoints/saas_cli/root.py", "import saas_sql"),
    ("No cycles between", "saas_core/kernel/money.py", "import saas_core.policy.terms"),
]


def _verdicts(tree: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(tree / each) for each in ("src", "src/adapters", "src/entrypoints")),
            "COLUMNS": "250",
        },
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a copy of the sources, to be broken."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    """The sources as they are keep every contract."""
    code, told = _verdicts(ROOT)

    assert code == 0, told
    assert "0 broken" in told


@pytest.mark.parametrize(("contract", "file", "breach"), BREACHES, ids=[f"{each[1]}-{each[2]}" for each in BREACHES])
def test_a_breach_turns_its_contract_red(tree: Path, contract: str, file: str, breach: str) -> None:
    """One forbidden import is enough."""
    with (tree / "src" / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{breach}\n")

    code, told = _verdicts(tree)

    assert code == 1, told
    broken = [line for line in told.splitlines() if line.rstrip().endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), told


def test_a_room_nobody_named_turns_the_rooms_red(tree: Path) -> None:
    """A module that is none of the rooms has no place in a context."""
    (tree / "src/saas_core/licensing/utils.py").write_text('"""Odds and ends."""\n', encoding="utf-8")

    code, told = _verdicts(tree)

    assert code == 1
    assert "utils" in told
