"""Links: the routes that continue with an answer's subject, found by the names and types of its ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_type_hints

import attrs
from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_http.endpoints import TENANT, Endpoint, Who
from saas_http.preconditions import IF_MATCH

Links = dict[str, dict[str, Any]]


@frozen
class _Subject:
    """The subject of an answer: the name and type of its id, and its place in the body."""

    name: str
    kind: Any
    place: str


def links_of(endpoint: Endpoint, others: Sequence[Endpoint]) -> Links:
    """Return the routes that an answer leads to, by name, with the source of each path parameter.

    An answer leads on by an id that it is the first to reveal, and to changes of the state that it shows.
    """
    subject = None if endpoint.method == "DELETE" else _subject(endpoint.gives)
    found: Links = {}
    for each in others:
        if each is endpoint or each.rule.who not in {endpoint.rule.who, Who.ANYBODY}:
            continue
        if subject is not None and _leads(endpoint, subject, each):
            parameters = {f"path.{name}": _from_path(name) for name in each.parameters if name != subject.name}
            found[each.name] = _link(each, {**parameters, f"path.{subject.name}": f"$response.body#{subject.place}"})
        elif endpoint.tagged and each.edits and each.path == endpoint.path:
            parameters = {f"path.{name}": _from_path(name) for name in each.parameters}
            found[each.name] = _link(each, {**parameters, f"header.{IF_MATCH}": "$response.header.ETag"})
    return found


def _leads(endpoint: Endpoint, subject: _Subject, to: Endpoint) -> bool:
    kinds = {**to.ids, **({TENANT: TenantId} if to.names_tenant else {})}
    known = {*endpoint.parameters, subject.name}
    return subject.name not in endpoint.parameters and kinds.get(subject.name) is subject.kind and known >= {*kinds}


def _from_path(name: str) -> str:
    return f"$request.path.{name}"


def _link(to: Endpoint, parameters: dict[str, str]) -> dict[str, Any]:
    return {"operationId": to.name, "description": to.summary, "parameters": parameters}


def _subject(kind: Any, place: str = "") -> _Subject | None:  # noqa: ANN401 - an annotation
    """Return the subject of a class of answers: its first field, or the first field of that one's class."""
    if not (isinstance(kind, type) and attrs.has(kind)):
        return None
    name, hint = next(iter(get_type_hints(kind).items()))
    return _subject(hint, f"{place}/{name}") or _Subject(name, hint, f"{place}/{name}")
