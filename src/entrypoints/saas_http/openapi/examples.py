"""Examples of requests, generated from their classes: every required field, with a plausible value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs

from saas_core.kernel.bounds import rule_of
from saas_http.files import BYTES, CSV, LINES
from saas_http.parsing.values import Number, Text

_ID = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
_PLAIN: Mapping[Any, Any] = {str: "text", int: 1, bool: True, UUID: _ID, datetime: "2026-12-01T09:00:00Z"}
_FORMS: Mapping[str, str] = {
    "name": "Ada Lovelace",
    "email": "ada@harbor.example",
    "action": "invoices.approve",
    "permission": "invoices.*",
    "reference": "INV-1",
    "version": "2026-01",
    "toml": 'version = "2026-02"',
    "staff-permission": "staff.support",
    "country": "GB",
    "time-zone": "Europe/London",
    "language": "en",
    "region": "eu-central-1",
    "token": "inv_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret",
    "cursor": "cursor",
}
_LINE = '{"email": "ada@harbor.example", "name": "Ada Lovelace"}\n'
_TABLE = "email,name,roles,department\nada@harbor.example,Ada Lovelace,Clerk,Finance\n"
FILES: Mapping[str, str] = {CSV: _TABLE, LINES: _LINE, "application/x-ndjson": _LINE, BYTES: _TABLE}
"""Files of users."""
_DIGEST = 64


def example_of(hint: Any) -> Any:  # noqa: ANN401, PLR0911 - one line a kind
    """Return an example value of an annotated type, as JSON."""
    hint = getattr(hint, "__supertype__", hint)
    origin, parts = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin is Annotated:
        rule = rule_of(parts[1:])
        return example_of(parts[0]) if rule is None else _ruled(rule)
    if cast("object", origin) is Literal:
        return parts[0]
    if origin in {Union, UnionType}:
        return example_of(next(each for each in parts if each is not NoneType))
    if origin in {tuple, frozenset}:
        return [example_of(parts[0])]
    if issubclass(hint, Enum):
        return next(iter(hint)).value
    hints = get_type_hints(hint, include_extras=True)
    needed = [each.name for each in attrs.fields(hint) if each.default is attrs.NOTHING]
    # If nothing is required, the first optional field serves as the example.
    names = needed or [each.name for each in attrs.fields(hint)][:1]
    return {name: example_of(hints[name]) for name in names}


def _ruled(rule: Text | Number) -> Any:  # noqa: ANN401
    if isinstance(rule, Number):
        return max(rule.least, 100)
    if rule.form:
        return _FORMS[rule.form]
    return "0" * _DIGEST if rule.shortest == _DIGEST else "harbor-foods"
