"""The pieces of a schema that guard its rows, as a database itself describes them.

The declared pieces are described by the database too: the declared tables are made as temporary ones, which nobody else
sees and which are rolled back, so that both descriptions are worded alike. SQLite makes them in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES
from saas_sql.declaration import with_all_conditions
from saas_sql.engine import ROLE
from saas_sql.guards import REFUSE_CHANGE, guards_of


@frozen(order=True)
class Piece:
    """What guards a table: its kind (such as "trigger") and its name."""

    table: str
    kind: str
    name: str

    def __str__(self) -> str:
        """Return it in words."""
        named = f"{self.kind} {self.name}".rstrip()
        return f"{named} of {self.table}"


Pieces: TypeAlias = Mapping[Piece, str]
"""The definition of each piece, as the database words it."""

# Each query gives the table, kind, name and definition of every piece in the schema :place.
_POSTGRES: Final = (
    """
SELECT relname, 'column', attname, concat_ws(' ', format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND relnamespace = :place""",
    # Not null constraints are told by their columns, and constraint triggers among the triggers.
    """
SELECT relname, 'constraint', conname, pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN pg_class ON conrelid = pg_class.oid
WHERE contype NOT IN ('n', 't') AND relnamespace = :place""",
    # The index behind a constraint is told by it.
    """
SELECT owning.relname, CASE WHEN indisunique OR indisexclusion THEN 'unique index' ELSE 'index' END, own.relname,
    pg_get_indexdef(indexrelid) || CASE WHEN indisvalid AND indisready THEN '' ELSE ' (not valid)' END
FROM pg_index JOIN pg_class AS own ON indexrelid = own.oid JOIN pg_class AS owning ON indrelid = owning.oid
WHERE owning.relkind = 'r' AND owning.relnamespace = :place
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)""",
    # A trigger does what its function says, and only while it is enabled.
    """
SELECT relname, 'trigger', tgname, concat_ws(' ', CASE tgenabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled'
    ELSE 'enabled in part' END || ':', pg_get_triggerdef(pg_trigger.oid), CASE WHEN prosecdef THEN 'as its owner' END,
    array_to_string(proconfig, ','), prosrc)
FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid JOIN pg_proc ON tgfoid = pg_proc.oid
WHERE NOT tgisinternal AND relnamespace = :place""",
    """
