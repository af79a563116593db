"""Lists in one text and cells of spreadsheets come back as they were."""

from __future__ import annotations

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


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_would_be_evaluated_is_guarded(sign: str) -> None:
    """Full-width signs too; and a cell that looks guarded already is guarded once more, so as to come back."""
    assert guarded(f"{sign}cmd()") == f"'{sign}cmd()"
    assert guarded(f"'{sign}cmd()") == f"''{sign}cmd()"
    assert guarded("Zoë's") == "Zoë's"
    assert unguarded("'Tis") == "'Tis"


@given(st.text("'=+-@＝ab") | st.text())
def test_a_guarded_cell_comes_back(cell: str) -> None:
    """And shows no spreadsheet a formula."""
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
