"""Cells of CSV files: guarded against spreadsheets that would evaluate them, and read back as they were."""

from __future__ import annotations

import re
from typing import Final

# Where a cell begins, also for a spreadsheet that splits lines at semicolons or tabs, as many do by their language.
_START: Final = "(?:^|(?<=[;\t\r\n]))"
# First characters that make a spreadsheet evaluate a cell, full-width signs included, and the guard itself before them.
_FORMULA: Final = "(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
_UNGUARDED: Final = re.compile(f"{_START}{_FORMULA}")
_GUARDED: Final = re.compile(f"{_START}'{_FORMULA}")


def guarded(cell: str) -> str:
    """Return a cell with an apostrophe before whatever in it a spreadsheet would take for a formula, guarded or not."""
    return _UNGUARDED.sub("'", cell)


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` made this one of."""
    return _GUARDED.sub("", cell) if "'" in cell else cell
