"""What a clean checkout runs is the same every time: drawn data, chance, and what tests prepare."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing import drawn_freely, often, strays

TESTS = Path(__file__).parents[1]
# The storm that is asked to be free draws its seed, and says it.
ITSELF = {
    "drawing.py",
    "architecture/test_drawing.py",
    "integration/test_storm.py",
    "integration/test_connections_storm.py",
}


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_draws_past_the_one_place_that_decides(path: Path) -> None:
    """Own settings would undo the profile, and chance without a seed would draw otherwise each time."""
    assert str(path.relative_to(TESTS)) in ITSELF or strays(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "from hypothesis import given, settings",
        "import hypothesis\nhypothesis.settings(max_examples=3)",
        "import random\nrandom.choice([1])",
        "from random import choice",
        "from random import Random\nRandom()",
        "import random\nrandom.Random()",
        "import random\nrandom.SystemRandom()",
    ],
)
def test_a_stray_is_found(line: str) -> None:
    """However it is written."""
    assert strays(line)


def test_a_seed_is_no_stray() -> None:
    """Nor is what is named after it."""
    assert strays("from random import Random\nrandom = Random(7)\nrandom.choice([1])") == []


def _drawn() -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []

    @often(30)
    @given(st.integers(), st.text())
    def draw(number: int, text: str) -> None:
        found.append((number, text))

    draw()
    return found


@pytest.mark.skipif("config.getoption('--free')")
def test_the_same_is_drawn_whatever_was_loaded_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a second time, and with the constants of a module that another test has imported meanwhile."""
    first = _drawn()
    file = tmp_path / "strange.py"
    file.write_text("\n".join(f"X{number} = {number}; Y{number} = 'strange {number}'" for number in range(7000, 7400)))
    strange = ModuleType("strange")
    strange.__file__ = str(file)
    monkeypatch.setitem(sys.modules, "strange", strange)
    assert len(first) == 30
    assert _drawn() == first


@pytest.mark.skipif("config.getoption('--free')")
def test_nothing_is_remembered_and_nothing_is_timed() -> None:
    """By default, and by whatever is made of it."""
    for each in (settings(), often(3)):
        assert (each.derandomize, each.database, each.deadline) == (True, None, None)
    assert often(3).max_examples == 3
    assert not drawn_freely()
