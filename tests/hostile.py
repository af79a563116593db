"""Values as nobody should give them: texts, numbers, instants, and things of another kind altogether."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

TEXTS = MappingProxyType(
    {
        "empty": "",
        "blank": " \t\n",
        "NUL": "a\x00b",
        "lone surrogate": "a\ud800b",
        "ten megabytes": "x" * 10_000_000,
        "right to left": "\u202eevil\u202c",
        "zero width": "a\u200bb\ufeff",
        "combining": "e" + "\u0301" * 500,
        "control": "\x1b[31mred\x07",
        "line break": "a\r\nBcc: eve@x.example",
        "line separator": "a\u2028b",
        "quoted SQL": "'; DROP TABLE users; --",
        "formula": "=cmd|' /C calc'!A0",
        "template": "{{7*7}}${7*7}%s%(name)s{name}{0}",
        "path": "../../etc/passwd\x2f",
        "backslash": "\\",
        "percent": "%_%",
        "private use": "\ue000",
        "noncharacter": "\uffff",
        "beyond": "\U0010ffff",
        "astral": "𝔞𝔟𝔠",
        "number": "1e400",
        "dots": "." * 300,
        "id": "00000000-0000-0000-0000-000000000000",
        "not an id": "0" * 31,
        "json": '{"a": [' * 50,
        "turkish": "İıſK",
    }
)

NUMBERS = MappingProxyType(
    {
        "NaN": math.nan,
        "infinite": 1e400,
        "minus zero": -0.0,
        "half": 0.5,
        "huge": 10**400,
        "beyond 64 bits": 2**63,
        "negative": -1,
        "very negative": -(10**30),
        "nought": 0,
        "true": True,
        "decimal NaN": Decimal("NaN"),
        "complex": 1j,
    }
)

INSTANTS = MappingProxyType(
    {
        "naive": datetime(2026, 1, 1),  # noqa: DTZ001 - that is what is wrong with it
        "first of all": datetime.min.replace(tzinfo=UTC),
        "last of all": datetime.max.replace(tzinfo=UTC),
        "beyond the last": datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
        "before the first": datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        "ancient": datetime(1066, 10, 14, tzinfo=UTC),
        "a date": date(2026, 1, 1),
    }
)

THINGS = MappingProxyType(
    {
        "nothing": None,
        "bytes": b"a\x00\xff",
        "a list": [[[]]],
        "a mapping": {"a": {"b": {"c": None}}},
        "nested": [[[[[[[[[["x"]]]]]]]]]],
        "an object": object(),
        "a class": str,
        "a function": len,
        "an id": UUID(int=2**128 - 1),
        "pairs": ((1, 2), (3,)),
        "not hashable": {1: [2]},
        "ellipsis": ...,
    }
)

ALL: MappingProxyType[str, Any] = MappingProxyType({**TEXTS, **NUMBERS, **INSTANTS, **THINGS})
