"""Files of users: read row by row, with errors that name the line and what would help."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas_core.access.errors import RowsUnreadable
from saas_core.access.import_rows import csv_rows, json_rows


def test_rows_come_with_the_line_on_which_they_begin() -> None:
    """Empty lines count, and so do line breaks in a cell."""
    text = 'Email , name,roles\na@x.example,"Ada\nL.",Clerk\n\n,,\nb@x.example,Ben\n'
    assert list(csv_rows(io.StringIO(text, newline=""))) == [
        (2, {"email": "a@x.example", "name": "Ada\nL.", "roles": "Clerk"}),
        (6, {"email": "b@x.example", "name": "Ben"}),
    ]


def test_bytes_are_read_as_utf_8_with_or_without_a_mark() -> None:
    """As spreadsheets write them."""
    rows = list(csv_rows(io.BytesIO("\ufeffemail,name\r\nj@x.example,Jürgen\r\n".encode())))
    assert rows == [(2, {"email": "j@x.example", "name": "Jürgen"})]


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b"", 1, "missing"),
        (b"email\n", 1, "'name' is missing"),
        (b"email,name,phone\n", 1, "'phone' is not known"),
        (b"email,name,name\n", 1, "twice"),
        (b"email,name\na@x.example,Ada,Clerk\n", 2, "3 cells"),
        (b'email,name\na@x.example,"Ada\nb@x.example,Ben\n', 2, "not closed"),
        (b'email,name\na@x.example,"A"da\n', 2, "not valid CSV"),
        (b"email,name\na@x.example,J\xfcrgen\n", 2, "byte 14 is 0xfc"),
        (b"email,name\na@x.example,A\x00da\n", 2, "NUL"),
        (b"email,name\n" + b"x" * 100_001, 2, "longer"),
    ],
)
def test_a_broken_file_names_line_and_remedy(content: bytes, line: int, word: str) -> None:
    """The fault names its line and gives a remedy."""
    with pytest.raises(RowsUnreadable, match=word) as caught:
        list(csv_rows(io.BytesIO(content)))
    assert caught.value.line == line
    assert caught.value.remedy


def test_json_lines_are_objects() -> None:
    """Empty lines are passed over, and counted."""
    text = '{"email": "a@x.example", "name": "Ada"}\n\n{"email": 1}\n'
    assert list(json_rows(io.StringIO(text))) == [(1, {"email": "a@x.example", "name": "Ada"}), (3, {"email": 1})]


@pytest.mark.parametrize(
    "line", [b"[1]", b"{", b'{"a": 1, "a": 2}', b"\xff", b"[" * 50_000, b'"x"', b'{"a": NaN}', b'{"a": -Infinity}']
)
def test_a_broken_line_names_itself(line: bytes) -> None:
    """And what would help."""
    with pytest.raises(RowsUnreadable) as caught:
        list(json_rows([b"{}\n", line]))
    assert (caught.value.line, bool(caught.value.remedy)) == (2, True)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    """It reads, or says why not."""
    for read in (csv_rows, json_rows):
        try:
            list(read(io.BytesIO(b"email,name\n" + content)))
        except RowsUnreadable as fault:
            assert fault.line >= 1
