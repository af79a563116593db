"""What a short-lived command saves while it loads: collections of garbage, and integrations that it never uses."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NEVER_USED = frozenset({"fastapi", "flask", "pydantic", "pydantic_settings", "starlette", "werkzeug", "yaml"})
"""Frameworks that dependency-injector imports where they happen to be installed; the shell has no use for them."""


@contextmanager
def without_collections() -> Iterator[None]:
    """Collect no garbage within a block, or until `collect_again`: what is imported is there to stay."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def collect_again() -> None:
    """Begin to collect garbage, now that everything is loaded; what was loaded is not looked at again."""
    gc.freeze()
    gc.enable()


class _Hiding:
    """Finds no module of frameworks that the shell never uses."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Refuse to find a hidden module; leave all others to the finders after this one."""
        del path, target
        if fullname in _NEVER_USED:
            message = f"{fullname} is not used here."
            raise ModuleNotFoundError(message, name=fullname)


@contextmanager
def without_integrations(*, wanted: bool) -> Iterator[None]:
    """Import dependency-injector without the frameworks that it looks for, unless they are wanted or there already."""
    hiding = _Hiding()
    if not wanted:
        sys.meta_path.insert(0, hiding)
    try:
        yield
    finally:
        if not wanted:
            sys.meta_path.remove(hiding)
