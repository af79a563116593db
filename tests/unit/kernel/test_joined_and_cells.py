"""Lists in one text and cells of spreadsheets come back as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel.cells import guarded, unguarded
from saas_core.kernel.joined import apart, joined

names = st.text("ab|/\\ '", min_size=1).map(str.strip).filter(bool)


@given(st.lists(names, min_size=1), st.sampled_from("|/"))
def test_texts_that_were_joined_come_apart_the_same(texts: list[str], sign: str) -> None:
    """Whatever signs and backslashes they hold."""
    assert apart(joined(texts, sign), sign) == tuple(texts)


def test_a_backslash_before_anything_else_stands_for_itself() -> None:
    """As in a file that was written by hand."""
    assert apart(r"R\D | Clerk\|Admin", "|") == (r"R\D", "Clerk|Admin")
    assert apart("\\", "|") == ("\\",)


SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("between", [";", "\t"])
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("name", ["", "Zoë"])
def test_what_another_separator_would_make_a_cell_is_guarded(name: str, sign: str, between: str) -> None:
    """A spreadsheet in German splits at semicolons; one that reads tabs, at tabs."""
    cell = f"{name}{between}{sign}cmd()"
    assert guarded(cell).split(between)[-1] == f"'{sign}cmd()"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("sign", [*SIGNS, "\t", "\r", "\n"])
def test_a_cell_that_would_be_evaluated_is_guarded(sign: str) -> None:
    """Full-width signs too; and a cell that looks guarded already is guarded once more, so as to come back."""
    assert guarded(f"{sign}cmd()") == f"'{sign}cmd()"
    assert guarded(f"'{sign}cmd()") == f"''{sign}cmd()"
    assert guarded("Zoë's") == "Zoë's"
    assert unguarded("'Tis") == "'Tis"


@given(st.text("'=+-@＝;\t\nab") | st.text())
def test_a_guarded_cell_comes_back(cell: str) -> None:
    """And shows no spreadsheet a formula, whichever separator it reads."""
    assert unguarded(guarded(cell)) == cell
    for part in re.split("[;\t\r\n]", guarded(cell)):
        assert part[:1] not in SIGNS
