"""Files given to a command, to read or to write."""

from __future__ import annotations

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


def write_file(path: Path, content: bytes) -> None:
    """Write a file given to a command, replacing an existing one; raises InvalidValue naming it."""
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"cannot be written: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault
