"""Bodies: attrs classes structured from JSON by cattrs, without coercion or unknown fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
from cattrs import (
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.errors import IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from saas_core.kernel.bounds import rule_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.secrets import Secret
from saas_http.parsing import values
from saas_http.parsing.text import json_object
from saas_http.problems import BodyInvalid
from saas_web.pool import AT_ONCE, let_others_go_first
from saas_web.problems import Fault

T = TypeVar("T")

MOST_FAULTS = 100
"""Of one body, and of one list in it; a problem says how many more were found."""
MOST_ITEMS = 1000
TAG = "kind"
"""The field that distinguishes the classes of a union."""


def read_body(body: bytes, kind: type[T]) -> T:
    """Return a class structured from a JSON body; raises BodyInvalid naming every invalid field by its path."""
    value, unsound = json_object(body)
    return structured(value, kind, unsound)


def structured(value: Any, kind: type[T], unsound: tuple[Fault, ...] = ()) -> T:  # noqa: ANN401 - whatever JSON can hold
    """Return a class structured from JSON values, of whose texts some may be unsound; raises BodyInvalid."""
    try:
        found = _converter().structure(value, kind)
    except (BaseValidationError, InvalidValue) as fault:
        named = {each.field for each in unsound}
        faults = (*unsound, *(each for each in _faults(fault, "") if each.field not in named))
    else:
        if not unsound:
            return found
        faults = unsound
    raise BodyInvalid(faults[:MOST_FAULTS], more=len(faults[MOST_FAULTS:]))


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    plain: dict[type, Callable[[Any], Any]] = {
        str: lambda value: values.read_text(value, values.Text(0, values.Text().longest)),
        int: lambda value: values.read_number(value, values.Number(-values.LARGEST - 1)),
        bool: values.read_flag,
        UUID: values.read_id,
        datetime: values.read_instant,
    }
    for kind, read in plain.items():
        converter.register_structure_hook(kind, _ignoring_type(read))
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum),
        values.read_member,
    )
    converter.register_structure_hook_factory(_is_class, lambda kind: _class_hook(converter, kind))
    converter.register_structure_hook_factory(_is_ruled, lambda kind: _ruled_hook(converter, kind))
    converter.register_structure_hook_factory(_is_many, lambda kind: _many_hook(converter, kind))
    converter.register_structure_hook_factory(_is_tagged, lambda kind: _tagged_hook(converter, kind))
    converter.register_structure_hook_func(_is_literal, _literal)
    return converter


def _ignoring_type(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _kind: read(value)


def _is_class(kind: Any) -> bool:  # noqa: ANN401
    return isinstance(kind, type) and attrs.has(kind)


def _is_ruled(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) is Annotated


def _is_literal(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) is Literal


def _is_many(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) in {tuple, frozenset}


def _is_tagged(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) in {Union, UnionType} and all(map(_is_class, get_args(kind)))


def _class_hook(converter: Converter, kind: type) -> Callable[[Any, Any], Any]:
    fill: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter)

    def hook(value: Any, wanted: Any) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            values.refuse("is not an object.", "Give an object.")
        return fill(value, wanted)

    return hook


def _ruled_hook(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401
    base, *said = get_args(kind)
    bound = next((each for each in said if isinstance(each, values.Items)), None)
    if bound is not None:
        return _many_hook(converter, base, bound.most)
    rule = rule_of(tuple(said))
    if isinstance(rule, values.Text):
        return lambda value, _kind: values.read_text(value, rule, shown=Secret not in said)
    if rule is not None:
        return lambda value, _kind: values.read_number(value, rule)
    # Marked alone: its bounds are those of its kind.
    return lambda value, _kind: converter.structure(value, base)


def _many_hook(converter: Converter, kind: Any, most: int = MOST_ITEMS) -> Callable[[Any, Any], Any]:  # noqa: ANN401
    item: Any = get_args(kind)[0]
    gathered: Any = get_origin(kind)

    def hook(value: Any, _kind: Any) -> Any:  # noqa: ANN401
        if type(value) is not list:
            values.refuse("is not a list.", "Give a list.")
        if len(value) > most:
            values.refuse(f"has {len(value)} items.", f"Give at most {most}.")
        return gathered(_items(value, item, converter.get_structure_hook(item)))

    return hook


def _items(values_: list[Any], item: Any, read: Callable[[Any, Any], Any]) -> list[Any]:  # noqa: ANN401
    """Return the items of a list; raises IterableValidationError with the first of the faults, when as many are found.

    A thousand faults would cost more than a thousand items, and be told to nobody.
    """
    found, faults = [], []
    for place, each in enumerate(values_):
        if place % AT_ONCE == AT_ONCE - 1:
            let_others_go_first()
        try:
            found.append(read(each, item))
        except Exception as fault:  # noqa: BLE001 - told by its place, whatever it is
            note = IterableValidationNote(f"Structuring an item at index {place}", place, item)
            fault.__notes__ = [*getattr(fault, "__notes__", ()), note]
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        message = "While structuring a list"
        raise IterableValidationError(message, faults, list)
    return found


def _tagged_hook(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401
    by_tag = {tag_of(each): each for each in get_args(kind)}

    def hook(value: Any, _kind: Any) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            values.refuse("is not an object.", "Give an object.")
        tag = value.get(TAG)
        if type(tag) is not str or tag not in by_tag:
            message = "is missing." if TAG not in value else "is not one of the known values."
            raise InvalidValue(message, field=TAG, remedy=f"Give one of {', '.join(by_tag)}.")
        return converter.structure(value, by_tag[tag])

    return hook


def tag_of(kind: type) -> str:
    """Return the tag of a class in a union."""
    return str(get_args(get_type_hints(kind, include_extras=True)[TAG])[0])


def _literal(value: Any, kind: Any) -> Any:  # noqa: ANN401
    allowed = get_args(kind)
    if type(value) is not str or value not in allowed:
        values.refuse("is not one of the known values.", f"Give one of {', '.join(allowed)}.")
    return value


def _faults(fault: BaseException, path: str) -> Iterator[Fault]:
    match fault:
        case ClassValidationError():
            named, others = fault.group_exceptions()
            for each, note in named:
                yield from _faults(each, f"{path}.{note.name}" if path else note.name)
            for other in others:
                yield from _faults(other, path)
        case IterableValidationError():
            placed, _rest = fault.group_exceptions()
            for each, place in placed:
                yield from _faults(each, f"{path}[{place.index}]")
        case ForbiddenExtraKeysError():
            known = ", ".join(each.name for each in attrs.fields(cast("type[attrs.AttrsInstance]", fault.cl)))
            for name in sorted(fault.extra_fields):
                cut = name[:60].encode("ascii", "replace").decode()
                yield Fault(f"{path}.{cut}" if path else cut, "is not known here.", f"There are: {known}.")
        case InvalidValue():
            inner = f"{path}.{fault.field}" if path and fault.field else path or fault.field or "body"
            yield Fault(inner, fault.message, fault.remedy)
        case KeyError():
            yield Fault(path, "is missing.", "Give it.")
        case _:
            yield Fault(path or "body", "cannot be read.", "Correct it.")
