"""PostgreSQL's own protection of the last active owner.

A tenant that had an active owner keeps one. Both ways of losing one are checked when the transaction ends, so that a
handover in one transaction passes in any order.
"""

from __future__ import annotations

OWNER_FUNCTION = """
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


def owner_trigger(table: str, change: str, loss: str) -> str:
    """Return the trigger that checks for an active owner after a change or removal."""
    return (
        f"CREATE CONSTRAINT TRIGGER {table}_owner AFTER {change} OR DELETE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({loss}) EXECUTE FUNCTION require_active_owner()"
    )
