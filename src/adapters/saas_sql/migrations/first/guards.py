"""What the databases themselves hold to: rows that are only added, tenants that cannot see each other, an owner."""

from __future__ import annotations

from alembic import op

APPEND_ONLY = ("journal_entries", "license_facts")
PROVIDED = ("terms", "permissions")
ANCHORS = ("users", "departments", "roles")
STATES = ("user_states", "department_states", "role_states")
OTHERS = (
    "tenant_heads",
    "outbox",
    "replies",
    "licenses",
    "tenants",
    "assignments",
    "invitations",
    "keys",
    "staff",
    "payment_accounts",
    "incidents",
    "open_invoices",
    "notices",
    "api_keys",
    "sign_in_links",
    "sessions",
    "credential_uses",
    "break_glass_grants",
)
TENANT_TABLES = (*APPEND_ONLY, *PROVIDED, *ANCHORS, *STATES, *OTHERS)

# What the application may do beyond reading and adding; a row that nothing may change has no entry.
_CHANGES = {
    "tenant_heads": "UPDATE",
    "outbox": "UPDATE",
    "permissions": "UPDATE",
    "tenants": "UPDATE",
    "users": "UPDATE (name, email, email_key)",
    "assignments": "UPDATE (until, user_active)",
    "invitations": "UPDATE (expires_at, used_at, revoked_at)",
    "keys": "UPDATE (ended_at)",
    "staff": "UPDATE",
    "payment_accounts": "UPDATE",
    "incidents": "UPDATE (ended_at)",
    "open_invoices": "DELETE",
    "api_keys": (
        "UPDATE (secret_hash, last_four, former_hash, former_last_four, former_until, made_with, expires_at, "
        "revoked_at)"
    ),
    "sign_in_links": "UPDATE (used_at, revoked_at), DELETE",
    "sessions": "UPDATE (ended_at), DELETE",
    "credential_uses": "UPDATE (used_at), DELETE",
    "break_glass_grants": "UPDATE (approved_by, approved_at, ended_by, ended_at)",
    **dict.fromkeys(STATES, "UPDATE, DELETE"),
}

# After SET LOCAL a setting is left empty, not absent, and an empty text is no UUID.
_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_PROVIDED = (
    "tenant_id = '00000000-0000-0000-0000-000000000000'::uuid"
    " AND nullif(current_setting('app.tenant_id', true), '') IS NOT NULL"
)

_ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'saas_app_role') THEN
        BEGIN
            CREATE ROLE saas_app_role NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- Another database of this cluster is being migrated at the same moment.
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'saas_app_role', 'MEMBER') THEN
        EXECUTE format('GRANT saas_app_role TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO saas_app_role', current_schema());
END $$
"""

_FIXED_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# A tenant that had an active owner keeps one. Both ways of losing one are looked at when the transaction ends, so
# that a handing over in one transaction passes in any order.
_OWNER_FUNCTION = """
CREATE FUNCTION require_active_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM assignments AS held
        JOIN roles ON roles.tenant_id = held.tenant_id AND roles.id = held.role_id AND roles.built_in
        JOIN user_states AS person ON person.tenant_id = held.tenant_id AND person.user_id = held.user_id
        WHERE held.tenant_id = OLD.tenant_id AND held.until IS NULL AND held.department_id IS NULL
            AND person.until IS NULL AND person.state = 'active'
    ) AND EXISTS (
        SELECT FROM assignments AS held
        JOIN roles ON roles.tenant_id = held.tenant_id AND roles.id = held.role_id AND roles.built_in
        JOIN user_states AS person ON person.tenant_id = held.tenant_id AND person.user_id = held.user_id
        WHERE held.tenant_id = OLD.tenant_id AND held.department_id IS NULL AND (
            -- A state replaced within its own instant leaves no history, but OLD was an active one.
            person.state = 'active' OR TG_TABLE_NAME = 'user_states' AND person.user_id = OLD.user_id
        ) AND person.since < coalesce(held.until, 'infinity') AND held.since < coalesce(person.until, 'infinity')
    ) THEN
        RAISE EXCEPTION 'the last active owner stays'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'active_owner';
    END IF;
    RETURN NULL;
END $$
"""
# Whether an assignment's user is active is told by the user's states, so that column is not looked at.
_LOSSES = {
    "assignments": ("UPDATE OF until, user_id, role_id, department_id", "OLD.until IS NULL"),
    "user_states": ("UPDATE", "OLD.until IS NULL AND OLD.state = 'active'"),
}


def guard_sqlite() -> None:
    """Forbid to change or remove rows that are only ever added; SQLite offers no more than that."""
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )


def guard_postgresql() -> None:
    """Forbid changes of what is only added, shut tenants off from each other, and keep an active owner."""
    op.execute(_ROLE)
    op.execute(_FIXED_FUNCTION)
    op.execute(_OWNER_FUNCTION)
    for table, (change, loss) in _LOSSES.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_owner AFTER {change} OR DELETE ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({loss}) EXECUTE FUNCTION require_active_owner()"
        )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO saas_app_role")
        if table in _CHANGES:
            op.execute(f"GRANT {_CHANGES[table]} ON {table} TO saas_app_role")
    for table in PROVIDED:
        op.execute(f"CREATE POLICY provided ON {table} FOR SELECT USING ({_PROVIDED})")
    op.execute("GRANT SELECT, INSERT ON directory TO saas_app_role")
    op.execute("GRANT SELECT, INSERT ON linked_accounts TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON due_work TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE (done_at), DELETE ON inbox TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON mailings TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE (why, since, mail, lifted_at), DELETE ON suppressions TO saas_app_role")
    # Whoever serves need not own the tables, and must still see which schema it is.
    op.execute("GRANT SELECT ON alembic_version TO saas_app_role")
