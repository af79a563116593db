"""Classes composed of parts that each context supplies, such as the unit of work of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import new_class
from typing import TypeVar

from saas_core.contexts import CONTEXTS, Context, modules_in
from saas_core.kernel.claims import claimed
from saas_core.kernel.errors import InvalidValue

T = TypeVar("T")


def composed(ground: type[T], house: str, part: str, contexts: Iterable[Context] = CONTEXTS) -> type[T]:
    """Compose one class from the classes called `part` that contexts supply, all of them derived from one ground.

    Raises PartsClash, naming both places, for a name that two contexts define, or a context and the ground;
    InvalidValue for a `part` that does not derive from the ground.
    """
    place = f"{ground.__module__}.{ground.__name__}"
    parts: list[type[T]] = []
    claims = [(place, name, ground) for name in vars(ground) if not name.startswith("_")]
    for _context, module in modules_in(house, contexts):
        found = getattr(module, part, None)
        if found is None:
            continue
        if not (isinstance(found, type) and issubclass(found, ground)):
            message = f"{module.__name__}.{part} does not derive from {place}."
            raise InvalidValue(message, field="contexts", remedy=f"Make it a subclass of {ground.__name__}.")
        claims += [(module.__name__, name, found) for name in _own_names(found, module.__name__)]
        # A class that derives from an earlier one comes before it.
        parts.insert(0, found)
    claimed("the port", claims)
    namespace = {"__module__": ground.__module__, "__doc__": ground.__doc__}
    return new_class(ground.__name__, tuple(parts) or (ground,), exec_body=lambda space: space.update(namespace))


def _own_names(part: type, place: str) -> Iterator[str]:
    """Yield the public names that a class gets in its own module or package, without those it inherits from others."""
    for each in part.__mro__:
        if each.__module__ == place or each.__module__.startswith(f"{place}."):
            yield from (name for name in vars(each) if not name.startswith("_"))
