"""What a result holds for: digests of the code that ran, of the steps that told the scenarios, and of the terms."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from saas_policy_page.links import PACKAGES

_LEFT_OUT: Final = frozenset({"__pycache__", "py.typed"})
"""Byte code and marks, which are no code."""
_BOOK: Final = ("saas_core/policy/features/", "saas_core/policy/readings.md")
"""The copy of features and readings in a wheel, whose texts are compared one by one."""
CODE: Final = "code"
STEPS: Final = "steps"
TERMS: Final = "terms"
# The scenarios name one version and one date, under which any document is told.
_NAMES: Final = tuple(re.compile(rf"(?m)^{each}[ \t]*=.*$") for each in ("version", "effective_from"))


def code_digest(packages: Iterable[str] = PACKAGES) -> str:
    """Return the SHA-256 of every file of the packages of this project that are installed, by their paths."""
    return _digest(_installed(packages))


def steps_digest(folder: Path) -> str:
    """Return the SHA-256 of the steps and drivers that tell the scenarios: the modules of their folder."""
    return _digest((path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*.py")))


def terms_digest(document: str) -> str:
    """Return the SHA-256 of a document of terms without its name and its date, on which no scenario rests."""
    for each in _NAMES:
        document = each.sub("", document, count=1)
    return hashlib.sha256(document.encode()).hexdigest()


def _installed(packages: Iterable[str]) -> Iterator[tuple[str, Path]]:
    for package in packages:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            folder = Path(place)
            for path in sorted(folder.rglob("*")):
                # Whatever the folders above are named.
                inside = path.relative_to(folder)
                name = f"{package}/{inside.as_posix()}"
                if path.is_file() and _LEFT_OUT.isdisjoint(inside.parts) and not name.startswith(_BOOK):
                    yield name, path


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    found = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
