"""What a result holds for: digests of the code that ran, and of the steps that told the scenarios."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from saas_policy_page.links import PACKAGES

_LEFT_OUT: Final = frozenset({"__pycache__", "py.typed", "features", "readings.md"})
"""Byte code, marks, and the copy of features and readings in a wheel, which are no code."""
CODE: Final = "code"
STEPS: Final = "steps"


def code_digest(packages: Iterable[str] = PACKAGES) -> str:
    """Return the SHA-256 of every file of the packages of this project that are installed, by their paths."""
    return _digest(_installed(packages))


def steps_digest(folder: Path) -> str:
    """Return the SHA-256 of the steps and drivers that tell the scenarios: the modules of their folder."""
    return _digest((path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*.py")))


def _installed(packages: Iterable[str]) -> Iterator[tuple[str, Path]]:
    for package in packages:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            folder = Path(place)
            for path in sorted(folder.rglob("*")):
                if path.is_file() and _LEFT_OUT.isdisjoint(path.parts):
                    yield f"{package}/{path.relative_to(folder).as_posix()}", path


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    found = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
