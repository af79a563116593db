"""The schema of a database, piece by piece, and the schema that the declarations alone produce.

Nothing here reads migrations: both databases are asked in the same way, so whatever differs between them differs
between what the migrations made and what the code declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from saas_core.contexts import CONTEXTS, Context
from saas_sql.catalogue import tables_in
from saas_sql.declaration import rules_of
from saas_sql.engine import ROLE
from saas_sql.guards import REFUSE_CHANGE
from saas_sql.schema import REVISIONS, make_table

Pieces = dict[str, str]
_VERSION = "alembic_version"
_HERE = "relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'"
# Each query gives the table, the kind and name of the piece, and its text.
_POSTGRESQL = (
    f"""
SELECT relname, 'column ' || attname, concat_ws(' ', attnum, format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid), collname)
FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
LEFT JOIN pg_collation ON attcollation = pg_collation.oid
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND {_HERE}""",
    f"""
SELECT relname, 'constraint ' || conname, pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid WHERE contype <> 'n' AND contype <> 't' AND {_HERE}""",
    """
SELECT tablename, 'index ' || indexname, indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename <> 'alembic_version'""",
    f"""
SELECT relname, 'trigger ' || tgname, pg_get_triggerdef(pg_trigger.oid) || ' enabled ' || tgenabled::text
FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE NOT tgisinternal AND {_HERE}""",
    """
SELECT tablename, 'policy ' || policyname, concat_ws(' | ', permissive, roles::text, cmd, qual, with_check)
FROM pg_policies WHERE schemaname = current_schema()""",
    f"""
SELECT relname, 'row-level security', concat_ws(' ', relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relkind = 'r' AND {_HERE}""",
    f"""
SELECT relname, 'grant of ' || privilege_type || ' to ' || grantee::regrole,
    string_agg(concat_ws(' ', is_grantable), ',')
FROM pg_class, aclexplode(relacl) WHERE relkind = 'r' AND grantee <> relowner AND {_HERE} GROUP BY 1, 2""",
    f"""
SELECT relname, 'grant of ' || privilege_type || ' on ' || attname || ' to ' || grantee::regrole, ''
FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid, aclexplode(attacl) WHERE attnum > 0 AND {_HERE}""",
    """
SELECT proname, 'function', pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = current_schema()::regnamespace""",
)


def schema_of(connection: sa.Connection) -> Pieces:
    """Return every piece of a schema by table, kind and name, with its text."""
    if connection.dialect.name == "sqlite":
        return dict(_sqlite(connection))
    rows = (row for query in _POSTGRESQL for row in connection.exec_driver_sql(query))
    return {f"{table}: {piece}": re.sub(r"\bON public\.", "ON ", text or "") for table, piece, text in rows}


def _sqlite(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, table, text in rows.all():
        if table == _VERSION:
            continue
        if kind != "table":
            yield f"{table}: {kind} {name}", " ".join(text.split())
            continue
        for number, column, *how in connection.exec_driver_sql(f"PRAGMA table_xinfo({table})"):
            yield f"{table}: column {column}", f"{number} {how}"
        for number, place, *how in connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all():
            yield f"{table}: reference {how[0]} of {how[1:3]}", f"{place} {how} {number * 0}"
        for named in re.finditer(r"CONSTRAINT (\w+) ", text):
            yield f"{table}: constraint {named[1]}", _constraint(text[named.end() :])


def _constraint(text: str) -> str:
    """Return what stands before the next comma, or the end of the table, outside parentheses."""
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0 or (letter == "," and not depth):
            return text[:place].strip()
    return text.strip()


def make_declared(connection: sa.Connection, contexts: tuple[Context, ...] = CONTEXTS) -> None:
    """Make the schema in an empty database from the declarations alone; the role must be there."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
        connection.execute(sa.text(REFUSE_CHANGE))
    for table in tables_in(contexts).values():
        make_table(connection, table)


def differences(migrated: Pieces, declared: Pieces) -> list[str]:
    """Say where both differ, each time with the names of both places."""
    return sorted(
        f"{piece}: the migrations up to {REVISIONS[-1]} make {migrated.get(piece, 'none')!r}, "
        f"{_place(piece)} declares {declared.get(piece, 'none')!r}"
        for piece in migrated.keys() | declared.keys()
        if migrated.get(piece) != declared.get(piece)
    )


def _place(piece: str) -> str:
    tables: Mapping[str, Any] = tables_in()
    table = piece.split(":", maxsplit=1)[0]
    return rules_of(tables[table]).place if table in tables else "no context"
