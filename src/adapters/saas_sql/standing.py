"""Standing queries: queries of one tenant's rows whose text is made once, so that several can be sent together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from attrs import define, field, frozen
from sqlalchemy.engine import Connection, Dialect

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_sql.at_once import driven, sets_of
from saas_sql.column_types import POSTGRES

OWN = sa.bindparam("own", type_=sa.Uuid)
"""Takes the place of the tenant in a standing query; it is the only parameter of one."""
Rows: TypeAlias = Sequence[Mapping[Any, Any]]


@frozen
class _Made:
    """The text for one database, how often it names the tenant, and the columns with what reads their values."""

    text: str
    times: int
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def rows(self, found: Iterable[Sequence[Any]]) -> Rows:
        return [
            {
                name: value if read is None else read(value)
                for (name, read), value in zip(self.columns, row, strict=True)
            }
            for row in found
        ]


@define(eq=False)
class Standing:
    """A query whose only parameter is the tenant; of the provider's rows, for every tenant, if they are `provided`."""

    query: sa.Select[Any]
    provided: bool = False
    _made: dict[str, _Made] = field(factory=dict)

    def made(self, dialect: Dialect) -> _Made:
        """Return it as made for a database."""
        found = self._made.get(dialect.name)
        if found is None:
            text = str(self.query.compile(dialect=dialect))
            columns = tuple(
                (each.name, each.type.dialect_impl(dialect).result_processor(dialect, None))
                for each in self.query.selected_columns
            )
            found = self._made[dialect.name] = _Made(text, text.count("?"), columns)
        return found

    def whose(self, tenant_id: TenantId) -> UUID:
        """Return the tenant whose rows it asks for."""
        return UUID(str(PROVIDER if self.provided else tenant_id))


def sent_together(
    connection: Connection, opening: str, queries: Sequence[Standing], tenant_id: TenantId
) -> dict[Standing, Rows]:
    """Return the rows of several standing queries in one transaction, which goes on; raises DBAPIError.

    PostgreSQL begins it by `opening` and takes all of it in one round trip; on SQLite, which needs none, it has begun.
    """
    made = [each.made(connection.dialect) for each in queries]
    whose = [each.whose(tenant_id) for each in queries]
    with driven(connection) as cursor:
        if connection.dialect.name == POSTGRES:
            # Ids hold nothing but the characters of a UUID, so that the text is safe.
            texts = (each.text.replace("%(own)s", f"'{own}'") for each, own in zip(made, whose, strict=True))
            cursor.execute("; ".join((opening, *texts)))
            found = sets_of(cursor)
        else:
            asked = zip(made, whose, strict=True)
            found = [cursor.execute(each.text, [own.hex] * each.times).fetchall() for each, own in asked]
    return {query: each.rows(rows) for query, each, rows in zip(queries, made, found, strict=True)}
