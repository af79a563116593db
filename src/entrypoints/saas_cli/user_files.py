"""Files of users, read row by row, and reports of refused rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from saas_core.access.import_rows import csv_rows, json_rows
from saas_core.kernel.errors import InvalidValue
from saas_views.spreadsheets import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from saas_core.access.import_rows import Row
    from saas_core.access.queries.views import RefusedRow

_JSON = frozenset({".jsonl", ".ndjson", ".json"})
_EVERY = 10_000


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file; raises InvalidValue naming the file, or the line, that cannot be read."""
    with _named(path), path.open("rb") as file:
        yield from (json_rows if path.suffix.lower() in _JSON else csv_rows)(file)


def rows_in(path: Path, on_progress: Callable[[int], None]) -> int:
    """Return the number of rows, reading the whole file, so that nothing is imported from a broken one."""
    count = 0
    for count, _row in enumerate(rows_of(path), start=1):
        if count % _EVERY == 0:
            on_progress(count)
    return count


def digest_of(path: Path) -> str:
    """Return a digest of a file and its format; raises InvalidValue naming a file that cannot be read."""
    import hashlib

    kind = "json" if path.suffix.lower() in _JSON else "csv"
    with _named(path), path.open("rb") as file:
        return f"{kind}:{hashlib.file_digest(file, 'sha256').hexdigest()}"


@contextmanager
def reported(path: Path | None, source: Path) -> Iterator[Callable[[RefusedRow], None]]:
    """Yield a function that writes refused rows to a CSV file; without a path it writes nothing.

    A cell that a spreadsheet would take for a formula is prefixed with an apostrophe. Raises InvalidValue naming the
    file if it cannot be written, or is the `source` of the rows.
    """
    if path is None:
        yield lambda _row: None
        return
    import csv

    if path.exists() and path.samefile(source):
        message = "is the file of users itself, which the report would overwrite."
        raise InvalidValue(message, field=str(path)[:200], remedy="Name another file for the report.")
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"the report cannot be written: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Name a file in a folder that is there.") from fault
    with file:
        writer = csv.writer(file)
        writer.writerow(("line", "field", "reason", "remedy"))
        yield lambda row: writer.writerow((row.line, *map(cell_text, (row.field, row.reason, row.remedy))))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "is not a valid file name"
        message = f"cannot be read: {reason}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault
