"""Query strings: known names only, each once, each parsed as strictly as a body."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache, partial
from types import NoneType
from typing import Annotated, Any, NoReturn, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl
from uuid import UUID

import attrs

from saas_core.kernel.errors import InvalidValue
from saas_http.parsing import values
from saas_http.problems import QueryInvalid
from saas_web.problems import Fault

T = TypeVar("T")

_MOST = 50
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})", re.ASCII)
_FLAGS = {"true": True, "false": False}


@attrs.frozen
class NoQuery:
    """The empty query of a route without parameters."""


def read_query(raw: bytes, kind: type[T]) -> T:
    """Return a class structured from a query string; raises QueryInvalid for an unknown, repeated or invalid name."""
    if not raw:
        given: dict[str, str] = {}
    else:
        given = _pairs(raw)
    readers = _readers(kind)  # type: ignore[arg-type]
    faults = [
        Fault(_short(name), "is not known here.", f"There are: {', '.join(readers)}." if readers else "Leave it out.")
        for name in given
        if name not in readers
    ]
    found: dict[str, Any] = {}
    for name, (read, needed) in readers.items():
        if name not in given:
            if needed:
                faults.append(Fault(name, "is missing.", "Give it."))
            continue
        try:
            found[name] = read(given[name])
        except InvalidValue as fault:
            faults.append(Fault(name, fault.message, fault.remedy))
    if faults:
        raise QueryInvalid(tuple(faults))
    return kind(**found)


def optional(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401 - an annotation
    """Return the type of an annotation without None, and whether None is allowed."""
    parts = get_args(hint)
    if NoneType in parts:
        (inner,) = (each for each in parts if each is not NoneType)
        return inner, True
    return hint, False


def _pairs(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST
        )
    except ValueError:
        _refuse("query", "cannot be read.", "Write name=value, joined by &, in UTF-8.")
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            _refuse(_short(name), "is given twice.", "Give it once.")
        if "\0" in value or "\0" in name:
            _refuse(_short(name), "contains NUL.", "Leave it out.")
        found[name] = value
    return found


@cache
def _readers(kind: Any) -> dict[str, tuple[Callable[[str], Any], bool]]:  # noqa: ANN401
    hints = get_type_hints(kind, include_extras=True)
    return {
        each.name: (_reader(optional(hints[each.name])[0]), each.default is attrs.NOTHING)
        for each in attrs.fields(kind)
    }


def _reader(hint: Any) -> Callable[[str], Any]:  # noqa: ANN401, PLR0911 - one line a kind
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) is Annotated:
        base, rule = get_args(hint)
        if base is int:
            return lambda text: values.read_number(_number(text), rule)
        return partial(values.read_text, rule=rule)
    if hint is UUID:
        return values.read_id
    if hint is datetime:
        return values.read_instant
    if hint is bool:
        return _flag
    if isinstance(hint, type) and issubclass(hint, Enum):
        return partial(values.read_member, kinds=hint)
    return partial(values.read_text, rule=values.Text())


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        values.refuse("is not a whole number.", "Give digits only.")
    return int(text)


def _flag(text: str) -> bool:
    if text not in _FLAGS:
        values.refuse("is neither true nor false.", "Give true or false.")
    return _FLAGS[text]


def _short(name: str) -> str:
    return name[:60].encode("ascii", "replace").decode() or "query"


def _refuse(field: str, message: str, remedy: str) -> NoReturn:
    raise QueryInvalid((Fault(field, message, remedy),)) from None
