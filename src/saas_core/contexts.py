"""The list of contexts, by which adapters, entrances, wiring and the rules of import are found.

To add a context, add it here, and add a module with its name to each adapter and entrance that it needs. An embedder's
own context is not in this list; it is passed to `open_application` and found in the same way.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from enum import Enum
from types import ModuleType
from typing import NamedTuple


class Layer(Enum):
    """The layer of a room of the core, which may import the layers below it, but nothing beside it."""

    KERNEL = "kernel"
    POLICY = "policy"
    CONTEXT = "context"
    ABOVE = "above"


class Context(NamedTuple):
    """A context: its name, its layer, and for one from outside this project, the package that holds its modules.

    With `rooms`, it has the same rooms as other contexts; without them, it has modules of its own kind. A named tuple,
    because the shell reads this list for its help, and importing attrs alone would take longer.
    """

    name: str
    layer: Layer = Layer.CONTEXT
    package: str = ""
    rooms: bool = True

    def module(self, house: str) -> str:
        """Return the name of its module in a house such as `saas_sql` or `saas_http.routes`.

        For example `saas_sql.support` for a shipped context, `example_context.saas_sql` for one from outside.
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
    Context("support"),
    Context("signing"),
    Context("engagements"),
    Context("integrations"),
    Context("work", rooms=False),
    Context("mail", rooms=False),
    Context("incoming", rooms=False),
    Context("notices", Layer.ABOVE),
    Context("gate", Layer.ABOVE, rooms=False),
)
"""All contexts, in the order in which tables are made and parts, routes and commands are listed."""


def modules_in(house: str, contexts: Iterable[Context] = CONTEXTS) -> Iterator[tuple[Context, ModuleType]]:
    """Import the modules that contexts have in a house, in their order, skipping contexts without one."""
    for context in contexts:
        name = context.module(house)
        if importlib.util.find_spec(name) is not None:
            yield context, importlib.import_module(name)