SELECT relname, 'policy', polname, concat_ws(' | ', polpermissive, polcmd::text, polroles::regrole[]::text,
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy JOIN pg_class ON polrelid = pg_class.oid WHERE relnamespace = :place""",
    """
SELECT relname, 'row-level security', '', concat_ws(', ', CASE WHEN relrowsecurity THEN 'enabled' ELSE 'disabled' END,
    CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'not forced' END)
FROM pg_class WHERE relkind = 'r' AND relnamespace = :place""",
    """
SELECT relname, 'grant',
    privilege_type || ' to ' || CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END,
    CASE WHEN bool_or(is_grantable) THEN 'to be passed on' ELSE 'granted' END
FROM pg_class, aclexplode(relacl) WHERE relkind = 'r' AND grantee <> relowner AND relnamespace = :place
GROUP BY 1, 2, 3""",
    """
SELECT relname, 'grant', privilege_type || ' (' || attname || ') to '
    || CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END,
    CASE WHEN bool_or(is_grantable) THEN 'to be passed on' ELSE 'granted' END
FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid, aclexplode(attacl)
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND grantee <> relowner AND relnamespace = :place
GROUP BY 1, 2, 3""",
)
_QUALIFIED: Final = re.compile(r'\b(?:pg_temp(?:_\d+)?|public)\.|"pg_temp_\d+"\.')
_CAST: Final = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
_FUNCTION: Final = re.compile(r"\s*CREATE FUNCTION (\w+)")


def pieces_of(connection: Connection, tables: Iterable[sa.Table]) -> Pieces:
    """Return the pieces of these tables as they are in the database."""
    if connection.dialect.name == POSTGRES:
        here = connection.scalar(sa.text("SELECT current_schema()::regnamespace::oid"))
        return _postgres(connection, here, tables)
    return _sqlite(connection, tables)


def declared_pieces(connection: Connection, tables: Iterable[sa.Table]) -> Pieces:
    """Return the pieces that these tables and all they refer to should have; the caller rolls back on PostgreSQL.

    Raises DBAPIError if the role of the connection may not create temporary tables.
    """
    tables = tuple(tables)
    if connection.dialect.name == POSTGRES:
        _make_temporary(connection, tables)
        there = connection.scalar(sa.text("SELECT pg_my_temp_schema()"))
        return _postgres(connection, there, tables)
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as made:
            for table in tables:
                table.create(made)
                for statement in guards_of(table, made.dialect.name):
                    made.exec_driver_sql(statement)
            return _sqlite(made, tables)
    finally:
        engine.dispose()


def _postgres(connection: Connection, place: Any, tables: Iterable[sa.Table]) -> Pieces:  # noqa: ANN401 - an oid
    wanted = {table.name for table in tables}
    return {
        Piece(table, kind, name): _worded(definition)
        for query in _POSTGRES
        for table, kind, name, definition in connection.execute(sa.text(query), {"place": place})
        if table in wanted
    }


def _worded(definition: str) -> str:
    """Return a definition without what depends on where it stands; of a check, neither casts nor parentheses.

    A server words the casts of a check's values otherwise once it was restored from a dump.
    """
    text = " ".join(_QUALIFIED.sub("", definition).split())
    return _CAST.sub("", text) if text.startswith("CHECK ") else text


def _make_temporary(connection: Connection, tables: tuple[sa.Table, ...]) -> None:
    """Make the declared tables with their guards, for this connection alone."""
    connection.exec_driver_sql(f"SET LOCAL search_path = pg_temp, {_quoted_path(connection)}")
    made = sa.MetaData(naming_convention=tables[0].metadata.naming_convention if tables else None)
    # Functions are never looked up among what is temporary, unless it is said.
    functions = [REFUSE_CHANGE]
    statements: list[str] = []
    for table in tables:
        copy = with_all_conditions(table).to_metadata(made)
        copy._prefixes = ["TEMPORARY"]  # noqa: SLF001 - `to_metadata` keeps the prefixes, of which there are none
        copy.create(connection, checkfirst=False)
        for statement in guards_of(table, connection.dialect.name):
            (functions if _FUNCTION.match(statement) else statements).append(statement)
    for each in functions:
        connection.exec_driver_sql(_escaped(_FUNCTION.sub(r"CREATE FUNCTION pg_temp.\1", each, count=1)))
    for each in statements:
        connection.exec_driver_sql(_escaped(each.replace("EXECUTE FUNCTION ", "EXECUTE FUNCTION pg_temp.")))


def _escaped(statement: str) -> str:
    return statement.replace("%", "%%")


def _quoted_path(connection: Connection) -> str:
    path = connection.scalar(
        sa.text("SELECT string_agg(quote_ident(each), ', ') FROM unnest(current_schemas(false)) each")
    )
    return str(path)


def _sqlite(connection: Connection, tables: Iterable[sa.Table]) -> Pieces:
    wanted = {table.name for table in tables}
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    found: dict[Piece, str] = {}
    for kind, name, table, text in rows:
        if table not in wanted:
            continue
        if kind == "table":
            found |= _sqlite_table(connection, table, text)
        else:
            unique = "unique index" if text.startswith("CREATE UNIQUE") else kind
            found[Piece(table, unique, name)] = " ".join(text.split())
    return found


def _sqlite_table(connection: Connection, table: str, text: str) -> Iterator[tuple[Piece, str]]:
    for _number, name, kind, required, default, key, *_more in connection.exec_driver_sql(
        f"PRAGMA table_xinfo({table})"
    ):
        yield Piece(table, "column", name), f"{kind} {'NOT NULL' if required else ''} {default} {key}"
    references = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})").all()
    for number in sorted({each[0] for each in references}):
        parts = [each for each in references if each[0] == number]
        referring = ", ".join(each[3] for each in parts)
        target = f"{parts[0][2]} ({', '.join(str(each[4]) for each in parts)}) {parts[0][5:7]}"
        yield Piece(table, "reference", referring), target
    # A constraint that came with a column of its own stands amid the line of the columns.
    for named in re.finditer(r"CONSTRAINT (\w+) ((?:CHECK|PRIMARY KEY|UNIQUE)\s*\()", text):
        end = _closing(text, named.end())
        yield Piece(table, "constraint", named[1]), " ".join(text[named.start(2) : end].split())


def _closing(text: str, start: int) -> int:
    """Return the place behind the parenthesis that closes the one before `start`."""
    depth = 1
    for place, letter in enumerate(text[start:], start):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if not depth:
            return place + 1
    return len(text)


def role_faults(connection: Connection, tables: Iterable[sa.Table]) -> Iterator[str]:
    """Yield why the application's role on PostgreSQL would not be held by policies and grants, in words."""
    if connection.dialect.name != POSTGRES:
        return
    role = connection.execute(
        sa.text("SELECT oid, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = :role"), {"role": ROLE}
    ).first()
    if role is None:
        yield f"The role {ROLE}, under which every unit of work runs, is missing."
        return
    for held, what in ((role[1], "is a superuser"), (role[2], "bypasses row-level security"), (role[3], "makes roles")):
        if held:
            yield f"The role {ROLE} {what}, so nothing granted or not granted to it counts."
    owned = connection.execute(
        sa.text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " AND pg_has_role(:role, relowner, 'MEMBER') ORDER BY 1"
        ),
        {"role": ROLE},
    ).scalars()
    names = sorted({*owned} & {table.name for table in tables})
    if names:
        yield f"The role {ROLE} owns {', '.join(names)}, itself or through another role, and so may change everything."
