"""The minimum for recording a decision in a database: one transaction that moves the head and adds an entry.

It uses the database's own driver, on the same tables with their constraints and triggers, in the scope of a separate
client. It writes a copy of an entry that the gate recorded, so the size is the same.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

_SCOPE = UUID(int=0xBA2E << 96)


class BareInserts:
    """A connection, and the two statements."""

    def __init__(self, url: str, beside: str | None = None) -> None:
        """Connect to a database in which the gate has recorded a decision.

        With `beside`, a copy of a row of that table is inserted, too, into a table without constraints.
        """
        parsed = sa.make_url(url)
        self._postgres = parsed.get_backend_name() == "postgresql"
        self._mark = "%s" if self._postgres else "?"
        self._begin = "BEGIN" if self._postgres else "BEGIN IMMEDIATE"
        self._connection: Any = _postgres(url) if self._postgres else _sqlite(str(parsed.database))
        self._entry = self._copied("journal_entries")
        self._insert = self._insertion("journal_entries", self._entry)
        head = self._copied("tenant_heads")
        self._run(self._insertion("tenant_heads", head), list(head.values()))
        head_moves = ", ".join(f"{each} = {self._mark}" for each in ("journal_position", "journal_hash"))
        self._update = f"UPDATE tenant_heads SET epoch = epoch + 1, {head_moves} WHERE tenant_id = {self._mark}"
        self._position = 0
        self._beside: tuple[str, list[Any]] | None = None
        if beside is not None:
            self._run(f"CREATE TABLE bare_{beside} AS SELECT * FROM {beside} LIMIT 0", [])
            row = self._copied(beside)
            self._beside = self._insertion(f"bare_{beside}", row), list(row.values())

    def record(self) -> None:
        """Move the head and add an entry, in one transaction."""
        self._position += 1
        self._entry["position"], self._entry["id"] = self._position, self._id(uuid4())
        cursor = self._connection.cursor()
        cursor.execute(self._begin)
        cursor.execute(self._update, (self._position, self._entry["hash"], self._entry["tenant_id"]))
        cursor.execute(self._insert, list(self._entry.values()))
        if self._beside is not None:
            cursor.execute(*self._beside)
        cursor.execute("COMMIT")
        cursor.close()

    def record_beside(self, count: int) -> None:
        """Add rows beside alone, all in one transaction and one call of the driver."""
        if self._beside is None:
            message = "no table was named"
            raise ValueError(message)
        statement, row = self._beside
        cursor = self._connection.cursor()
        cursor.execute(self._begin)
        cursor.executemany(statement, [row] * count)
        cursor.execute("COMMIT")
        cursor.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _id(self, value: UUID) -> object:
        return value if self._postgres else value.hex

    def _copied(self, table: str) -> dict[str, Any]:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE tenant_id <> {self._mark} LIMIT 1", [self._id(UUID(int=0))])
            row = cursor.fetchone()
            names = [each[0] for each in cursor.description]
        found = dict(zip(names, row, strict=True))
        if self._postgres:
            from psycopg.types.json import Json

            found = {name: Json(value) if isinstance(value, dict) else value for name, value in found.items()}
        return {**found, "tenant_id": self._id(_SCOPE)}

    def _insertion(self, table: str, row: dict[str, Any]) -> str:
        return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join([self._mark] * len(row))})"

    def _run(self, statement: str, values: list[Any]) -> None:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(statement, values)


def _sqlite(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(Path(file), isolation_level=None)
    # As the store sets them: commits survive the process, but the last ones may be lost in a power failure.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _postgres(url: str) -> Any:  # noqa: ANN401 - the driver's own, which may not be installed
    import psycopg

    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
