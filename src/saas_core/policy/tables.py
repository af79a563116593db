"""Strict reading of TOML documents: every error names the line and the key.

The standard reader does not keep positions, so the lines of headers and keys are found separately, in a document that
is already known to be well formed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import instant
from saas_core.policy.errors import DocumentInvalid

LARGEST_DOCUMENT = 1_000_000
"""The largest size of a document, in bytes."""

DEEPEST_KEY = 15
"""The most parts of a dotted key; documents have keys of one."""

_DEEP = re.compile(
    rf"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST_KEY}}}"""
)
_PLACE = re.compile(r"at line (\d+)")
_WORD = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_WORD}(?:[ \t]*\.[ \t]*{_WORD})*"
_ROW = re.compile(rf"[ \t]*\[\[[ \t]*({_DOTTED})[ \t]*\]\]")
_TABLE = re.compile(rf"[ \t]*\[[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_TOKEN = re.compile(r'''"""|\'\'\'|"(?:[^"\\]|\\.)*"|'[^']*'|[#\[\]{}]''')
_CLOSING = {'"""': re.compile(r'\\.|("{3,5})'), "'''": re.compile(r"('{3,5})")}


@frozen
class Table:
    """A table of a document: its content, its path (`clause[2]`, counted from 1), and the lines of the document."""

    content: Mapping[str, object]
    path: str
    lines: Mapping[str, int]
    error: type[DocumentInvalid]

    def wrong(self, message: str, key: str, remedy: str = "") -> DocumentInvalid:
        """Return the error about a key of this table."""
        path = f"{self.path}.{key}" if self.path and key else self.path or key
        return self.error(message, field=path, line=self._line(path), remedy=remedy)

    @property
    def line(self) -> int:
        """The line in which this table begins; 0 for the document itself."""
        return self._line(self.path)

    def _line(self, path: str) -> int:
        """Return the line of a key, or of its nearest parent; 0 if neither was written."""
        while path and path not in self.lines:
            path = path.rpartition("[" if path.endswith("]") else ".")[0]
        return self.lines.get(path, 0)

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse a key that is neither required nor optional, and a missing required key."""
        for key in self.content:
            if key not in required and key not in optional:
                allowed = ", ".join((*required, *optional))
                message = "is not a known key."
                raise self.wrong(message, _as_key(key), f"Known are {allowed}.")
        for key in required:
            if key not in self.content:
                message = "is missing."
                raise self.wrong(message, key, "Add it.")

    def string(self, key: str) -> str:
        """Return a text."""
        value = self.content[key]
        if not isinstance(value, str):
            message = f"is {_kind(value)}, not text."
            raise self.wrong(message, key, "Write it in quotes.")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of distinct texts, at least one."""
        value = self.content[key]
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            message = "is not a list of texts."
            raise self.wrong(message, key, 'Write it as in ["0.1"], with at least one.')
        if len(set(value)) != len(value):
            message = "names a value twice."
            raise self.wrong(message, key, "Name each once.")
        return tuple(value)

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number between two bounds, both included."""
        value = self.content[key]
        if type(value) is not int or not low <= value <= high:
            message = f"is not a whole number from {low} to {high}."
            raise self.wrong(message, key, f"Give {low} to {high}.")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.content[key]
        if not isinstance(value, bool):
            message = f"is {_kind(value)}."
            raise self.wrong(message, key, "Write true or false, without quotes.")
        return value

    def moment(self, key: str) -> datetime:
        """Return an instant, in UTC."""
        value = self.content[key]
        if not isinstance(value, datetime):
            message = f"is {_kind(value)}, not an instant."
            raise self.wrong(message, key, "Write it without quotes, as in 2026-01-01T00:00:00Z.")
        try:
            return instant(value, key)
        except InvalidValue as fault:
            raise self.wrong(fault.message, key, fault.remedy) from fault

    def table(self, key: str) -> Table:
        """Return a table inside this one."""
        value = self.content[key]
        if not isinstance(value, dict):
            message = "is not a table."
            raise self.wrong(message, key, f"Write [{key}] and its keys below it.")
        return Table(value, key, self.lines, self.error)

    def rows(self, key: str) -> Iterator[Table]:
        """Return the tables of a list, in order."""
        value = self.content[key]
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            message = "is not a list of tables."
            raise self.wrong(message, key, f"Write [[{key}]] and its keys below it, once for each.")
        for place, each in enumerate(value, start=1):
            path = f"{self.path}.{key}" if self.path else key
            yield Table(each, f"{path}[{place}]", self.lines, self.error)


def read_document(document: bytes, error: type[DocumentInvalid]) -> tuple[str, Table]:
    """Read the bytes of a TOML document; return its text and its top table.

    Raises the given error for a document of more than 1,000,000 bytes, not in UTF-8, or not in TOML.
    """
    if len(document) > LARGEST_DOCUMENT:
        message = f"the document has {len(document)} bytes."
        raise error(message, remedy=f"At most {LARGEST_DOCUMENT} are read.")
    if document.startswith(b"\xef\xbb\xbf"):
        message = "the document begins with a byte order mark."
        raise error(message, line=1, remedy="Save it as UTF-8 without one.")
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError as fault:
        message = "the document is not UTF-8."
        line = document.count(b"\n", 0, fault.start) + 1
        raise error(message, line=line, remedy="Save it as UTF-8.") from fault
    deep = _DEEP.search(text)
    if deep:
        # The reader takes time that grows with the square of the parts of a key.
        message = f"a key has more than {DEEPEST_KEY} parts."
        raise error(message, line=text.count("\n", 0, deep.start()) + 1, remedy="Write shorter keys.")
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        said = str(fault) if isinstance(fault, ValueError) else "it is nested too deeply"
        place = _PLACE.search(said)
        line = int(place[1]) if place else text.count("\n") + 1
        message = f"the document is not valid TOML: {said[:200]}."
        raise error(message, line=line, remedy="Fix the line.") from fault
    return text, Table(content, "", lines_of(text), error)


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each header and key of a well-formed TOML document by path, counted from 1."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    here, quote, depth = "", "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        start = 0
        if not quote and not depth:
            header = _ROW.match(line)
            if header:
                name = _plain(header[1])
                counts[name] = counts.get(name, 0) + 1
                here = f"{name}[{counts[name]}]"
                found[here] = number
                # An error about the list as a whole points to its first row.
                found.setdefault(name, number)
                continue
            header = _TABLE.match(line)
            if header:
                here = _plain(header[1])
                found[here] = number
                continue
            key = _KEY.match(line)
            if key:
                path = _plain(key[1])
                found.setdefault(f"{here}.{path}" if here else path, number)
                start = key.end()
        quote, depth = _after(line, start, quote, depth)
    return found


def _after(line: str, start: int, quote: str, depth: int) -> tuple[str, int]:
    """Return the long quote and the number of brackets that are open at the end of a line."""
    while True:
        if quote:
            closing = next((each for each in _CLOSING[quote].finditer(line, start) if each[1]), None)
            if closing is None:
                return quote, depth
            quote, start = "", closing.end()
        token = _TOKEN.search(line, start)
        if token is None or token[0] == "#":
            return "", depth
        start = token.end()
        if token[0] in _CLOSING:
            quote = token[0]
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)


def _plain(dotted: str) -> str:
    return ".".join(word.strip().strip("\"'") for word in dotted.split("."))


def _as_key(key: str) -> str:
    return key if len(key) <= 60 and key.isprintable() else repr(key[:60])  # noqa: PLR2004 - as much as a line shows


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number with a point", str: "a text"}
    return names.get(type(value), "a list" if isinstance(value, list) else "of another kind")
