"""The one list of contexts; adapters, entrances, wiring and the rules of import are found by it.

Whoever adds a context adds it here, and a module of its name in each adapter and entrance that it needs. A context of
an embedder's own stands outside this list, is given to `open_application`, and is found in the same way.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from enum import Enum
from types import ModuleType
from typing import NamedTuple


class Layer(Enum):
    """How high a room of the core stands: each may import what stands below it, and nothing beside it."""

    KERNEL = "kernel"
    POLICY = "policy"
    CONTEXT = "context"
    ABOVE = "above"


class Context(NamedTuple):
    """A context: its name, its layer, and for one from outside of this project the package that holds its modules.

    With `rooms` it is built of the rooms that all contexts have alike; without them it has modules of its own kind.
    A named tuple, because the shell reads this list for its help, and importing attrs would take longer than all of it.
    """

    name: str
    layer: Layer = Layer.CONTEXT
    package: str = ""
    rooms: bool = True

    def module(self, house: str) -> str:
        """Return the name of its module in a house such as `saas_sql` or `saas_http.routes`.

        Of a shipped context that is `saas_sql.support`, of one from outside `example_context.saas_sql`.
        """
        return f"{self.package}.{house.partition('.')[0]}" if self.package else f"{house}.{self.name}"

    @property
    def part(self) -> str:
        """The name of the module of the core in which it declares its part."""
        return f"{self.package or f'saas_core.{self.name}'}.part"


CONTEXTS = (
    Context("kernel", Layer.KERNEL, rooms=False),
    Context("policy", Layer.POLICY, rooms=False),
    Context("tenancy"),
    Context("payments"),
    Context("licensing"),
    Context("access"),
    Context("work", rooms=False),
    Context("mail", rooms=False),
    Context("notices", Layer.ABOVE),
    Context("gate", Layer.ABOVE, rooms=False),
)
"""All contexts, in the order in which tables are made and parts, routes and commands are listed."""


def modules_in(house: str, contexts: Iterable[Context] = CONTEXTS) -> Iterator[tuple[Context, ModuleType]]:
    """Import the modules that contexts have in a house, in their order; one that has none there is passed over."""
    for context in contexts:
        name = context.module(house)
        if importlib.util.find_spec(name) is not None:
            yield context, importlib.import_module(name)
