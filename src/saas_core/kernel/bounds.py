"""Bounds: the values that the fields of a command may hold, stated once, in their annotations.

A command is an attrs class declared with `@frozen(field_transformer=fitting)`: its values are brought to their one form
when it is made, or refused by the field's name. Whoever reads commands from outside, or describes them for programs,
takes the bounds from the same annotations and refuses by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from attrs import Attribute, Converter, fields, frozen

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import instant
from saas_core.kernel.secrets import Secret

LARGEST: Final = 2**63 - 1
_SHOWN = 40

Fit: TypeAlias = Callable[[Any, str], Any]
"""Brings the value of a field of some name to its one form; raises InvalidValue."""


@frozen
class Text:
    """Bounds of a text: its length, and a pattern that all of it matches.

    `form` names a form of which more is required. The kernel knows some of them; any other one that a command uses
    brings its own `fit`.
    """

    shortest: int = 0
    longest: int = 1000
    pattern: str = ""
    form: str = ""
    remedy: str = ""
    fit: Fit | None = None

    def required(self, value: object, field: str = "", *, shown: bool = True) -> str:
        """Return a text that lies within the bounds; raises InvalidValue, which shows its start unless told not to."""
        if not isinstance(value, str):
            message = "is not text."
            raise InvalidValue(message, field=field, remedy="Give text.")
        if len(value) > self.longest:
            message = f"has {len(value)} characters; {self.longest} are allowed."
            raise InvalidValue(message, field=field, remedy=self.remedy or "Shorten it.")
        if len(value) < self.shortest:
            message = f"has {len(value)} characters." if value else "is empty."
            allowed = self.longest if self.shortest == self.longest else f"{self.shortest} to {self.longest}"
            raise InvalidValue(message, field=field, remedy=f"Give {allowed} characters.")
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            message = f"{value[:_SHOWN]!a} has the wrong format." if shown else "has the wrong format."
            raise InvalidValue(message, field=field, remedy=self.remedy or "Correct it.")
        return value


@frozen
class Number:
    """Bounds of a whole number, both included."""

    least: int = 0
    most: int = LARGEST

    def required(self, value: object, field: str = "") -> int:
        """Return a whole number that lies within the bounds; yes and no are not numbers. Raises InvalidValue."""
        if not isinstance(value, int) or isinstance(value, bool):
            message = "is not a whole number."
            raise InvalidValue(message, field=field, remedy="Give a whole number.")
        if not self.least <= value <= self.most:
            message = "is out of range."
            raise InvalidValue(message, field=field, remedy=f"Give {self.least} to {self.most}.")
        return value


@frozen
class Mark:
    """A further property of a field."""

    name: str


UNSAID: Final = Mark("unsaid")
"""Free text, which only distinguishes a repeated request from another one and is never written to the journal."""

PERSONAL: Final = Mark("personal")
"""The name or the address of a person, which stands in journals and requests as a keyed digest alone.

