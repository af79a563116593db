"""Bodies of commands: the command's own fields, except those named in the path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_type_hints

import attrs


def body_of(command: type, ids: Iterable[str]) -> type:
    """Return the class of a command's body, with the command's own bounds and without the path's parameters.

    A class that is not a command is returned unchanged.
    """
    if not hasattr(command, "NAME"):
        return command
    named, hints = set(map(_subject, ids)), get_type_hints(command, include_extras=True)
    kept = [each for each in attrs.fields(command) if _subject(each.name) not in named]
    whole = len(kept) == len(attrs.fields(command))
    made = attrs.make_class(
        command.__name__ if whole else f"{command.__name__}Body",
        {each.name: attrs.field(default=each.default, type=hints[each.name]) for each in kept},
        frozen=True,
        kw_only=True,
    )
    made.__doc__ = command.__doc__
    return made


def ids_of(command: type) -> dict[str, Any]:
    """Return the types of a command's fields that a path may name, by their names in paths."""
    if not hasattr(command, "NAME"):
        return {}
    return {f"{_subject(name)}_id": hint for name, hint in get_type_hints(command, include_extras=True).items()}


def filled(command: type, body: attrs.AttrsInstance, given: dict[str, Any]) -> object:
    """Return the command of a body and the ids that belong to it, removing them from `ids`; raises InvalidValue."""
    if not hasattr(command, "NAME"):
        return body
    subjects = {_subject(each.name): each.name for each in attrs.fields(command)}
    own = {subjects[_subject(name)]: name for name in given if _subject(name) in subjects}
    return command(**{field: given.pop(name) for field, name in own.items()}, **fields_of(body))


def fields_of(command: attrs.AttrsInstance) -> dict[str, Any]:
    """Return the fields of a command by name, as a use case takes them."""
    return attrs.asdict(command, recurse=False)


def _subject(name: str) -> str:
    return name.removesuffix("_id")
