"""How a context declares its tables: columns and keys, and beside them what the databases hold each row to.

A table is declared once, in the module of its context. Grants, triggers, policies of row-level security, the columns
that a save may change, and whether a change makes a new edition of the tenant all follow from the declaration.
"""

from __future__ import annotations

from itertools import count
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.types import TypeEngine

WHOLE: Final = ("*",)
"""Every column of a row may change after it was added."""

_NAMES: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_1_name)s",
    "ix": "ix_%(table_name)s_%(column_1_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_numbers = count()


@frozen(kw_only=True)
class Rules:
    """What the databases hold the rows of a table to, and the place where that is declared.

    `changes` names the columns that may change after a row was added, WHOLE stands for all; `removed` lets rows be
    removed. Rows that are `added_only` can neither be changed nor removed by anybody. What is `provided` belongs to the
    provider and may be read by every tenant. `outside` says why a table stands outside the tenants, without row-level
    security; it is empty for the tables of tenants. A change to a table that is `judged` is news for answers. `guards`
    are further statements for PostgreSQL. A table has a higher `number` than those that it refers to.
    """

    place: str
    number: int
    changes: tuple[str, ...] = ()
    removed: bool = False
    added_only: bool = False
    provided: bool = False
    outside: str = ""
    judged: bool = False
    guards: tuple[str, ...] = ()


class Tables:
    """The tables of one context; `place` is the name of the module that declares them."""

    def __init__(self, place: str) -> None:
        """Start empty."""
        self.place = place
        self.metadata = sa.MetaData(naming_convention=_NAMES)

    def add(  # noqa: PLR0913 - what the databases hold its rows to, each said by name
        self,
        name: str,
        *parts: sa.schema.SchemaItem,
        changes: tuple[str, ...] = (),
        removed: bool = False,
        added_only: bool = False,
        provided: bool = False,
        outside: str = "",
        judged: bool = False,
        guards: tuple[str, ...] = (),
    ) -> sa.Table:
        """Declare a table; its key begins with the tenant, which is put before the parts, unless it stands outside.

        See `Rules` for the rest.
        """
        rules = Rules(
            place=self.place,
            number=next(_numbers),
            changes=changes,
            removed=removed,
            added_only=added_only,
            provided=provided,
            outside=outside,
            judged=judged,
            guards=guards,
        )
        tenant = () if outside else (ident("tenant_id"),)
        made = sa.Table(name, self.metadata, *tenant, *parts)
        _RULES[made] = rules
        return made


# Beside the tables and not in their `info`, which Alembic would write into a draft.
_RULES: Final[dict[sa.Table, Rules]] = {}


def rules_of(table: sa.Table) -> Rules:
    """Return what a declared table is held to; raises KeyError for one that was made past `Tables.add`."""
    return _RULES[table]


def is_declared(table: sa.Table) -> bool:
    """Return whether a table was made by `Tables.add`."""
    return table in _RULES


def changeable(table: sa.Table) -> tuple[str, ...]:
    """Return the columns that may change after a row was added, in the order of the table."""
    changes = rules_of(table).changes
    return tuple(
        each.name for each in table.columns if not each.primary_key and (changes == WHOLE or each.name in changes)
    )


def ident(name: str = "id") -> sa.Column[Any]:
    """Make an id, part of the primary key."""
    return sa.Column(name, sa.Uuid, primary_key=True)


def column(
    name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any], *, null: bool = False, key: bool = False
) -> sa.Column[Any]:
    """Make a column; `kind` is a type of SQLAlchemy or one of `column_types`."""
    return sa.Column(name, kind, nullable=null, primary_key=key)


def refers(column_name: str, to: sa.Table, *, name: str | None = None) -> sa.ForeignKeyConstraint:
    """Make a column refer to a row of the same tenant."""
    return sa.ForeignKeyConstraint(["tenant_id", column_name], [to.c.tenant_id, to.c.id], name=name)


def refers_to_its_own(column_name: str, to: str, *, name: str) -> sa.ForeignKeyConstraint:
    """Make a column refer to another row of its own table, which `to` names."""
    return sa.ForeignKeyConstraint(["tenant_id", column_name], [f"{to}.tenant_id", f"{to}.id"], name=name)


def unique(*columns: str, name: str | None = None) -> sa.UniqueConstraint:
    """Make the columns unique within a tenant."""
    return sa.UniqueConstraint("tenant_id", *columns, name=name)


def index(name: str, *columns: str, where: str = "", only_one: bool = False) -> sa.Index:
    """Make an index; with a condition a partial one, on both databases."""
    condition: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    return sa.Index(name, *columns, unique=only_one, **condition)
