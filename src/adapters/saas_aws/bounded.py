"""JSON from outside, read within bounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from saas_core.kernel.errors import InvalidValue


def json_object(body: bytes, *, largest: int, field: str = "body") -> Mapping[str, Any]:
    """Return the object that the bytes hold.

    Raises InvalidValue for more than `largest` bytes, for input that is not UTF-8, not JSON, not an object or nested
    too deep, and for a key that occurs twice in one object.
    """
    if len(body) > largest:
        message = f"has {len(body)} bytes; at most {largest} are allowed."
        raise InvalidValue(message, field=field, remedy="Send less.")
    try:
        content = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        message = "is not readable JSON."
        raise InvalidValue(message, field=field, remedy="Send one JSON object, each key once.") from fault
    if not isinstance(content, dict):
        message = "is not a JSON object."
        raise InvalidValue(message, field=field, remedy="Send one JSON object.")
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        message = "a key occurs twice"
        raise ValueError(message)
    return content


def _no_number(word: str) -> None:
    message = f"{word} is not a number"
    raise ValueError(message)
