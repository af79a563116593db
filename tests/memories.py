"""Copies of a store in memory: filling one takes as long as ten databases take to be copied.

Rows are frozen, so a copy shares them; what holds them is made anew. Whatever an application has already taken from its
store stays the same object, and is filled in its place.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

import attrs

_HOUSE = "saas_memory"
_LOCKS = {type(make()): make for make in (threading.Lock, threading.RLock)}
# Those who watch a store belong to the application that opened it.
_OF_THE_STORE_ITSELF = {"_watchers", "_work", "_judged", "_patience", "guard"}


def pour(template: Any, into: Any) -> None:
    """Let an empty store in memory hold what another one holds; neither is in use meanwhile."""
    seen = {id(template): into}
    for name, value in vars(template).items():
        if name not in _OF_THE_STORE_ITSELF:
            vars(into)[name] = _copied(value, vars(into).get(name), seen)


def _copied(value: Any, present: Any, seen: dict[int, Any]) -> Any:  # noqa: PLR0911 - one for each kind of thing
    if id(value) in seen:
        return seen[id(value)]
    if type(value) in _LOCKS:
        return _LOCKS[type(value)]() if present is None else present
    if isinstance(value, dict):
        made = defaultdict(value.default_factory) if isinstance(value, defaultdict) else type(value)()
        made.update({key: _copied(each, None, seen) for key, each in value.items()})
        return made
    if isinstance(value, list | set):
        return type(value)(_copied(each, None, seen) for each in value)
    if not type(value).__module__.split(".")[0].endswith(_HOUSE):
        return value
    if attrs.has(type(value)):
        # A row that changes in its place, or one that never does.
        return attrs.evolve(value)
    target = present if type(present) is type(value) else object.__new__(type(value))
    seen[id(value)] = target
    for name, held in vars(value).items():
        vars(target)[name] = _copied(held, vars(target).get(name), seen)
    return target
