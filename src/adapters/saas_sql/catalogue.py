"""The tables of a list of contexts, checked once for what a store cannot work with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import sqlalchemy as sa

from saas_core.contexts import CONTEXTS, Context, modules_in
from saas_core.kernel.claims import claimed
from saas_core.kernel.errors import InvalidValue
from saas_sql.declaration import WHOLE, Tables, is_declared, rules_of

HOUSE = "saas_sql"
"""The package that holds the contexts' modules."""


@cache
def tables_in(contexts: tuple[Context, ...] = CONTEXTS) -> Mapping[str, sa.Table]:
    """Return every table of the contexts by name, referenced tables first.

    Raises PartsClash, naming both places, if two contexts declare the same table; InvalidValue, naming the place, for a
    table that lacks its policy.
    """
    declared = tuple(_declared(contexts))
    claimed("the table", ((place, table.name, table) for place, table in declared))
    for place, table in declared:
        _require_policy(place, table)
    ordered = sorted((table for _place, table in declared), key=lambda each: rules_of(each).number)
    return MappingProxyType({table.name: table for table in ordered})


def outside_tenants(contexts: tuple[Context, ...] = CONTEXTS) -> frozenset[str]:
    """Return the names of the tables outside row-level security; they hold no personal data."""
    return frozenset(name for name, table in tables_in(contexts).items() if rules_of(table).outside)


def _declared(contexts: tuple[Context, ...]) -> Iterator[tuple[str, sa.Table]]:
    for _context, module in modules_in(HOUSE, contexts):
        tables = getattr(module, "TABLES", None)
        if isinstance(tables, Tables):
            yield from ((module.__name__, table) for table in tables.metadata.tables.values())


def _require_policy(place: str, table: sa.Table) -> None:
    """Require that a table is declared outside the tenants, or that all its keys start with the tenant."""
    if not is_declared(table):
        problem = f"the table {table.name} of {place} has no policy."
        raise _refused(problem, "Declare it by `Tables.add`.")
    rules = rules_of(table)
    unknown = {*rules.changes} - {*WHOLE} - {each.name for each in table.columns}
    if unknown:
        problem = f"the table {table.name} of {place} has no {', '.join(sorted(unknown))}."
        raise _refused(problem, "Name columns of it as its changes.")
    if rules.added_only and (rules.changes or rules.removed):
        problem = f"the table {table.name} of {place} is only added to, and yet it changes."
        raise _refused(problem, "Leave out one of both.")
    if rules.outside:
        return
    if any(each[0] != "tenant_id" for each in _keys(table)):
        problem = f"a key of the table {table.name} of {place} does not begin with tenant_id, so it has no policy."
        raise _refused(problem, "Let it begin with the tenant, or say why the table stands outside.")


def _keys(table: sa.Table) -> Iterator[list[str]]:
    """Yield the columns of each key, unique constraint and index, and of both sides of each foreign key."""
    yield [each.name for each in table.primary_key] or [""]
    for found in table.constraints:
        if isinstance(found, sa.UniqueConstraint | sa.ForeignKeyConstraint):
            yield [each.name for each in found.columns]
        if isinstance(found, sa.ForeignKeyConstraint):
            yield [each.column.name for each in found.elements]
    for each in table.indexes:
        yield [part.name for part in each.columns]


def _refused(message: str, remedy: str) -> InvalidValue:
    return InvalidValue(message, field="contexts", remedy=remedy)
