"""Credentials at the shell: read from a file or from standard input, never from the line of the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from saas_core.integrations.values import LONGEST_SECRET
from saas_core.kernel.errors import InvalidValue

STANDARD_INPUT: Final = "-"


def secret_in(place: str | None) -> str:
    """Return the credential in a file, without the line break at its end; raises InvalidValue, never with it."""
    if place is None:
        message = "is missing."
        raise InvalidValue(message, field="secret_file", remedy="Name the file that holds the credential, or give -.")
    try:
        if place == STANDARD_INPUT:
            found = sys.stdin.read(LONGEST_SECRET + 2)
        else:
            with Path(place).open(encoding="utf-8") as file:
                found = file.read(LONGEST_SECRET + 2)
    except (OSError, UnicodeDecodeError):
        message = f"{place[:60]!r} cannot be read."
        raise InvalidValue(message, field="secret_file", remedy="Name a file of text.") from None
    return found.strip("\r\n")
