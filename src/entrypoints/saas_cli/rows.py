"""Files of users as rows: CSV with a heading, or JSON lines; each row with the number of its line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from saas_core.kernel.errors import InvalidValue

Row = tuple[int, Mapping[str, str]]

REQUIRED = ("name", "email")
ENCODING = "utf-8-sig"


def read_rows(path: Path) -> Iterator[Row]:
    """Read a file of users row by row, each with its line (from 1) and its fields as text.

    Raises InvalidValue, naming line and column, for a file that is no UTF-8, lacks a column, leaves a quote open or
    holds broken JSON.
    """
    read = _json_lines if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} else _csv
    try:
        yield from read(path)
    except UnicodeDecodeError as fault:
        message = f"is not UTF-8: byte {fault.start} is 0x{fault.object[fault.start]:02x}."
        raise InvalidValue(message, field=path.name, remedy="Save the file as UTF-8 and try again.") from fault


def check_rows(path: Path) -> int:
    """Read the whole file once, so that nothing is imported from a broken one; gives the number of rows."""
    return sum(1 for _ in read_rows(path))


def _csv(path: Path) -> Iterator[Row]:
    with path.open(encoding=ENCODING, newline="") as file:
        reader = csv.reader(file, strict=True)
        begins = 1
        try:
            heads = [each.strip().lower() for each in next(reader, [])]
            missing = [each for each in REQUIRED if each not in heads]
            if missing:
                message = f"line 1: the column {missing[0]!r} is missing."
                remedy = f"Begin the file with a line of headings: {','.join(REQUIRED)}."
                raise InvalidValue(message, field=path.name, remedy=remedy)
            begins = reader.line_num + 1
            for cells in reader:
                if any(each.strip() for each in cells):
                    yield begins, dict(zip(heads, cells, strict=False))
                begins = reader.line_num + 1
        except csv.Error as fault:
            open_quote = "unexpected end" in str(fault)
            message = f"line {begins}: {'a quote is left open' if open_quote else fault}."
            raise InvalidValue(message, field=path.name, remedy="Mend the line; nothing was imported.") from fault


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding=ENCODING) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
            except json.JSONDecodeError as fault:
                message = f"line {number}, column {fault.colno}: {fault.msg}."
                raise InvalidValue(message, field=path.name, remedy="Write one JSON object a line.") from fault
            if not isinstance(content, dict):
                message = f"line {number}: is no JSON object."
                raise InvalidValue(message, field=path.name, remedy="Write one JSON object a line.")
            yield number, {key: each if isinstance(each, str) else "" for key, each in content.items()}
