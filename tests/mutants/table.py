"""The table of mutants, as it is read from its file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
ROOTS = ("src/adapters/", "src/entrypoints/", "src/")


@frozen
class Mutant:
    """One mechanism taken out: the promise in words, the text and what takes its place, the tests that must go red.

    `driver` is the one over which tests of `tests/features` run, where it is not the usual one.
    """

    promise: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    driver: str = "memory"

    @property
    def module(self) -> str:
        """Return the import name of the file."""
        inside = next(self.file.removeprefix(root) for root in ROOTS if self.file.startswith(root))
        return inside.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def planted(self, text: str) -> str:
        """Return the file's text with the mutant in it; raises ValueError unless the text to replace is there once."""
        if text.count(self.old) != 1:
            message = f"{self.file} holds {text.count(self.old)} times, not once: {self.old}"
            raise ValueError(message)
        return text.replace(self.old, self.new)

    def named(self, node: str) -> str | None:
        """Return which of the tests named a test that ran is, if any."""
        return next((each for each in self.tests if node == each or node.startswith(_open(each))), None)


def _open(test: str) -> str:
    """Return how the ids of a test's cases begin."""
    return test if test.endswith(("::", "]")) else f"{test}["


def missing_tests(mutant: Mutant) -> list[str]:
    """Return the tests named that are not there."""
    absent = []
    for each in mutant.tests:
        path, _, name = each.partition("::")
        file = ROOT / path
        wanted = re.compile(rf"^def {re.escape(name.partition('[')[0]) or 'test_'}", re.MULTILINE)
        if not file.is_file() or not wanted.search(file.read_text(encoding="utf-8")):
            absent.append(each)
    return absent


def mutants() -> tuple[Mutant, ...]:
    """Read the table."""
    content = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text(encoding="utf-8"))
    return tuple(Mutant(**{**each, "tests": tuple(each["tests"])}) for each in content["mutant"])
