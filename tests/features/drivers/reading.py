"""Requests written and answers read, by what the endpoints declare of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

import attrs
from cattrs import Converter

from api import Answer
from saas_core.policy.decision import Decision, Question, Ruling, Verdict
from saas_core.policy.reasons import Reason
from saas_http.endpoints import Endpoint
from saas_http.files import BYTES
from saas_views.decisions import AnswerView, ExplainedView

_LINES = "application/jsonl"


def text(value: object) -> str:
    """Write a value as it stands in a path or a query."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def body(endpoint: Endpoint, given: dict[str, Any]) -> tuple[str, bytes | None]:
    """Take the body out of what is given; returns its kind and bytes, None where there is none."""
    if endpoint.uploads == (BYTES,):
        return BYTES, given.pop("content")
    if endpoint.uploads:
        rows = given.pop("rows")
        return _LINES, b"".join(json.dumps(row).encode() + b"\n" for _line, row in rows)
    if endpoint.body is None:
        return "", None
    taken = {each.name: given.pop(each.name) for each in attrs.fields(endpoint.body) if each.name in given}
    return "application/json", json.dumps({name: _plain(each) for name, each in taken.items()}).encode()


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case datetime():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case bytes():
            return value.decode()
        case None | bool() | int() | str():
            return value
        case Iterable():
            return [_plain(each) for each in value]
        case _ if attrs.has(type(value)):
            return {each.name: _plain(getattr(value, each.name)) for each in attrs.fields(type(value))}
    message = f"no request holds a {type(value).__name__}"
    raise AssertionError(message)


def read(answer: Answer, kind: Any) -> Any:
    """Read an answer as the view that its endpoint declares; a file is its bytes."""
    if answer.headers.get("content-type") == BYTES:
        return answer.body
    return _converter().structure(answer.json, kind) if answer.body else None


@cache
def _converter() -> Converter:
    converter = Converter()
    converter.register_structure_hook(datetime, lambda value, _kind: datetime.fromisoformat(value))
    # Contents that a view holds as they are.
    converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _kind: value)
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, UUID), lambda value, kind: kind(value)
    )
    return converter


def decision_of(question: Question, told: AnswerView | ExplainedView | Mapping[str, Any]) -> Decision:
    """Return the decision that an answer, an explanation or the problem of a refusal is."""
    if isinstance(told, Mapping):
        # A problem does not say what was overruled.
        said = {**told, "overruled": (), "terms_version": told["terms"], "remedy": None, "known_at": None}
        told = _converter().structure({"decision": None, **said}, AnswerView)
    answer, facts = (told.answer, told.facts) if isinstance(told, ExplainedView) else (told, ())
    ruling = Ruling(
        verdict=Verdict(answer.verdict),
        reasons=tuple(Reason(each.code, each.clauses, each.sentence, each.remedy) for each in answer.reasons),
        clauses=answer.clauses,
        overruled=answer.overruled,
        terms_version=answer.terms_version,
        valid_until=answer.valid_until,
        facts=facts,
    )
    return Decision(question, ruling, answer.at, answer.known_at, id=answer.decision)
