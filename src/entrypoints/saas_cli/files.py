"""Files given to a command, to read or to write."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from saas_core.kernel.errors import InvalidValue


def read_file(path: Path) -> bytes:
    """Return the content of a file given to a command; raises InvalidValue naming it if it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"cannot be read: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault


def write_new_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is not there yet, readable by its owner alone; raises InvalidValue naming it.

    One that could not be written to its end is removed again.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            try:
                file.writelines(pieces)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as fault:
        message = "exists already."
        raise InvalidValue(message, field=str(path)[:200], remedy="Name another one with --to.") from fault
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"cannot be written: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault


def write_file(path: Path, content: bytes) -> None:
    """Write a file given to a command, replacing an existing one; raises InvalidValue naming it."""
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"cannot be written: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault
