"""JSON input: UTF-8, one object, no duplicate keys, finite numbers, and only text that can be stored."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, TypeAlias

from saas_http.problems import BodyInvalid
from saas_web.problems import Fault

DEEPEST = 16
_LONGEST_NUMBER = 40
_LONGEST_NAME = 60
_Path: TypeAlias = "tuple[()] | tuple[_Path, str | int]"


class _Wrong(Exception):
    """An error in the text."""


def json_object(body: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return the JSON object in a body, and a fault for each text that cannot be stored; raises BodyInvalid."""
    try:
        text = body.decode("utf-8")
        found = _DECODER.decode(text)
    except UnicodeDecodeError as fault:
        _refuse("", f"is not UTF-8: byte {fault.start}.", "Send UTF-8.")
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        _refuse("", f"is not JSON ({where}).", "Send one JSON object.")
    except RecursionError:
        _too_deep()
    except _Wrong as fault:
        _refuse("", f"{fault}.", "Correct it.")
    unsound: list[Fault] = []
    if body.count(b"{") + body.count(b"[") > DEEPEST or b"\\u" in body:
        # Only such a body can be deeply nested, or hold an escaped NUL or half a surrogate pair.
        _unsound(found, (), 1, unsound)
    if type(found) is not dict:
        _refuse("", "is not a JSON object.", "Send one JSON object.")
    return found, tuple(unsound)


def _unsound(value: Any, path: _Path, depth: int, faults: list[Fault]) -> None:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, str):
        _unstorable(value, path, faults)
    elif isinstance(value, (dict, list)) and value:
        if depth > DEEPEST:
            _too_deep()
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(step, str):
                _unstorable(step, path, faults)
            if isinstance(each, (str, dict, list)):
                _unsound(each, (path, step), depth + 1, faults)


def _unstorable(value: str, path: _Path, faults: list[Fault]) -> None:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            faults.append(
                Fault(_written(path) or "body", "contains half a surrogate pair.", "Send complete characters.")
            )
    if "\0" in value:
        faults.append(Fault(_written(path) or "body", "contains NUL.", "Leave it out."))


def _written(path: _Path) -> str:
    """Return a path as text; it is put together only where it is needed, since its names may be long."""
    parts: list[str] = []
    while path:
        path, step = path
        parts.append(f"[{step}]" if isinstance(step, int) else f".{step[:_LONGEST_NAME]}")
    return "".join(reversed(parts)).removeprefix(".").encode("ascii", "replace").decode()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        message = f"the key {twice[:60]!a} occurs twice"
        raise _Wrong(message)
    return found


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        message = "contains a number that is too long"
        raise _Wrong(message)
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        message = "contains a number that is too large"
        raise _Wrong(message)
    return value


def _constant(name: str) -> NoReturn:
    message = f"contains {name}, which is not a number"
    raise _Wrong(message)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_whole, parse_float=_fraction, parse_constant=_constant)


def _refuse(path: str, message: str, remedy: str) -> NoReturn:
    raise BodyInvalid((Fault(path or "body", message, remedy),)) from None


def _too_deep() -> NoReturn:
    _refuse("", f"is nested deeper than {DEEPEST} levels.", "Send it flat.")
