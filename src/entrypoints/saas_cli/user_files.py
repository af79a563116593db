"""Files of users, opened and read row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_core.access.import_rows import csv_rows, json_rows
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from saas_core.access.import_rows import Row

_JSON = frozenset({".jsonl", ".ndjson", ".json"})


def rows_of(path: Path) -> Iterator[Row]:
    """Read the rows of a file; raises InvalidValue naming the file, or the line, for one that cannot be read."""
    try:
        with path.open("rb") as file:
            yield from (json_rows if path.suffix.lower() in _JSON else csv_rows)(file)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is no name of a file"
        message = f"cannot be read: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault


def rows_in(path: Path) -> int:
    """Count the rows of a file, having read all of it, so that nothing is imported from a broken one."""
    return sum(1 for _ in rows_of(path))
