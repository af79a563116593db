"""Rows: a command as its context declares it, before anything of it is imported."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command as its context declares it: the group in the help, its name, its module beside the row, a line of help.

    The module holds the command as `app`, and is imported when the command is called.
    """

    group: str
    name: str
    module: str
    help: str
