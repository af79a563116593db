"""The one list of contexts; adapters, entrances, wiring and the rules of import are found by it.

Whoever adds a context adds it here, and a module of its name in each adapter and entrance that it needs. A context of
an embedder's own stands outside this list, is given to `open_application`, and is found in the same way.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from enum import Enum
from types import ModuleType, new_class
from typing import TypeVar

from attrs import frozen

from saas_core.kernel.errors import InvalidValue

T = TypeVar("T")


class Layer(Enum):
    """How high a room of the core stands: each may import what stands below it, and nothing beside it."""

    KERNEL = "kernel"
    POLICY = "policy"
    CONTEXT = "context"
    ABOVE = "above"


@frozen
class Context:
    """A context: its name, its layer, and for one from outside of this project the package that holds its modules."""

    name: str
    layer: Layer = Layer.CONTEXT
    package: str = ""

    def module(self, house: str) -> str:
        """Give the name of its module in a house such as `saas_sql` or `saas_http.routes`.

        Of a shipped context that is `saas_sql.support`, of one from outside `example_context.saas_sql`.
        """
        return f"{self.package}.{house.partition('.')[0]}" if self.package else f"{house}.{self.name}"


CONTEXTS = (
    Context("kernel", Layer.KERNEL),
    Context("policy", Layer.POLICY),
    Context("tenancy"),
    Context("licensing"),
    Context("payments"),
    Context("access"),
    Context("work"),
    Context("mail"),
    Context("notices", Layer.ABOVE),
    Context("gate", Layer.ABOVE),
)
"""Every room of the core, in the order in which tables are made and routes, commands and parts are told."""


def modules_in(house: str, contexts: Iterable[Context] = CONTEXTS) -> Iterator[tuple[Context, ModuleType]]:
    """Import the modules that contexts have in a house, in their order; one that has none there is passed over."""
    for context in contexts:
        name = context.module(house)
        if importlib.util.find_spec(name) is not None:
            yield context, importlib.import_module(name)


def composed(ground: type[T], house: str, part: str, contexts: Iterable[Context] = CONTEXTS) -> type[T]:
    """Make one class of the classes called `part` that contexts have in a house, all of them laid over one ground.

    Raises InvalidValue, with both places, when two contexts give the same name, and for a `part` that does not stand on
    the ground.
    """
    parts: list[type[T]] = []
    places: dict[str, str] = {}
    for _context, module in modules_in(house, contexts):
        found = getattr(module, part, None)
        if found is None:
            continue
        if not (isinstance(found, type) and issubclass(found, ground)):
            message = f"{module.__name__}.{part} does not stand on {ground.__module__}.{ground.__name__}."
            raise InvalidValue(message, field="contexts", remedy=f"Make it a class of {ground.__name__}.")
        for name in _own_names(found, module.__name__):
            if name in places:
                message = f"{name} is given by {places[name]} and by {module.__name__}."
                raise InvalidValue(message, field="contexts", remedy="Give one of them another name.")
            if hasattr(ground, name):
                message = f"{name} is given by {module.__name__} and by {ground.__module__}.{ground.__name__}."
                raise InvalidValue(message, field="contexts", remedy="Give the former another name.")
            places[name] = module.__name__
        # Whoever stands on an earlier one comes before it.
        parts.insert(0, found)
    told = {"__module__": ground.__module__, "__doc__": ground.__doc__}
    return new_class(ground.__name__, tuple(parts) or (ground,), exec_body=lambda space: space.update(told))


def _own_names(part: type, place: str) -> Iterator[str]:
    """Yield the public names that a class gets in its own module or package, not those of what it stands on."""
    for each in part.__mro__:
        if each.__module__ == place or each.__module__.startswith(f"{place}."):
            yield from (name for name in vars(each) if not name.startswith("_"))
