"""Content banned from the tree: machine paths, registry hosts, files with two subjects."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Written apart, so that this file does not match itself.
_MACHINE = re.compile(r"(?<![\w./])/(" + "|".join(("wo" + "rk", "ho" + "me", "Us" + "ers", "ro" + "ot")) + r")/\w")
_ELSEWHERE = re.compile(
    r"\.\./sha" + r"red\b|\b(?:(?<![\"`.])(?<!--line )L\d{1,2}|[PHEGINW]\d{1,2}|S\d{2})\b(?![-.\w])"
)
_REGISTRY = re.compile(r"\b(py" + r"pi\.org|python" + r"hosted\.org|registry\.npm" + r"js)")
LONGEST_SOURCE = 330


def _tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # Fonts hold no words.
    return [ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file() and not name.endswith(".ttf")]


def _lines(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    return found


def test_no_file_names_a_path_of_a_machine() -> None:
    """The project runs anywhere, so it knows no place."""
    assert _lines(_MACHINE) == []


def test_no_file_names_the_host_of_a_registry() -> None:
    """The source of packages is a setting of the machine."""
    assert _lines(_REGISTRY) == []


def test_no_file_cites_notes_that_are_not_in_the_tree() -> None:
    """A reader has the clauses and these documents; a number of some other list tells nobody anything."""
    cited = [each for each in _lines(_ELSEWHERE) if "noqa" not in each and not each.startswith("requirements/")]

    assert cited == []


def test_sources_stay_short() -> None:
    """A long source has two subjects."""
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src")
    }

    assert {name: lines for name, lines in long.items() if lines > LONGEST_SOURCE} == {}
