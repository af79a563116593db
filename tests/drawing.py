"""Drawing: what hypothesis draws is the same every time, unless it is asked to draw freely, and then more.

A clean checkout must give one answer. So by default nothing is drawn at random, nothing is remembered between runs, and
nothing depends on which tests ran before. `nox -s promises` draws freely and ten times as often.
"""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.conjecture import providers

LONGER = 10
SAME, FREE = "same", "free"

settings.register_profile(SAME, derandomize=True, database=None, deadline=None)
settings.register_profile(FREE, derandomize=False, database=None, deadline=None, print_blob=True)
_loaded = [SAME]


def begin(*, freely: bool) -> None:
    """Decide how is drawn in this process; before any test is imported."""
    _loaded[:] = [FREE if freely else SAME]
    settings.load_profile(_loaded[0])
    # Tables of characters are kept from one run to the next; not in the tree.
    set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "saas-core-hypothesis")
    if not freely:
        # Values are also drawn from the constants of whichever modules happen to be loaded by then, which differ with
        # the tests chosen and with their order. There is no setting for it; a test beside this sees that it works.
        assert callable(providers._get_local_constants)
        providers._get_local_constants = lambda: providers._local_constants


def drawn_freely() -> bool:
    """Return whether this process draws at random."""
    return _loaded == [FREE]


def often(times: int, **more: Any) -> settings:
    """Return the settings of a test that is tried so many times, and ten times that when it is drawn freely."""
    return settings(max_examples=times * (LONGER if drawn_freely() else 1), **more)


def strays(text: str) -> list[int]:
    """Return the lines of a source that draw past this module: own settings, or chance without a seed."""
    found, tree = [], ast.parse(text)
    # `random` may also be the name of a chance that was made from a seed.
    module = any(isinstance(each, ast.Import) and each.names[0].name == "random" for each in ast.walk(tree))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="hypothesis", names=names) if any(each.name == "settings" for each in names):
                found.append(node.lineno)
            case ast.ImportFrom(module="random", names=names) if any(
                each.name not in {"Random", "SystemRandom"} for each in names
            ):
                found.append(node.lineno)
            case ast.Attribute(value=ast.Name(id="hypothesis"), attr="settings"):
                found.append(node.lineno)
            case ast.Attribute(value=ast.Name(id="random"), attr=attr) if module and attr != "Random":
                found.append(node.lineno)
            case ast.Call(func=ast.Name(id="Random") | ast.Attribute(attr="Random"), args=[], keywords=[]):
                found.append(node.lineno)
            case ast.Call(func=ast.Name(id="SystemRandom") | ast.Attribute(attr="SystemRandom")):
                found.append(node.lineno)
            case _:
                pass
    return sorted(found)
