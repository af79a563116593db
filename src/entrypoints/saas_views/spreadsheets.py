"""Cells of files to be opened in a spreadsheet."""

from __future__ import annotations

from saas_core.kernel.cells import guarded


def cell_text(cell: str) -> str:
    """Return a cell with an apostrophe before whatever in it a spreadsheet would take for a formula."""
    return guarded(cell)
