"""Bounds: the values that the fields of a command may hold, stated once, in their annotations.

A command is an attrs class declared with `@frozen(field_transformer=fitting)`: its texts and instants are normalized
when it is made, or refused by the field's name. Code that reads commands from outside, or describes them to programs,
takes the bounds from the same annotations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from attrs import Attribute, Converter, frozen

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import instant

LARGEST: Final = 2**63 - 1


@frozen
class Text:
    """Bounds of a text: its length, its pattern; `form` names a form with further requirements."""

    shortest: int = 0
    longest: int = 1000
    pattern: str = ""
    form: str = ""
    remedy: str = ""


@frozen
class Number:
    """Bounds of a whole number, both included."""

    least: int = 0
    most: int = LARGEST


@frozen
class Mark:
    """A further property of a field."""

    name: str


UNSAID: Final = Mark("unsaid")
"""Free text, which only distinguishes a repeated request from another one and is never written to the journal."""

Name: TypeAlias = Annotated[str, Text(1, text.LONGEST_NAME, form="name")]
Version: TypeAlias = Annotated[str, Text(1, 60, form="version")]
Reference: TypeAlias = Annotated[
    str, Text(1, text.LONGEST_REFERENCE, form="reference", remedy="Give the number alone.")
]
"""The number of an invoice or a dispute."""

Fit: TypeAlias = Callable[[Any, str], Any]
"""Normalizes the value of the named field; raises InvalidValue."""


def fitting(_kind: type, fields: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """Make every field of a command normalize its value by its annotation; the field transformer of its class."""
    fitted: Converter[Any, Any] = Converter(_fitted, takes_self=True, takes_field=True)
    return [each.evolve(converter=fitted) for each in fields]


def marks(kind: type) -> Mapping[str, tuple[object, ...]]:
    """Return what each field's annotation says besides its type, by the field's name."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: get_args(hint)[1:] if get_origin(hint) is Annotated else () for name, hint in hints.items()}


def _fitted(value: Any, command: object, field: Attribute[Any]) -> Any:  # noqa: ANN401 - of any field
    kind: Any = type(command)
    bring = _fits(kind).get(field.name)
    return value if bring is None or value is None else bring(value, field.name)


@cache
def _fits(kind: Any) -> Mapping[str, Fit]:  # noqa: ANN401 - a class
    # Resolved when the first command is made, so that importing the core stays cheap.
    bounded = ((name, each) for name, said in marks(kind).items() for each in said)
    texts: dict[str, Fit] = {name: partial(_bounded, each) for name, each in bounded if isinstance(each, Text)}
    moments: dict[str, Fit] = {name: instant for name, hint in get_type_hints(kind).items() if _is_moment(hint)}
    return {**texts, **moments}


def _bounded(rule: Text, value: object, field: str) -> str:
    """Return a text trimmed and in NFC; raises InvalidValue when it is empty, too long or holds unfit characters."""
    fitted = text.name(value, field)
    if len(fitted) > rule.longest:
        message = f"has {len(fitted)} characters; {rule.longest} are allowed."
        raise InvalidValue(message, field=field, remedy=rule.remedy or "Shorten it.")
    return fitted


def _is_moment(hint: object) -> bool:
    parts = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    return datetime in parts
