"""The table of mutants fits the tree: each row can be planted, and names tests that are there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "mutants"))

from table import Mutant, missing_tests, mutants  # noqa: E402 - after the line above

# What must have a row, by a word of it.
PROMISED = (
    "A tenant never sees another's rows",
    "A tenant never changes another's rows",
    "Row-level security shuts tenants off",
    "Foreign things answer as unknown ones",
    "Nobody grants what they do not hold",
    "No sequence of own acts raises one's rights",
    "There is always an active owner",
    "An accepted change has its journal entry",
    "No journal entry is without its change",
    "A cut tail of the journal is found",
    "A later change to the journal is found",
    "A stolen copy of the database yields no credential",
    "The journal holds no personal values",
    "Bad input changes nothing",
    "Changes of one tenant happen one after the other",
    "A command is carried out once per idempotency key",
    "A mail is asked for once",
    "Only Amazon's own news is believed",
    "A program does what its key names and no more",
    "A sign-in link works once",
    "Staff sees users under a grant of two people",
)


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.promise)
def test_a_mutant_can_be_planted_and_its_tests_are_there(mutant: Mutant) -> None:
    """Its text stands in its file just once and becomes another one that still is Python; its tests exist."""
    planted = mutant.planted((ROOT / mutant.file).read_text(encoding="utf-8"))
    compile(planted, mutant.file, "exec")
    assert mutant.old != mutant.new
    assert mutant.tests
    assert missing_tests(mutant) == []


def test_every_promise_has_a_mutant() -> None:
    """No two rows say the same."""
    told = [each.promise for each in mutants()]
    assert len(set(told)) == len(told)
    assert [each for each in PROMISED if not any(row.startswith(each) for row in told)] == []
