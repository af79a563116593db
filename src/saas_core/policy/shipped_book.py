"""The book shipped inside the package: the features and the readings of this very version of the software."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from saas_core.kernel.errors import InvalidValue
from saas_core.policy import required
from saas_core.policy.book import Book
from saas_core.policy.book_reading import read_book


@cache
def shipped_book() -> Book:
    """Return the shipped book; read once."""
    packed = files("saas_core.policy")
    if packed.joinpath("features").is_dir():
        return _book(packed.joinpath("features"), packed.joinpath("readings.md"))
    # An editable install has the sources where they are written; the wheel carries a copy of them.
    tree = Path(str(packed)).parents[2]
    return _book(tree / "features", tree / "docs/policy-readings.md")


def book_in(tree: Path) -> Book:
    """Return the book of a tree with `features` and `docs/policy-readings.md`; raises InvalidValue if it has none."""
    if not (tree / "features").is_dir():
        message = f"{tree} has no folder of features."
        raise InvalidValue(message, field="folder", remedy="Name the folder that holds features/ and docs/.")
    return _book(tree / "features", tree / "docs/policy-readings.md")


def _book(features: Traversable, readings: Traversable) -> Book:
    texts: dict[str, str] = {}
    _gather(features, "", texts)
    return read_book(texts, readings.read_text(encoding="utf-8"), required.CLAUSES)


def _gather(folder: Traversable, path: str, texts: dict[str, str]) -> None:
    for each in folder.iterdir():
        if each.is_dir():
            _gather(each, f"{path}{each.name}/", texts)
        elif each.name.endswith(".feature"):
            texts[f"{path}{each.name}"] = each.read_text(encoding="utf-8")
