"""Examples of requests, generated from their classes: every required field, with a value that fits its subject.

What a value is called decides, where its type alone would not tell a person from a department.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs

from saas_core.kernel.bounds import rule_of
from saas_core.kernel.ids import EXAMPLE, IdType
from saas_http.files import BYTES, CSV, LINES
from saas_http.parsing.values import Number, Text

_PLAIN: Mapping[Any, Any] = {str: "text", int: 1, bool: True, datetime: "2026-12-01T09:00:00Z"}
_FORMS: Mapping[str, str] = {
    "name": "Ada Lovelace",
    "email": "ada@harbor.example",
    "action": "invoices.approve",
    "permission": "invoices.*",
    "reference": "INV-1",
    "version": "2026-02",
    "day": "2026-12-31",
    "toml": 'version = "2026-02"',
    "staff-permission": "staff.support",
    "country": "GB",
    "time-zone": "Europe/London",
    "language": "en",
    "region": "eu-central-1",
    "token": "inv_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret",
    "cursor": "cursor",
    "scope": "clause:0.2",
    "prose": "A delivery note for order 4711, please.",
}
_FIELDS: Mapping[str, Any] = {
    "address": "ada@harbor.example",
    "clause": "0.2",
    "client": "harbor-foods",
    "code": "314159",
    "contact_email": "office@harbor.example",
    "content_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "delivered_at": "2026-11-23T13:00:00Z",
    "description": "Orders over 10,000 need a second approval.",
    "dispute": "dp_1QX3kD",
    "ended_at": "2026-11-23T13:00:00Z",
    "kind": "mail.invitation",
    "legal_name": "Harbor Foods Ltd",
    "line": "L1",
    "named": "topic.feature_usage",
    "parts": "How do I print a delivery note?",
    "reference": "BANK-4711",
    "release": "2026.11",
    "search": "delivery note",
    "started_at": "2026-11-23T09:00:00Z",
    "minor": 650_00,
    "overlap_seconds": 86_400,
    "reason": "The administrator of the client is locked out.",
    "said": "The client canceled by phone on December 1.",
    "slug": "harbor-foods",
    "title": "A second approval step for large orders",
    "topic": "topic.feature_usage",
    "typed_name": "Olivia Hart",
    "subject": f"user:{EXAMPLE}",
    "until": "2027-01-01T09:00:00Z",
    "where": "Settings, Language",
    "why": "Accounts are shared among several companies.",
}
"""Examples by the name of a field; those of a class's own field come first."""
_OF_CLASSES: Mapping[tuple[str, str], Any] = {
    ("AddIntegration", "name"): "lobby_display",
    ("AddIntegration", "title"): "Lobby display",
    ("AddRole", "name"): "Bookkeeper",
    ("AskGrant", "until"): "2026-12-01T13:00:00Z",
    ("AskGrant", "why"): "The only owner lost her phone; ticket 4711.",
    ("AskQuestion", "action"): "warehouse.auction",
    ("ConnectEmail", "address"): "office@harbor.example",
    ("ConnectEmail", "domain"): "harbor.example",
    ("ConnectGateway", "secret"): "rk_live_51HarborFoods0198c5f0",
    ("ConnectOther", "name"): "lobby_display",
    ("ConnectOther", "secret"): "the key that the display shows",
    ("SetFinances", "country"): "GB",
    ("SetFinances", "currency"): "GBP",
    ("ConfirmWith", "token"): "grt_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret",
    ("CreateDepartment", "name"): "Finance",
    ("EditRole", "name"): "Bookkeeper",
    ("CancelWith", "reason"): "We do it otherwise.",
    ("ClosePeriod", "until"): "2026-11-01T00:00:00Z",
    ("CreditTimeBody", "reason"): "The work was not as agreed.",
    ("ClassifyTicketBody", "reason"): "It asks how a feature is used.",
    ("DecideDisputeBody", "reason"): "It asks where the setting is.",
    ("ErasePersonBody", "reason"): "The person asked for it.",
    ("FetchKey", "token"): f"stk_{0:032x}_secret",
    ("LiftHoldBody", "why"): "Each company has accounts of its own now.",
    ("LeaveOutBody", "reason"): "The client did without it.",
    ("MakeApiKey", "name"): "Till 3",
    ("Registered", "document"): '[[permission]]\nname = "invoices.approve"\ntitle = "approving invoices"\n',
    ("OpenAppeal", "subject"): "Our payment of March arrived",
    ("OpenTicket", "subject"): "How do I print a delivery note?",
    ("RedactMessageBody", "reason"): "It held a password.",
    ("RedactNoteBody", "reason"): "It held a password.",
    ("RenameDepartmentBody", "name"): "Finance",
    ("VoidTime", "reason"): "It was recorded for the wrong client.",
    ("WriteOff", "reason"): "We do not bill for this hour.",
    ("SignInWith", "token"): "sin_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret",
}
_LINE = '{"email": "ada@harbor.example", "name": "Ada Lovelace"}\n'
_PAPER = "%PDF-1.7\n%%EOF\n"
_TABLE = "email,name,roles,department\nada@harbor.example,Ada Lovelace,Clerk,Finance\n"
FILES: Mapping[str, str] = {CSV: _TABLE, LINES: _LINE, "application/x-ndjson": _LINE, BYTES: _PAPER}
"""Files of users, and a file of any kind."""


def example_of(hint: Any) -> Any:  # noqa: ANN401
    """Return an example value of an annotated type, as JSON."""
    return _example(hint, "", "")


def _example(hint: Any, owner: str, name: str) -> Any:  # noqa: ANN401, PLR0911 - one line a kind
    if isinstance(hint, IdType) or hint is UUID:
        return _id(hint.__name__)
    hint = getattr(hint, "__supertype__", hint)
    origin, parts = get_origin(hint), get_args(hint)
    if cast("object", origin) is Literal:
        return parts[0]
    if origin in {Union, UnionType}:
        return _example(next(each for each in parts if each is not NoneType), owner, name)
    if origin in {tuple, frozenset}:
        return [_example(parts[0], owner, name)]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint)).value
    if isinstance(hint, type) and attrs.has(hint):
        return _object(hint)
    known = _OF_CLASSES.get((owner, name), _FIELDS.get(name))
    if known is not None:
        return known
    if hint in _PLAIN:
        return _PLAIN[hint]
    rule = rule_of(parts[1:])
    return _example(parts[0], owner, name) if rule is None else _ruled(rule)


def _object(kind: type[attrs.AttrsInstance]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    needed = [each.name for each in attrs.fields(kind) if each.default is attrs.NOTHING]
    # If nothing is required, the first optional field serves as the example.
    names = needed or [each.name for each in attrs.fields(kind)][:1]
    return {name: _example(hints[name], kind.__name__, name) for name in names}


def _id(kind: str) -> str:
    """Return an id of a type, unlike that of another type in the same request."""
    return f"{EXAMPLE[:-2]}{zlib.crc32(kind.encode()) % 256:02x}"


def _ruled(rule: Text | Number) -> Any:  # noqa: ANN401
    if isinstance(rule, Number):
        return max(rule.least, 100)
    return _FORMS[rule.form] if rule.form else "harbor-foods"
