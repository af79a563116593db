"""Rows: commands as declared by their contexts, before anything is imported."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command as declared by its context: its group in the help, name, module, and a line of help.

    The module has the command as `app`, and is imported when the command is called.
    """

    group: str
    name: str
    module: str
    help: str
