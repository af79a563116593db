"""Declaration of a context's tables: columns and keys, and the rules that the databases enforce on rows.

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
"""Lets every column of a row change after it was added."""

_NAMES: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_1_name)s",
    "ix": "ix_%(table_name)s_%(column_1_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
_WHERE: Final = "where"
_numbers = count()


@frozen(kw_only=True)
class Rules:
    """The rules that the databases enforce on a table's rows, and the place that declares them.

    `changes` names the columns that may change after a row was added, or WHOLE for all; `removed` lets rows be removed.
    Nobody can change or remove rows that are `added_only`. A `provided` table belongs to the provider and may be read
    by every tenant. `outside` says why a table is outside the tenants, without row-level security; it is empty for
    tenants' tables. A change to a `judged` table starts a new edition. `fixed` are conditions on a row as it was,
    `OLD`, each by its name: a row for which one holds is neither changed nor removed, and where it names `NEW` too, not
    changed so. `guards` are additional statements for PostgreSQL. A table has a higher `number` than the tables that it
    refers to.
    """

    place: str
    number: int
    changes: tuple[str, ...] = ()
    removed: bool = False
    added_only: bool = False
    provided: bool = False
    outside: str = ""
    judged: bool = False
    fixed: tuple[tuple[str, str], ...] = ()
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
        fixed: tuple[tuple[str, str], ...] = (),
        guards: tuple[str, ...] = (),
    ) -> sa.Table:
        """Declare a table; its key starts with the tenant, which is added to the parts unless the table is outside.

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
            fixed=fixed,
            guards=guards,
        )
        tenant = () if outside else (ident("tenant_id"),)
        made = sa.Table(name, self.metadata, *tenant, *parts)
        _RULES[made] = rules
        return made


# Kept outside the tables' `info`, which Alembic would write into a draft.
_RULES: Final[dict[sa.Table, Rules]] = {}


def rules_of(table: sa.Table) -> Rules:
    """Return the rules of a declared table; raises KeyError for a table not made by `Tables.add`."""
    return _RULES[table]


def is_declared(table: sa.Table) -> bool:
    """Return whether a table was made by `Tables.add`."""
    return table in _RULES


def changeable(table: sa.Table) -> tuple[str, ...]:
    """Return the columns that may change after a row was added, in table order."""
    changes = rules_of(table).changes
    return tuple(
        each.name for each in table.columns if not each.primary_key and (changes == WHOLE or each.name in changes)
    )


def ident(name: str = "id") -> sa.Column[Any]:
    """Return an id column, part of the primary key."""
    return sa.Column(name, sa.Uuid, primary_key=True)


def column(
    name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any], *, null: bool = False, key: bool = False
) -> sa.Column[Any]:
    """Return a column; `kind` is an SQLAlchemy type or one of `column_types`."""
    return sa.Column(name, kind, nullable=null, primary_key=key)


def refers(column_name: str, to: sa.Table, *, name: str | None = None) -> sa.ForeignKeyConstraint:
    """Make a column reference a row of the same tenant."""
    return sa.ForeignKeyConstraint(["tenant_id", column_name], [to.c.tenant_id, to.c.id], name=name)


def refers_to_its_own(column_name: str, to: str, *, name: str) -> sa.ForeignKeyConstraint:
    """Make a column reference another row of its own table, named by `to`."""
    return sa.ForeignKeyConstraint(["tenant_id", column_name], [f"{to}.tenant_id", f"{to}.id"], name=name)


def unique(*columns: str, name: str | None = None) -> sa.UniqueConstraint:
    """Return a constraint that makes the columns unique within a tenant."""
    return sa.UniqueConstraint("tenant_id", *columns, name=name)


def index(name: str, *columns: str, where: str = "", only_one: bool = False) -> sa.Index:
    """Return an index; with a condition it is partial, on both databases (see `with_all_conditions`)."""
    if not where:
        return sa.Index(name, *columns, unique=only_one)
    return sa.Index(name, *columns, unique=only_one, sqlite_where=sa.text(where), info={_WHERE: where})


def with_all_conditions(table: sa.Table) -> sa.Table:
    """Return a table whose partial indexes are partial on PostgreSQL too, as making or comparing it needs.

    Not done at the declaration, because naming that database loads its dialect with all its drivers, which takes a
    tenth of the time of a command that reads from SQLite.
    """
    for each in table.indexes:
        if _WHERE in each.info:
            each.dialect_options["postgresql"]["where"] = sa.text(each.info[_WHERE])
    return table
