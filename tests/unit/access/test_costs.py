"""Files of users cost in proportion to their length, whatever their rows name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from counted import growth
from saas_core.access.errors import DepartmentUnknown, RowsUnreadable
from saas_core.access.import_rows import LONGEST_LINE, csv_rows, json_rows
from saas_core.access.model import Department
from saas_core.access.policies import Places, Tree
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId

LINEAR = 2.6


def _heads(size: int) -> Callable[[], Any]:
    return lambda: list(csv_rows([",".join(["email", "name"] * size)]))


def _rows(size: int) -> Callable[[], Any]:
    lines = ["email,name\n", *(f"u{each}@x.example,U\n" for each in range(size))]
    return lambda: list(csv_rows(lines))


def _found(size: int) -> Callable[[], Any]:
    ids = [DepartmentId.parse(f"00000000-0000-0000-0000-{each:012}") for each in range(size)]
    places = Places.of(Tree.of(Department(id=each, name=f"D{place}") for place, each in enumerate(ids)))
    return lambda: [places.find(f"d{each}") for each in range(size)]


@pytest.mark.parametrize("work", [_heads, _rows, _found])
def test_work_grows_with_the_file(work: Callable[[int], Callable[[], Any]]) -> None:
    """Headings, rows, and departments looked for among as many."""
    assert growth(work, 60) < LINEAR


def test_a_row_over_many_lines_is_as_long_as_a_line_at_most() -> None:
    """An open quote would gather the whole file; the rows before it are read, and each is measured for itself."""
    good = ["email,name\n", *(f'u{each}@x.example,"{"x" * (LONGEST_LINE // 3)}"\n' for each in range(9))]
    assert len(list(csv_rows(good))) == 9
    assert len(list(json_rows(f'{{"a": "{"x" * (LONGEST_LINE // 3)}"}}\n' for _ in range(9)))) == 9
    # Each line closes the quote of the line before and opens one of its own.
    endless = [*good, '"\n', *(f'"{"," * 1000}"\n' for _ in range(1000))]
    with pytest.raises(RowsUnreadable, match="longer"):
        list(csv_rows(endless))


def test_what_cannot_be_a_path_is_not_folded() -> None:
    """A department's path in a file has no bound but that of its line, and may consist of marks alone."""
    places = Places.of(Tree.of(()))
    with pytest.raises(InvalidValue, match="marks") as refused:
        places.find("a" + "\u0315\u0316" * 20_000)
    assert refused.value.field == "department"
    with pytest.raises(DepartmentUnknown):
        places.find("a" * 50_000)
