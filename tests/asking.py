"""Asking any route with an example of everything that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_type_hints
from urllib.parse import urlencode

import attrs

from api import Answer, Api
from saas_http.endpoints import Endpoint
from saas_http.openapi.examples import FILES, example_of
from saas_http.parsing.queries import optional
from two_clients import Client

_NAMED = {"name": "payment_gateway"}
"""What is named in paths by something else than an id."""
UNKNOWN = "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


def things_of(client: Client) -> dict[str, str]:
    """Return the id of one thing of each kind."""
    return {
        "user_id": str(client.clerk.user_id),
        "role_id": str(client.role),
        "replacement_id": str(client.spare),
        "department_id": str(client.top),
        "parent_id": str(client.top),
        "tenant_id": str(client.tenant_id),
        "key_id": str(client.api_key),
        "session_id": str(client.session),
        "grant_id": str(client.grant),
    }


def _filled(value: Any, things: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: things.get(name, _filled(each, things)) for name, each in value.items()}
    return [_filled(each, things) for each in value] if isinstance(value, list) else value


def asked(
    api: Api,
    endpoint: Endpoint,
    key: str | None,
    things: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask a route with an example of everything that it needs; ids are those of the things, or unknown."""
    path = endpoint.path
    for name in endpoint.parameters:
        path = path.replace(f"{{{name}}}", things.get(name, _NAMED.get(name, UNKNOWN)))
    hints = {name: optional(hint)[0] for name, hint in _hints(endpoint.query).items()}
    query = {name: things.get(name) or example_of(hints[name]) for name in _asked_for(endpoint, things)}
    body = None if endpoint.body is None else _whole(endpoint.body, things)
    path = f"{path}?{urlencode(query)}" if query else path
    if endpoint.uploads:
        kind = endpoint.uploads[0]
        return api(endpoint.method, path, key, raw=FILES[kind].encode(), headers={"content-type": kind})
    return api(endpoint.method, path, key, body, headers=headers)


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _asked_for(endpoint: Endpoint, things: Mapping[str, Any]) -> list[str]:
    return [
        each.name
        for each in attrs.fields(endpoint.query)
        if each.default is attrs.NOTHING or (each.name in things and things)
    ]


def _whole(kind: type, things: Mapping[str, Any]) -> Any:
    told = example_of(kind)
    for each in attrs.fields(kind):
        if each.name in things:
            told[each.name] = things[each.name]
        elif each.name == "grants":
            told["grants"] = [{"role_id": UNKNOWN, "department_id": UNKNOWN}]
        if each.name == "action" and kind.__name__ == "AskQuestion":
            # One on which the terms are silent: what they answer is not asked.
            told["action"] = "stock.auction"
        if each.name == "questions":
            told["questions"] = [{"action": "invoices.view", "user_id": UNKNOWN, "department_id": UNKNOWN}]
    return _filled(told, things)
