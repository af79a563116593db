"""Cells of CSV files: guarded against spreadsheets that would evaluate them, and read back as they were."""

from __future__ import annotations

import re
from typing import Final

# First characters that make a spreadsheet evaluate a cell, full-width signs included, and the guard itself before them.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(cell: str) -> str:
    """Return a cell, prefixed with an apostrophe if a spreadsheet would take it, or what it guards, for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` made this one of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
