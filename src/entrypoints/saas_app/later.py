"""Later: what a wiring names, but imports and makes only when it is first used.

A command of the shell, and a program that embeds a part of the library, import what they use, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any


class Later:
    """Something in a module, called without importing the module before; see `later`."""

    def __init__(self, module: str, name: str) -> None:
        """Take the module and the name in it."""
        self._module = module
        self._name = name

    def __call__(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the class or function takes
        """Import the module if need be, and call what it names."""
        return getattr(import_module(self._module), self._name)(*given, **named)

    def __repr__(self) -> str:
        """Return the place it names."""
        return f"later({self._module}:{self._name})"


def later(place: str) -> Later:
    """Return a stand-in for a class or a function by its place, `module:name`; a test imports every place."""
    module, _, name = place.partition(":")
    return Later(module, name)


class Bundle:
    """Desks behind one attribute, each made when it is first used; iterating yields their names."""

    def __init__(self, **makers: Callable[[], Any]) -> None:
        """Take what makes each desk, by its name."""
        self._makers = makers

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the bundles that derive from this one say of which kind
        """Make a desk, and keep it; raises AttributeError for a name without one."""
        makers: Mapping[str, Callable[[], Any]] = self.__dict__.get("_makers", {})
        if name not in makers:
            message = f"{type(self).__name__} has no desk {name!r}"
            raise AttributeError(message)
        made = self.__dict__[name] = makers[name]()
        return made

    def __iter__(self) -> Iterator[str]:
        """Return the names of the desks."""
        return iter(self._makers)
