"""The parts of all contexts, gathered for the worker, doctor, export, retention, notices and mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Generic, TypeVar

from attrs import frozen

from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.claims import claimed
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.letters import LetterKind
from saas_core.kernel.notices import Occasioned
from saas_core.kernel.parts import Check, ExportPart, Kept, Part

W = TypeVar("W")


@frozen(slots=False)
class Parts(Generic[W]):
    """All parts, in the order of the contexts; `W` is a unit of work with everything that they need.

    Raises PartsClash, naming both, for a name that two parts claim.
    """

    each: tuple[Part[W], ...]

    def __attrs_post_init__(self) -> None:
        """Look for clashes right away, not on first use."""
        claimed("context", ((part.name, part.name, part) for part in self.each))
        claimed("check", ((part.name, check.name, check) for part in self.each for check in part.checks))
        _ = self.letters, self.export, self.tasks, self.effects

    @cached_property
    def letters(self) -> Mapping[str, LetterKind]:
        """Every kind of letter by name."""
        return claimed("letter", ((part.name, kind.name, kind) for part in self.each for kind in part.letters))

    @cached_property
    def export(self) -> Mapping[str, ExportPart[W]]:
        """Every part of an export by name, in its order."""
        return claimed("export", ((part.name, one.name, one) for part in self.each for one in part.export))

    @cached_property
    def tasks(self) -> Mapping[str, str]:
        """Every kind of task, with the context that performs it."""
        return claimed("task", ((part.name, kind, part.name) for part in self.each for kind in part.tasks))

    @cached_property
    def effects(self) -> Mapping[str, str]:
        """Every kind of effect, with the context that carries it out."""
        return claimed("effect", ((part.name, kind, part.name) for part in self.each for kind in part.effects))

    @cached_property
    def tellers(self) -> Mapping[str, str]:
        """Every kind of letter, with the context that declares it and knows whether it is still true."""
        return {kind.name: part.name for part in self.each for kind in part.letters}

    @cached_property
    def occasions(self) -> Mapping[str, Occasioned[W]]:
        """The readers of each context's notices, by context, in the order of the contexts."""
        return {part.name: part.occasions for part in self.each if part.occasions is not None}

    @property
    def checks(self) -> tuple[Check[W], ...]:
        """Everything that must hold of every client."""
        return tuple(check for part in self.each for check in part.checks)

    @property
    def retention(self) -> tuple[Kept[W], ...]:
        """All of a client's data that is removed once it has been over for long enough."""
        return tuple(kept for part in self.each for kept in part.retention)


def parts_of(contexts: Iterable[Context] = CONTEXTS) -> Parts[W]:
    """Gather the parts of contexts; each declares its own as `PART` in its module `part`, under its own name.

    Raises PartsClash for a name that two of the contexts have or that two parts claim, InvalidValue for a part of
    another name than its context's.
    """
    named = claimed("context", ((each.part, each.name, each) for each in contexts))
    return Parts(tuple(_part_of(each) for each in named.values()))


def _part_of(context: Context) -> Part[W]:
    part: Part[W] = import_module(context.part).PART
    if part.name != context.name:
        message = f"{context.part} declares the part of {part.name!r}, and its context is {context.name!r}."
        raise InvalidValue(message, field="contexts", remedy="Give both the same name.")
    return part
