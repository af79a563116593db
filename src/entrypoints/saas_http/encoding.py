"""Views as the bytes of a JSON answer."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import msgspec

from saas_views.presenting import REVISION, as_json, fields_of


def encoded(view: object) -> bytes:
    """Return a view as JSON in UTF-8."""
    # msgspec encodes plain classes exactly as `as_json` would, but faster.
    return _ENCODER.encode(view if _plain(type(view)) else as_json(view))  # type: ignore[arg-type]


_ENCODER = msgspec.json.Encoder()


@cache
def _plain(kind: Any) -> bool:  # noqa: ANN401
    """Return whether a class is encoded directly: an attrs class of plain values, without a revision or a set."""
    if not (isinstance(kind, type) and attrs.has(kind)) or REVISION in fields_of(kind):
        return False
    hints = get_type_hints(kind)
    return all(_plainly(hints[each.name]) for each in attrs.fields(kind))


def _plainly(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) in {tuple, Union, UnionType}:
        return all(each is Ellipsis or _plainly(each) for each in get_args(hint))
    if hint in {str, int, bool, NoneType, UUID, datetime}:
        return True
    return isinstance(hint, type) and (issubclass(hint, Enum) or _plain(hint))  # type: ignore[arg-type]