What opens something is marked by `saas_core.kernel.secrets.Secret`, and stands in no journal at all.
"""

Name: TypeAlias = Annotated[str, Text(1, text.LONGEST_NAME, form="name")]
Version: TypeAlias = Annotated[str, Text(1, 60, form="version")]
Reference: TypeAlias = Annotated[
    str, Text(1, text.LONGEST_REFERENCE, form="reference", remedy="Give the number alone.")
]
"""The number of an invoice or a dispute."""

_FORMS: Final[Mapping[str, Fit]] = {
    "": text.plain,
    "name": text.visible,
    "version": text.visible,
    "reference": text.visible,
    "email": text.email,
}


def fitted(rule: Text, value: object, *, shown: bool = True) -> str:
    """Return a text within the bounds of a rule and in its one form; raises InvalidValue that names no field.

    For those who read a command's fields one by one, and tell all that is wrong with them at once.
    """
    given = rule.required(value, shown=shown)
    bring = rule.fit or (_FORMS.get(rule.form) if rule.form else None)
    return given if bring is None else rule.required(bring(given, ""), shown=shown)


def fitting(kind: type, fields: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """Have every field of a command fitted to its annotation: the transformer of its class.

    Personal and secret values are not shown where a command is.
    """
    fitted: Converter[Any, Any] = Converter(_fitted, takes_self=True, takes_field=True)
    return [each.evolve(converter=fitted, repr=partial(_shown, kind, each.name)) for each in fields]


@cache
def marks(kind: Any) -> Mapping[str, tuple[object, ...]]:  # noqa: ANN401 - a class
    """Return what the annotation of each field says beside its type, by the field's name."""
    return {name: _said(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def rule_of(said: tuple[object, ...]) -> Text | Number | None:
    """Return the bounds among what an annotation says, if it says any."""
    return next((each for each in said if isinstance(each, (Text, Number))), None)


@cache
def content_names(kind: Any) -> Mapping[str, str]:  # noqa: ANN401 - a class
    """Return what each field of a command is called in its request: an id's field loses its ending.

    Raises TypeError when two fields would share a name.
    """
    names: dict[str, str] = {}
    for each in fields(kind):
        name = each.name.removesuffix("_id")
        other = next((field for field, taken in names.items() if taken == name), None)
        if other is not None:
            message = f"{kind.__name__}: {other} and {each.name} would both be called {name} in a request"
            raise TypeError(message)
        names[each.name] = name
    return names


def _said(hint: Any) -> tuple[object, ...]:  # noqa: ANN401 - any annotation
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return (*_said(parts[0]), *parts[1:])
    if origin in {Union, UnionType, tuple, frozenset}:
        return tuple(said for each in parts for said in _said(each))
    return ()


def _shown(kind: type, name: str, value: object) -> str:
    return "..." if {PERSONAL, Secret} & set(marks(kind)[name]) else repr(value)


def _fitted(value: Any, command: object, field: Attribute[Any]) -> Any:  # noqa: ANN401 - of any field
    kind: Any = type(command)
    bring = _fits(kind).get(field.name)
    return value if bring is None else bring(value, field.name)


@cache
def _fits(kind: Any) -> Mapping[str, Fit]:  # noqa: ANN401 - a class
    # Resolved when the first command is made: importing the core stays cheap.
    hints = get_type_hints(kind, include_extras=True)
    found = {name: _fit(hints[name], f"{kind.__name__}.{name}") for name in content_names(kind)}
    return {name: bring for name, bring in found.items() if bring is not None}


def _fit(hint: Any, place: str) -> Fit | None:  # noqa: ANN401 - any annotation
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _ruled(parts[1:], place) or _fit(parts[0], place)
    if origin in {Union, UnionType}:
        return _one_of(parts, place)
    if origin in {tuple, frozenset}:
        if origin is tuple and parts[1:] != (Ellipsis,):
            message = f"{place}: a command holds no tuple of a fixed length; declare it as tuple[X, ...]"
            raise TypeError(message)
        return partial(_many, origin, _fit(parts[0], place))
    return instant if hint is datetime else None


def _ruled(said: tuple[object, ...], place: str) -> Fit | None:
    rule = rule_of(said)
    if isinstance(rule, Number):
        return rule.required
    if rule is None:
        return None
    form = rule.fit or _FORMS.get(rule.form)
    if form is None:
        message = f"{place}: nothing is known of the form {rule.form!r}; give its `fit` with the bounds"
        raise TypeError(message)
    return partial(_text, rule, form, Secret not in said)


def _one_of(parts: tuple[Any, ...], place: str) -> Fit | None:
    kinds = [each for each in parts if each is not NoneType]
    found = [_fit(each, place) for each in kinds]
    bring = found[0]
    if len(kinds) > 1 and any(found):
        message = f"{place}: which bounds hold cannot be told, for it may be of several kinds"
        raise TypeError(message)
    if bring is None or len(kinds) == len(parts):
        return bring
    return lambda value, field: None if value is None else bring(value, field)


def _text(rule: Text, form: Fit, shown: bool, value: object, field: str) -> str:  # noqa: FBT001 - bound by `partial`
    # What is far too long is not looked through first.
    if isinstance(value, str) and len(value) > 4 * max(rule.longest, 1):
        return rule.required(value, field, shown=shown)
    return rule.required(form(value, field), field, shown=shown)


def _many(kind: type, bring: Fit | None, value: object, field: str) -> object:
    if not isinstance(value, (list, tuple, AbstractSet)):
        message = "is not a list."
        raise InvalidValue(message, field=field, remedy="Give a list.")
    return kind(each if bring is None else bring(each, f"{field}[{place}]") for place, each in enumerate(value))
