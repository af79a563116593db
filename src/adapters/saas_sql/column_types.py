"""Column types that mean the same on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

E = TypeVar("E", bound=Enum)

_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode

SQLITE = "sqlite"
POSTGRES = "postgresql"


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant to the microsecond: timestamptz on PostgreSQL, fixed-width text on SQLite.

    The text sorts chronologically. A naive value is a TypeError, because both databases would guess its zone.
    """

    impl = sa.String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use each database's own type."""
        if dialect.name == POSTGRES:
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or datetime
        """Write the instant in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant without a zone cannot be stored"
            raise TypeError(message)
        moment = value.astimezone(UTC)
        return moment if dialect.name == POSTGRES else moment.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """Read the instant in UTC."""
        return None if value is None else instant_of(value)


def instant_of(value: datetime | str) -> datetime:
    """Return the instant that a column holds, in UTC."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text: the same value has the same bytes, in both databases and after any dump.

    PostgreSQL's own JSON types refuse characters that JSON may escape, and nothing queries inside these values.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Write the value sorted, compact and in ASCII."""
        if value is None:
            return None
        return _encoded(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Read the value back."""
        return None if value is None else json.loads(value)


def choice(values: type[E], name: str) -> sa.Enum:
    """Return a text type limited to an enum's values by a check constraint of that name."""
    return sa.Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda each: [member.value for member in each],
        # The naming convention adds the table as a prefix.
        name=name,
    )


def bytewise() -> sa.types.TypeEngine[str]:
    """Return a text type that both databases sort by bytes."""
    return sa.Text().with_variant(sa.Text(collation="C"), POSTGRES)
