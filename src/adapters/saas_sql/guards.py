"""Rules enforced by the databases themselves, as statements derived from a table's declaration."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from saas_sql.column_types import POSTGRES
from saas_sql.declaration import WHOLE, rules_of
from saas_sql.engine import ROLE

# After SET LOCAL a setting is left empty, not absent, and an empty text is not a UUID.
_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_PROVIDED = (
    "tenant_id = '00000000-0000-0000-0000-000000000000'::uuid"
    " AND nullif(current_setting('app.tenant_id', true), '') IS NOT NULL"
)

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
"""The function called by the triggers of append-only rows; the first migration creates it."""


def guards_of(table: sa.Table, dialect: str) -> Iterator[str]:
    """Yield the statements that guard a newly created table.

    SQLite can only refuse changes; PostgreSQL also isolates tenants from each other and grants rights.
    """
    yield from _postgresql(table) if dialect == POSTGRES else _sqlite(table)


def _sqlite(table: sa.Table) -> Iterator[str]:
    name = table.name
    if rules_of(table).added_only:
        for change in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {name}_no_{change.lower()} BEFORE {change} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are only ever added'); END"
            )
    for what, condition in rules_of(table).fixed:
        for change in _changes(condition):
            yield (
                f"CREATE TRIGGER {name}_{what}_no_{change.lower()} BEFORE {change} ON {name} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {name} that are {what} stay as they are'); END"
            )


def _changes(condition: str) -> tuple[str, ...]:
    """Return the changes that a condition on a row refuses: what compares with a new row is an update."""
    return ("UPDATE",) if "NEW." in condition else ("UPDATE", "DELETE")


def _postgresql(table: sa.Table) -> Iterator[str]:
    name, rules = table.name, rules_of(table)
    if not rules.outside:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY own ON {name} USING ({_OWN}) WITH CHECK ({_OWN})"
    if rules.provided:
        yield f"CREATE POLICY provided ON {name} FOR SELECT USING ({_PROVIDED})"
    yield f"GRANT SELECT, INSERT ON {name} TO {ROLE}"
    if rules.changes:
        columns = "" if rules.changes == WHOLE else f" ({', '.join(rules.changes)})"
        yield f"GRANT UPDATE{columns} ON {name} TO {ROLE}"
    if rules.removed:
        yield f"GRANT DELETE ON {name} TO {ROLE}"
    if rules.added_only:
        refused = "EXECUTE FUNCTION refuse_change()"
        yield f"CREATE TRIGGER {name}_fixed BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW {refused}"
        yield f"CREATE TRIGGER {name}_kept BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {refused}"
    for what, condition in rules.fixed:
        changes = " OR ".join(_changes(condition))
        yield (
            f"CREATE TRIGGER {name}_{what} BEFORE {changes} ON {name} FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION refuse_change()"
        )
    yield from rules.guards
