"""Ports say of what kind everything is: none of them takes or gives just anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "src/saas_core"


def _ports() -> list[Path]:
    return sorted({*CORE.glob("*/ports.py"), *CORE.glob("*/ports/*.py"), CORE / "kernel/work.py"})


def _anything(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which `Any` is named or imported."""
    for node in ast.walk(tree):
        named = {getattr(node, each, "") for each in ("id", "attr", "name")}
        if isinstance(node, ast.alias | ast.Name | ast.Attribute) and "Any" in named:
            yield node.lineno


@pytest.mark.parametrize("path", _ports(), ids=lambda path: str(path.relative_to(CORE)))
def test_no_port_takes_or_gives_just_anything(path: Path) -> None:
    """With `Any` in it, mypy would pass every adapter and every caller."""
    assert list(_anything(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("line", ["from typing import Any", "def f(work: Any): ...", "x: typing.Any", "y: list[Any]"])
def test_just_anything_is_seen(line: str) -> None:
    """However it is written."""
    assert list(_anything(ast.parse(line))) == [1]
