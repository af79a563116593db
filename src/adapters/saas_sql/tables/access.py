"""What access keeps: people, departments, roles, and what lets people in."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.access.values import UserState
from saas_sql.column_types import Instant, Json, choice
from saas_sql.tables.columns import column, ident, refers, table, where


def _states(name: str, owner: str, owners: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    """Make the table of what held when; one state of each owner is the present one."""
    states = table(
        name,
        ident(owner),
        column("since", Instant, key=True),
        column("until", Instant, null=True),
        *parts,
        refers(owner, owners),
    )
    sa.Index(f"uq_{name}_present", states.c.tenant_id, states.c[owner], unique=True, **where("until IS NULL"))
    return states


users = table(
    "users",
    ident(),
    column("name", sa.Text),
    column("email", sa.Text),
    column("email_key", sa.Text),
    sa.UniqueConstraint("tenant_id", "email_key"),
)
user_states = _states("user_states", "user_id", "users", column("state", choice(UserState)))
# No state is ever NULL: saying so keeps the index to queries that ask for a state, which PostgreSQL would otherwise
# take for one user's state too, and walk all of the tenant's, until it has counted the rows.
sa.Index(
    "ix_user_states_state",
    user_states.c.tenant_id,
    user_states.c.state,
    user_states.c.user_id,
    **where("until IS NULL AND state IS NOT NULL"),
)

departments = table("departments", ident())
department_states = _states(
    "department_states",
    "department_id",
    "departments",
    column("name", sa.Text),
    column("parent_id", sa.Uuid, null=True),
    sa.ForeignKeyConstraint(
        ["tenant_id", "parent_id"], ["departments.tenant_id", "departments.id"], name="fk_department_states_parent"
    ),
)

roles = table("roles", ident(), column("built_in", sa.Boolean))
sa.Index("uq_roles_built_in", roles.c.tenant_id, unique=True, **where("built_in"))
role_states = _states("role_states", "role_id", "roles", column("name", sa.Text), column("permissions", Json))

assignments = table(
    "assignments",
    ident(),
    column("user_id", sa.Uuid),
    column("role_id", sa.Uuid),
    column("department_id", sa.Uuid, null=True),
    column("since", Instant),
    column("until", Instant, null=True),
    column("approval_limit_minor", sa.BigInteger, null=True),
    # Whether its user is active now, so that "who may" need not look at those who are not.
    column("user_active", sa.Boolean),
    refers("user_id", "users"),
    refers("role_id", "roles"),
    refers("department_id", "departments"),
)
# Each ends with the order of the pages that are read by it.
for _names in (("user_id", "id"), ("role_id", "user_id", "id"), ("department_id", "role_id", "id")):
    sa.Index(f"ix_assignments_{_names[0]}", assignments.c.tenant_id, *(assignments.c[each] for each in _names))
sa.Index(
    "ix_assignments_active",
    assignments.c.tenant_id,
    assignments.c.role_id,
    assignments.c.department_id,
    assignments.c.user_id,
    **where("until IS NULL AND user_active"),
)

invitations = table(
    "invitations",
    ident(),
    column("user_id", sa.Uuid),
    column("token_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("used_at", Instant, null=True),
    column("revoked_at", Instant, null=True),
    refers("user_id", "users"),
    sa.UniqueConstraint("tenant_id", "token_hash"),
)
sa.Index("ix_invitations_user_id", invitations.c.tenant_id, invitations.c.user_id)

keys = table(
    "keys",
    ident(),
    column("holder", sa.Text),
    column("secret_hash", sa.Text),
    column("created_at", Instant),
    column("ended_at", Instant, null=True),
)
sa.Index("ix_keys_holder", keys.c.tenant_id, keys.c.holder)

staff = table(
    "staff",
    ident(),
    column("name", sa.Text),
    column("email", sa.Text),
    column("permissions", Json),
    column("active", sa.Boolean),
    column("changed_at", Instant),
)
