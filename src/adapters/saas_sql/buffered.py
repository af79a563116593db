"""Changes that are not yet sent: rows of one table, and what others hold back until the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.engine import Connection

from saas_sql.declaration import changeable
from saas_sql.driver import Call

Row: TypeAlias = Mapping[str, Any]


@cache
def key_of(table: sa.Table) -> tuple[str, ...]:
    """Return the columns by which a table tells its rows apart."""
    return tuple(each.name for each in table.primary_key)


@cache
def course_of(table: sa.Table) -> frozenset[str]:
    """Return the columns of a table that change in the course of things."""
    return frozenset(changeable(table))


@frozen
class Buffered:
    """Unsent rows of one table: inserts, of absent ones if so asked, or upserts by `ident` that change `course`."""

    ident: tuple[str, ...] = ()
    course: tuple[str, ...] = ()
    if_absent: bool = False
    rows: list[Row] = field(factory=list)


class Sending(Protocol):
    """Somebody who holds changes that are not yet sent."""

    def unsent(self, connection: Connection) -> Sequence[Call]:
        """Return the calls that make the changes, and buffer new rows; afterwards nothing is held."""
        ...
