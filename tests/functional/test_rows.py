"""Files of users: what is wrong with one is named with its line, before anything is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from saas_cli.rows import read_rows
from saas_core.kernel.errors import InvalidValue


def _file(folder: Path, content: bytes, name: str = "users.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_rows_come_with_the_line_they_begin_in(tmp_path: Path) -> None:
    """Empty lines and quoted line breaks are counted, headings may be in any case and order."""
    path = _file(tmp_path, b'Email,NAME\na@x.example,"A\nB"\n\nc@x.example,C\n')
    assert list(read_rows(path)) == [
        (2, {"email": "a@x.example", "name": "A\nB"}),
        (5, {"email": "c@x.example", "name": "C"}),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    """Spreadsheets write one."""
    path = _file(tmp_path, b"\xef\xbb\xbfname,email\nA,a@x.example\n")
    assert list(read_rows(path)) == [(2, {"name": "A", "email": "a@x.example"})]


def test_json_lines_are_read_as_rows(tmp_path: Path) -> None:
    """One object a line; what is no text counts as empty and is refused later, with its line."""
    path = _file(tmp_path, b'{"name": "A", "email": "a@x.example"}\n\n{"name": 3, "email": "b@x.example"}\n', "u.jsonl")
    assert list(read_rows(path)) == [
        (1, {"name": "A", "email": "a@x.example"}),
        (3, {"name": "", "email": "b@x.example"}),
    ]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"name,email\nJos\xe9,jose@x.example\n", "users.csv", "not UTF-8"),
        (b"name\nAda\n", "users.csv", "'email' is missing"),
        (b"", "users.csv", "'name' is missing"),
        (b'name,email\nA,a@x.example\n"B,b@x.example\nC,c@x.example\n', "users.csv", "line 3: a quote is left open"),
        (b'{"name": "A"\n', "users.jsonl", "line 1, column"),
        (b"[1]\n", "users.jsonl", "line 1: is no JSON object"),
        (b'{"name": "\xff"}\n', "users.jsonl", "not UTF-8"),
    ],
)
def test_a_broken_file_names_line_and_trouble(content: bytes, name: str, words: str, tmp_path: Path) -> None:
    """Wrong encoding, missing column, open quote, broken JSON."""
    with pytest.raises(InvalidValue, match=words):
        list(read_rows(_file(tmp_path, content, name)))
