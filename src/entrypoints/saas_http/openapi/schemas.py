"""Schemas of input and output, derived from the attrs classes themselves (JSON Schema 2020-12)."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs

from saas_core.kernel.bounds import rule_of
from saas_http.parsing.bodies import MOST_ITEMS, TAG, tag_of
from saas_http.parsing.values import LARGEST, Items, Number, Text
from saas_views.presenting import REVISION, fields_of

Schema = dict[str, Any]

_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}


class Schemas:
    """Collects the schemas of classes by name."""

    def __init__(self) -> None:
        """Start empty."""
        self.components: dict[str, Schema] = {}
        self._kinds: dict[str, Any] = {}

    def taken(self, hint: Any) -> Schema:  # noqa: ANN401 - an annotation
        """Return the schema of an input."""
        return self._schema(hint, taken=True)

    def answered(self, hint: Any) -> Schema:  # noqa: ANN401
        """Return the schema of an output."""
        return self._schema(hint, taken=False)

    def _schema(self, hint: Any, *, taken: bool) -> Schema:  # noqa: ANN401, PLR0911 - one line a kind
        hint = getattr(hint, "__supertype__", hint)
        origin, parts = get_origin(hint), get_args(hint)
        if hint in _PLAIN:
            return self._plain(hint, taken=taken)
        if origin is Annotated:
            bound = next((each for each in parts[1:] if isinstance(each, Items)), None)
            if bound is not None:
                return {**self._schema(parts[0], taken=taken), "maxItems": bound.most}
            rule = rule_of(parts[1:])
            return self._schema(parts[0], taken=taken) if rule is None else _ruled(parts[0], rule)
        if cast("object", origin) is Literal:
            return {"type": "string", "const": parts[0]} if len(parts) == 1 else {"type": "string", "enum": list(parts)}
        if origin in {Union, UnionType}:
            return self._union(parts, taken=taken)
        if origin in {tuple, frozenset}:
            bounds = {"maxItems": MOST_ITEMS} if taken else {}
            return {"type": "array", "items": self._schema(parts[0], taken=taken), **bounds}
        if isinstance(origin, type) and attrs.has(origin):
            return self._named(origin, parts, taken=taken)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._words(hint)
        if isinstance(hint, type) and attrs.has(hint):
            return self._named(hint, (), taken=taken)
        return {"type": "object"} if origin is not None and issubclass(origin, Mapping) else {}

    def _plain(self, hint: Any, *, taken: bool) -> Schema:  # noqa: ANN401
        if taken and hint is str:
            return _ruled(str, Text())
        if taken and hint is int:
            return _ruled(int, Number(-LARGEST - 1))
        return dict(_PLAIN[hint])

    def _union(self, parts: tuple[Any, ...], *, taken: bool) -> Schema:
        schemas = [self._schema(each, taken=taken) for each in parts]
        tagged = all(isinstance(each, type) and attrs.has(each) for each in parts)
        if not tagged:
            return {"anyOf": schemas}
        mapping = {tag_of(each): schema["$ref"] for each, schema in zip(parts, schemas, strict=True)}
        return {"oneOf": schemas, "discriminator": {"propertyName": TAG, "mapping": mapping}}

    def _words(self, kind: type[Enum]) -> Schema:
        self._claim(kind.__name__, kind)
        about = inspect.getdoc(kind) or ""
        self.components[kind.__name__] = {
            "type": "string",
            "description": about,
            "enum": [each.value for each in kind],
        }
        return _reference(kind.__name__)

    def _claim(self, name: str, kept: object) -> None:
        """Have a name for one class alone; raises TypeError."""
        if self._kinds.setdefault(name, kept) != kept:
            message = f"two classes are called {name}"
            raise TypeError(message)

    def _named(self, kind: type, parts: tuple[Any, ...], *, taken: bool) -> Schema:
        name = kind.__name__ + "".join(each.__name__.removesuffix("View") for each in parts)
        self._claim(name, (kind, parts, taken))
        if name not in self.components:
            self.components[name] = {}
            self.components[name] = self._object(kind, parts, taken=taken)
        return _reference(name)

    def _object(self, kind: type, parts: tuple[Any, ...], *, taken: bool) -> Schema:
        hints = get_type_hints(kind, include_extras=True)
        bound = dict(zip(getattr(kind, "__parameters__", ()), parts, strict=False))
        properties: dict[str, Schema] = {}
        for each in attrs.fields(kind):
            properties[each.name] = self._schema(_bound(hints[each.name], bound), taken=taken)
            if taken and isinstance(each.default, str | int | bool):
                properties[each.name]["default"] = each.default
        if not taken and REVISION in fields_of(kind):
            properties[REVISION] = {"type": "string"}
        needed = [each.name for each in attrs.fields(kind) if each.default is attrs.NOTHING]
        schema: Schema = {
            "type": "object",
            "description": inspect.getdoc(kind) or "",
            "properties": properties,
            "additionalProperties": False,
        }
        required = needed if taken else list(properties)
        return {**schema, "required": required} if required else schema


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _bound(hint: Any, bound: Mapping[Any, Any]) -> Any:  # noqa: ANN401
    if isinstance(hint, TypeVar):
        return bound[hint]
    parts = get_args(hint)
    if any(isinstance(each, TypeVar) for each in parts):
        return hint[tuple(bound.get(each, each) for each in parts if each is not Ellipsis)]
    return hint


def _ruled(base: type, rule: Text | Number) -> Schema:
    if isinstance(rule, Number):
        return {"type": "integer", "minimum": rule.least, "maximum": rule.most}
    schema: Schema = {**_PLAIN[base], "minLength": rule.shortest, "maxLength": rule.longest}
    if rule.pattern:
        schema["pattern"] = f"^(?:{rule.pattern})$"
    if rule.form:
        schema["format"] = rule.form
    return schema
