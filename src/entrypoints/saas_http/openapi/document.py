"""The OpenAPI 3.1 document of every endpoint, with examples and every possible problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, get_type_hints

import attrs

from saas_http.endpoints import TENANT, Endpoint, Router, Who
from saas_http.files import BYTES
from saas_http.openapi.examples import FILES, example_of
from saas_http.openapi.links import links_of
from saas_http.openapi.problems import problems_of
from saas_http.openapi.schemas import Schema, Schemas
from saas_http.parsing.queries import optional
from saas_http.preconditions import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH

VERSION = "1"
MEDIA = "application/json"
PROBLEM = "application/problem+json"
SCHEME = "key"

_ABOUT = (
    "The API for clients' programs. Sign in with the header Authorization: Bearer KEY; the key determines the "
    "client. A refusal is a problem document (RFC 9457) with its clauses and remedies."
)
_KEY = (
    "A string of your choice, of 1 to 200 visible characters. The command is carried out once per key, and a repeat "
    "returns the first result."
)
_MATCH = "The ETag of the state that the change is based on; if the state has changed since, nothing is changed."
_NONE_MATCH = "ETags of states that you have; the answer is 304 if the state is still one of them."
_STATUSES = {402: "The license must be paid for", 404: "Not found, or not yours"}


def document(routers: Iterable[Router]) -> dict[str, Any]:
    """Return the description of all routes as JSON values."""
    known = tuple(routers)
    schemas = Schemas()
    problems = Problems()
    paths: dict[str, dict[str, Any]] = {}
    endpoints = tuple(endpoint for router in known for endpoint in router.endpoints)
    for each in endpoints:
        operation = _operation(each, schemas, problems)
        operation["responses"][str(each.status)] |= _linked(each, endpoints)
        paths.setdefault(each.path, {})[each.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "saas-core", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": about} for name, about in _tags(known).items()],
        "paths": paths,
        "components": {
            "schemas": {**dict(sorted(schemas.components.items())), **_PROBLEMS},
            "responses": problems.components,
            "securitySchemes": {SCHEME: {"type": "http", "scheme": "bearer"}},
        },
    }


class Problems:
    """Collects problem responses; those shared by several routes are listed once."""

    def __init__(self) -> None:
        """Start empty."""
        self.components: dict[str, Schema] = {}
        self._names: dict[tuple[int, tuple[str, ...]], str] = {}

    def of(self, endpoint: Endpoint) -> dict[str, Schema]:
        """Return the problem responses of a route, by status."""
        return {
            str(status): {"$ref": f"#/components/responses/{self._name(status, codes)}"}
            for status, codes in problems_of(endpoint).items()
        }

    def _name(self, status: int, codes: tuple[str, ...]) -> str:
        name = self._names.get((status, codes))
        if name is None:
            count = sum(known == status for known, _ in self._names) + 1
            name = self._names[status, codes] = f"Problem{status}_{count}"
            # The codes stand beside the one schema: a schema for each set of codes would be a model for each route.
            self.components[name] = {
                "description": _STATUSES.get(status, HTTPStatus(status).phrase),
                "x-codes": list(codes),
                "content": {PROBLEM: {"schema": _reference("Problem"), "example": _example(status, codes[0])}},
            }
        return name


def _tags(routers: Iterable[Router]) -> dict[str, str]:
    """Return the description of each tag, in order; several routers may share a tag."""
    found: dict[str, str] = {}
    for each in routers:
        found[each.tag] = found.get(each.tag) or each.about
    return found


def _operation(endpoint: Endpoint, schemas: Schemas, problems: Problems) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "tags": [endpoint.tag],
        "x-rule": {"who": endpoint.rule.who.value, "action": endpoint.rule.action},
        "security": [] if endpoint.rule.who is Who.ANYBODY else [{SCHEME: []}],
        "parameters": [*_path(endpoint, schemas), *_query(endpoint, schemas), *_headers(endpoint)],
        "responses": {**_answers(endpoint, schemas), **problems.of(endpoint)},
    }
    if endpoint.uploads:
        files = {each: {"schema": _file(each), "example": FILES[each]} for each in endpoint.uploads}
        operation["requestBody"] = {"required": True, "content": files}
    if endpoint.body is not None:
        content = {"schema": schemas.taken(endpoint.body), "example": example_of(endpoint.body)}
        operation["requestBody"] = {"required": True, "content": {MEDIA: content}}
    return operation


def _path(endpoint: Endpoint, schemas: Schemas) -> list[Schema]:
    uuid: Schema = {"type": "string", "format": "uuid"}
    named: Schema = {"type": "string", "minLength": 1}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": uuid
            if name == TENANT
            else named
            if endpoint.ids[name] is str
            else schemas.answered(endpoint.ids[name]),
        }
        for name in endpoint.parameters
    ]


def _query(endpoint: Endpoint, schemas: Schemas) -> list[Schema]:
    hints = get_type_hints(endpoint.query, include_extras=True)
    found: list[Schema] = []
    for each in attrs.fields(endpoint.query):
        hint, _ = optional(hints[each.name])
        schema = schemas.taken(hint)
        if isinstance(each.default, int):
            schema = {**schema, "default": each.default}
        found.append({"name": each.name, "in": "query", "required": each.default is attrs.NOTHING, "schema": schema})
    return found


def _headers(endpoint: Endpoint) -> list[Schema]:
    given = []
    if endpoint.keyed:
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        given.append((IDEMPOTENCY_KEY, _KEY, schema))
    if endpoint.edits:
        given.append((IF_MATCH, _MATCH, {"type": "string", "pattern": '^(\\*|"[!#-~]*")$'}))
    if endpoint.tagged and endpoint.method == "GET":
        given.append((IF_NONE_MATCH, _NONE_MATCH, {"type": "string"}))
    return [{"name": name, "in": "header", "description": about, "schema": schema} for name, about, schema in given]


def _answers(endpoint: Endpoint, schemas: Schemas) -> dict[str, Schema]:
    headers: dict[str, Schema] = {"X-Request-Id": _header("The id of the request, as it stands in the logs.")}
    if endpoint.tagged or endpoint.edits:
        headers["ETag"] = _header("The state of the returned resource.")
    if endpoint.location:
        headers["Location"] = _header("Where the new thing is.")
    if endpoint.gives is str or endpoint.streams:
        schema: Schema = {"type": "object" if endpoint.media == MEDIA else "string"}
    else:
        schema = schemas.answered(endpoint.gives)
    answers: dict[str, Schema] = {
        str(endpoint.status): {
            "description": HTTPStatus(endpoint.status).phrase,
            "headers": headers,
            "content": {media: {"schema": _file(media) if media == BYTES else schema} for media in endpoint.all_medias},
        }
    }
    if endpoint.tagged and endpoint.method == "GET":
        answers["304"] = {"description": "It is as you have it."}
    return answers


def _file(media: str) -> Schema:
    return {"type": "string", "format": "binary"} if media == BYTES else {"type": "string"}


def _linked(endpoint: Endpoint, others: Sequence[Endpoint]) -> Schema:
    links = links_of(endpoint, others)
    return {"links": links} if links else {}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _example(status: int, code: str) -> Schema:
    return {
        "type": f"urn:saas-core:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "request_id": "5f2c9a0e4b7d4c1e8a3f6b2d1c0e9f8a",
    }


def _header(about: str) -> Schema:
    return {"description": about, "schema": {"type": "string"}}


_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_FIELD_ERROR: Schema = {
    "type": "object",
    "description": "What is wrong with one field of a request, named by its path, and what would help.",
    "properties": {"field": _TEXT, "message": _TEXT, "remedy": _TEXT},
    "required": ["field", "message", "remedy"],
}
_PROBLEM_REASON: Schema = {
    "type": "object",
    "description": "One reason of a refusal, with its clauses and what would help.",
    "properties": {"code": _TEXT, "clauses": _TEXTS, "sentence": _TEXT, "remedy": _TEXT},
    "required": ["code", "clauses", "sentence", "remedy"],
}
_PROBLEM: Schema = {
    "type": "object",
    "description": (
        "What is wrong (RFC 9457): `code` is stable, and one of the `x-codes` of the response; `field` says where, "
        "`errors` lists every invalid field, `remedy` says what would help."
    ),
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "remedy": _TEXT,
        "field": _TEXT,
        "errors": {"type": "array", "items": _reference("FieldError")},
        "more_errors": {"type": "integer"},
        "verdict": _TEXT,
        "clauses": _TEXTS,
        "reasons": {"type": "array", "items": _reference("ProblemReason")},
        "action": _TEXT,
        "terms": _TEXT,
        "at": {"type": "string", "format": "date-time"},
        "valid_until": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
        "decision": {"type": "string", "format": "uuid"},
        "help": _TEXT,
        "request_id": _TEXT,
    },
    "required": ["type", "title", "status", "code", "request_id"],
}
_PROBLEMS: Schema = {"FieldError": _FIELD_ERROR, "Problem": _PROBLEM, "ProblemReason": _PROBLEM_REASON}
