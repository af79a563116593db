r"""Files of users as rows: CSV with a line of headings, or JSON lines; pure parsing without judgement.

Columns: `email` and `name` are required. Optional are `roles` (names apart by `|`, or in JSON a list of names),
`department` (a path such as `Sales/Retail`, or a name) and `approval_limit_minor` (whole cents), which hold for the
roles of the row, and `deactivated` (`yes`, or in JSON true). A user with roles in several places has a row for each.
A separator inside a name is written `\|` or `\/`. Each row comes with the number of its first line, from 1.

What is written here is read back the same, by `csv_rows` from `csv_cells` and by `json_rows` from `json_line`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from saas_core.access.errors import RowsUnreadable
from saas_core.kernel.cells import guarded, unguarded
from saas_core.kernel.joined import joined

Row: TypeAlias = tuple[int, Mapping[str, object]]

NEEDED = ("email", "name")
COLUMNS = (*NEEDED, "roles", "department", "approval_limit_minor", "deactivated")
LONGEST_LINE = 100_000
BETWEEN_ROLES = "|"
YES = "yes"
_BOM = "\ufeff"


def csv_rows(stream: Iterable[bytes] | Iterable[str]) -> Iterator[Row]:
    """Read rows from the lines of a CSV file, as they come.

    Raises RowsUnreadable, naming the line, for bytes that are not UTF-8, a missing, unknown or repeated column, a row
    with more cells than columns, a quote left open, and a broken quote.
    """
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=True)
    begins = 1
    try:
        heads = _heads(next(reader, []))
        lines.row = 0
        begins = lines.number + 1
        for cells in reader:
            lines.row = 0
            if any(each.strip() for each in cells):
                if len(cells) > len(heads):
                    message = f"has {len(cells)} cells, the file has {len(heads)} columns."
                    raise RowsUnreadable(message, line=begins, remedy='Put cells that hold a comma into "quotes".')
                yield begins, dict(zip(heads, map(unguarded, cells), strict=False))
            begins = lines.number + 1
    except csv.Error as fault:
        left_open = "unexpected end of data" in str(fault)
        message = "a quote is not closed." if left_open else f"is not valid CSV: {fault}."
        raise RowsUnreadable(
            message, line=begins, remedy='Write " inside a cell as "", and close every quote.'
        ) from fault


def json_rows(stream: Iterable[bytes] | Iterable[str]) -> Iterator[Row]:
    """Read rows from JSON lines, one object per line, as they come.

    Raises RowsUnreadable, naming the line, for a line that is not UTF-8, JSON or an object, or has a key twice.
    """
    lines = _Lines(stream)
    for line in lines:
        lines.row = 0
        if not line.strip():
            continue
        try:
            content = json.loads(line, object_pairs_hook=_object, parse_constant=_no_number)
        except (ValueError, RecursionError) as fault:
            message = f"is not valid JSON: {str(fault)[:100]}."
            raise RowsUnreadable(message, line=lines.number, remedy="Write one JSON object per line.") from fault
        if not isinstance(content, dict):
            message = "is not a JSON object."
            raise RowsUnreadable(message, line=lines.number, remedy="Write one JSON object per line.")
        yield lines.number, content


def csv_cells(row: Mapping[str, object]) -> tuple[str, ...]:
    """Return a row as the cells of a CSV file; one that a spreadsheet would evaluate begins with an apostrophe."""
    return tuple(guarded(_cell(row.get(column))) for column in COLUMNS)


def json_line(row: Mapping[str, object]) -> bytes:
    """Return a row as a line of a file of JSON lines."""
    return json.dumps(dict(row), ensure_ascii=False).encode() + b"\n"


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return joined(map(str, value), BETWEEN_ROLES)
    if value is None or isinstance(value, bool):
        return YES if value else ""
    return str(value)


class _Lines:
    """Lines as text, counted; bytes are read as UTF-8."""

    def __init__(self, stream: Iterable[bytes] | Iterable[str]) -> None:
        self._stream: Iterator[bytes | str] = iter(stream)
        self.number = 0
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._stream)
        self.number += 1
        # A row of CSV goes on over lines while a quote is open, and is held as a whole.
        self.row += len(line)
        if self.row > LONGEST_LINE:
            message = f"is longer than {LONGEST_LINE} characters."
            raise RowsUnreadable(message, line=self.number, remedy="Check that the file has line ends.")
        text = line if isinstance(line, str) else self._decoded(line)
        if self.number == 1:
            text = text.removeprefix(_BOM)
        if "\0" in text:
            message = "holds a NUL character."
            raise RowsUnreadable(message, line=self.number, remedy="Save the file as UTF-8 text.")
        return text

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as fault:
            message = f"is not UTF-8: byte {fault.start + 1} is 0x{line[fault.start]:02x}."
            raise RowsUnreadable(message, line=self.number, remedy="Save the file as UTF-8.") from fault


def _heads(cells: list[str]) -> list[str]:
    heads = [each.strip().lower() for each in cells]
    remedy = f"Begin the file with a line of headings: {','.join(COLUMNS)}; all but the first two may be left out."
    missing = [each for each in NEEDED if each not in heads]
    if missing:
        message = f"the column {missing[0]!r} is missing."
        raise RowsUnreadable(message, line=1, field=missing[0], remedy=remedy)
    unknown = [each for each in heads if each not in COLUMNS]
    if unknown:
        message = f"the column {unknown[0][:60]!r} is not known."
        raise RowsUnreadable(message, line=1, field=unknown[0][:60], remedy=f"Remove it. {remedy}")
    counts = Counter(heads)
    twice = next((each for each in heads if counts[each] > 1), None)
    if twice is not None:
        message = f"the column {twice!r} appears twice."
        raise RowsUnreadable(message, line=1, field=twice, remedy="Keep one of them.")
    return heads


def _no_number(word: str) -> object:
    message = f"{word} is not a number"
    raise ValueError(message)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key appears twice"
        raise ValueError(message)
    return found
