"""Forms: what a browser posts, as a dictionary of many values, and an attrs class structured from it by cattrs.

A class declares its boxes in its annotations: a text with its bounds, or a tick; `Said` is what a person is told where
a box is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

from attrs import fields, frozen
from cattrs import Converter
from cattrs.errors import ClassValidationError
from cattrs.gen import make_dict_structure_fn

from saas_core.kernel.bounds import Text as Bounds
from saas_core.kernel.bounds import fitted, rule_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.secrets import Secret
from saas_web.problems import EncodingUnknown, Fault, Malformed

T = TypeVar("T")

MEDIA: Final = "application/x-www-form-urlencoded"
TICKED: Final = "yes"
_MOST_BOXES: Final = 200


@frozen
class Said:
    """What a person is told where a box is empty, not ticked, or wrong."""

    words: str


class FormInvalid(Malformed):
    """Boxes of a form are wrong; each is named."""

    code = "FORM_INVALID"


class Form(Mapping[str, tuple[str, ...]]):
    """The values of a form by box, in the order in which they came."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take names and values."""
        self._values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            self._values[name] = (*self._values.get(name, ()), value)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Return the values of a box."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the boxes."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of boxes."""
        return len(self._values)

    def one(self, name: str) -> str:
        """Return the last value of a box, or no text: a box that comes twice was filled by no person."""
        return self._values.get(name, ("",))[-1]

    def ticked(self, name: str) -> bool:
        """Return whether a box is ticked."""
        return self.one(name) == TICKED

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values, one for each value."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def without(self, *names: str) -> Form:
        """Return the form without some boxes."""
        return Form((name, value) for name, value in self.pairs() if name not in names)

    def unticked(self) -> Form:
        """Return the form with no box ticked."""
        return Form((name, value) for name, value in self.pairs() if value != TICKED)


def read_form(body: bytes, media: str) -> Form:
    """Return the form in a body; raises EncodingUnknown for another media type, FormInvalid for what is no form."""
    if media != MEDIA:
        raise EncodingUnknown
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_BOXES,
        )
    except ValueError:
        raise FormInvalid((Fault("form", "cannot be read.", "Fill it in and send it again."),)) from None
    # Browsers end lines in two characters; what people write has one.
    return Form((name, value.replace("\r\n", "\n")) for name, value in pairs)


def filled(form: Form, kind: type[T]) -> T:
    """Return an attrs class structured from a form; raises FormInvalid naming every wrong box.

    Boxes that the class does not know are left alone: the form's token is one, and people's browsers add others.
    """
    given = {each.name: form.get(each.name, ()) for each in fields(kind)}  # type: ignore[arg-type] # an attrs class
    try:
        return _converter().structure(given, kind)
    except ClassValidationError as fault:
        named, _ = fault.group_exceptions()
        raise FormInvalid(tuple(_fault(note.name, each, kind) for each, note in named)) from None


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True)
    converter.register_structure_hook(str, lambda values, _kind: _text(values, Bounds()))
    converter.register_structure_hook(bool, lambda values, _kind: values[-1:] == (TICKED,))
    converter.register_structure_hook_factory(_is_annotated, lambda kind: _annotated_hook(converter, kind))
    converter.register_structure_hook_factory(
        lambda kind: hasattr(kind, "__attrs_attrs__"), lambda kind: make_dict_structure_fn(kind, converter)
    )
    return converter


def _is_annotated(kind: Any) -> bool:  # noqa: ANN401 - an annotation
    return get_origin(kind) is Annotated


def _annotated_hook(converter: Converter, kind: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401 - an annotation
    base, *said = get_args(kind)
    rule = rule_of(tuple(said))
    if isinstance(rule, Bounds):
        return lambda values, _kind: _text(values, rule, shown=Secret not in said)
    if base is bool:
        # A tick that is told about is one that must be there.
        return lambda values, _kind: _required(values)
    return lambda values, _kind: converter.structure(values, base)


def _text(values: tuple[str, ...], rule: Bounds, *, shown: bool = True) -> str:
    return fitted(rule, (values or ("",))[-1].strip(), shown=shown)


def _required(values: tuple[str, ...]) -> bool:
    if values[-1:] != (TICKED,):
        message = "is not ticked."
        raise InvalidValue(message, remedy="Tick it.")
    return True


def _fault(name: str, fault: BaseException, kind: type) -> Fault:
    said = get_args(get_type_hints(kind, include_extras=True)[name])
    words = next((each.words for each in said if isinstance(each, Said)), "")
    detail = fault.message if isinstance(fault, InvalidValue) else "cannot be read."
    rule = rule_of(tuple(said))
    too_long = isinstance(rule, Bounds) and " characters; " in detail
    return Fault(name, f"Shorten this: it {detail}" if too_long or not words else words, "")
