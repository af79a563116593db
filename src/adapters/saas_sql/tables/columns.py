"""What all tables are made of: one metadata, and columns that begin with the tenant."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_1_name)s",
        "ix": "ix_%(table_name)s_%(column_1_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """Make a table whose primary key begins with the tenant."""
    return sa.Table(name, metadata, sa.Column("tenant_id", sa.Uuid, primary_key=True), *parts)


def ident(name: str = "id") -> sa.Column[Any]:
    """Make an id, part of the primary key."""
    return sa.Column(name, sa.Uuid, primary_key=True)


def column(
    name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any], *, null: bool = False, key: bool = False
) -> sa.Column[Any]:
    """Make a column; `kind` is a type of SQLAlchemy or one of `types`."""
    return sa.Column(name, kind, nullable=null, primary_key=key)


def refers(column_name: str, to: str) -> sa.ForeignKeyConstraint:
    """Make a column refer to a row of the same tenant."""
    return sa.ForeignKeyConstraint(["tenant_id", column_name], [f"{to}.tenant_id", f"{to}.id"])


def where(condition: str) -> dict[str, Any]:
    """Make an index partial, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
