"""The tables of access: people, departments, roles, and the credentials of people and programs.

Roles, departments and users each have a row, and their states are in a separate table with half-open spans `[since,
until)`: others refer to the row, the states say what applied when. A person's name and address are stored only in the
person's row, so that erasing it leaves the history true. Secrets are stored only as hashes.
"""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.access.values import GrantReason, GrantScope, UserState
from saas_sql.access.owner_guard import OWNER_FUNCTION, owner_trigger
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import WHOLE, Tables, column, ident, index, refers, refers_to_its_own, unique

TABLES = Tables("saas_sql.access")


def _states(owner: str, owners: sa.Table, *parts: sa.schema.SchemaItem, guards: tuple[str, ...] = ()) -> sa.Table:
    """Declare a table of states over time; each owner has one current state."""
    name = f"{owner}_states"
    return TABLES.add(
        name,
        ident(f"{owner}_id"),
        column("since", Instant, key=True),
        column("until", Instant, null=True),
        *parts,
        refers(f"{owner}_id", owners),
        index(f"uq_{name}_present", "tenant_id", f"{owner}_id", where="until IS NULL", only_one=True),
        changes=WHOLE,
        removed=True,
        judged=True,
        guards=guards,
    )


users = TABLES.add(
    "users",
    ident(),
    column("name", sa.Text),
    column("email", sa.Text),
    column("email_key", sa.Text),
    unique("email_key"),
    changes=("name", "email", "email_key"),
    judged=True,
)
user_states = _states(
    "user",
    users,
    column("state", choice(UserState, "userstate")),
    # No state is ever NULL: saying so keeps the index to queries that ask for a state, which PostgreSQL would otherwise
    # take for one user's state too, and walk all of the tenant's, until it has counted the rows.
    index("ix_user_states_state", "tenant_id", "state", "user_id", where="until IS NULL AND state IS NOT NULL"),
    guards=(OWNER_FUNCTION, owner_trigger("user_states", "UPDATE", "OLD.until IS NULL AND OLD.state = 'active'")),
)

departments = TABLES.add("departments", ident(), judged=True)
department_states = _states(
    "department",
    departments,
    column("name", sa.Text),
    column("parent_id", sa.Uuid, null=True),
    refers("parent_id", departments, name="fk_department_states_parent"),
)

roles = TABLES.add(
    "roles",
    ident(),
    column("built_in", sa.Boolean),
    index("uq_roles_built_in", "tenant_id", where="built_in", only_one=True),
    judged=True,
)
role_states = _states("role", roles, column("name", sa.Text), column("permissions", Json))

assignments = TABLES.add(
    "assignments",
    ident(),
    column("user_id", sa.Uuid),
    column("role_id", sa.Uuid),
    column("department_id", sa.Uuid, null=True),
    column("since", Instant),
    column("until", Instant, null=True),
    column("approval_limit_minor", sa.BigInteger, null=True),
    # Whether its user is active now, so that "who may" can skip inactive ones.
    column("user_active", sa.Boolean),
    refers("user_id", users),
    refers("role_id", roles),
    refers("department_id", departments),
    # Each ends with the sort order of the pages read along it.
    index("ix_assignments_user_id", "tenant_id", "user_id", "id"),
    index("ix_assignments_role_id", "tenant_id", "role_id", "user_id", "id"),
    index("ix_assignments_department_id", "tenant_id", "department_id", "role_id", "id"),
    index(
        "ix_assignments_active",
        "tenant_id",
        "role_id",
        "department_id",
        "user_id",
        where="until IS NULL AND user_active",
    ),
    changes=("until", "user_active"),
    judged=True,
    # The user's states say whether the user is active, so that column is ignored.
    guards=(owner_trigger("assignments", "UPDATE OF until, user_id, role_id, department_id", "OLD.until IS NULL"),),
)

invitations = TABLES.add(
    "invitations",
    ident(),
    column("user_id", sa.Uuid),
    column("token_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("used_at", Instant, null=True),
    column("revoked_at", Instant, null=True),
    refers("user_id", users),
    unique("token_hash"),
    index("ix_invitations_user_id", "tenant_id", "user_id"),
    changes=("expires_at", "used_at", "revoked_at"),
)

keys = TABLES.add(
    "keys",
    ident(),
    column("holder", sa.Text),
    column("secret_hash", sa.Text),
    column("created_at", Instant),
    column("ended_at", Instant, null=True),
    column("link_id", sa.Uuid, null=True),
    index("ix_keys_holder", "tenant_id", "holder"),
    changes=("ended_at",),
)

staff = TABLES.add(
    "staff",
    ident(),
    column("name", sa.Text),
    column("email", sa.Text),
    column("permissions", Json),
    column("active", sa.Boolean),
    column("changed_at", Instant),
    column("since", Instant, null=True),
    column("made_by", sa.Text, null=True),
    changes=WHOLE,
)

api_keys = TABLES.add(
    "api_keys",
    ident(),
    column("user_id", sa.Uuid),
    column("name", sa.Text),
    column("scopes", Json),
    column("secret_hash", sa.Text),
    column("last_four", sa.Text),
    column("former_hash", sa.Text, null=True),
    column("former_last_four", sa.Text, null=True),
    column("former_until", Instant, null=True),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("revoked_at", Instant, null=True),
    column("made_with", sa.Uuid, null=True),
    refers("user_id", users),
    refers_to_its_own("made_with", "api_keys", name="fk_api_keys_made_with"),
    index("ix_api_keys_user_id", "tenant_id", "user_id", "id"),
    changes=(
        "secret_hash",
        "last_four",
        "former_hash",
        "former_last_four",
        "former_until",
        "made_with",
        "expires_at",
        "revoked_at",
    ),
)

sign_in_links = TABLES.add(
    "sign_in_links",
    ident(),
    column("user_id", sa.Uuid),
    column("token_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("used_at", Instant, null=True),
    column("revoked_at", Instant, null=True),
    column("device_hash", sa.Text, null=True),
    column("code_hash", sa.Text, null=True),
    column("tries", sa.Integer, null=True),
    refers("user_id", users),
    unique("token_hash"),
    index("ix_sign_in_links_user_id", "tenant_id", "user_id", "created_at"),
    changes=("used_at", "revoked_at", "tries"),
    removed=True,
)

sessions = TABLES.add(
    "sessions",
    ident(),
    column("user_id", sa.Uuid),
    column("secret_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("ended_at", Instant, null=True),
    refers("user_id", users),
    index("ix_sessions_user_id", "tenant_id", "user_id", "id", where="ended_at IS NULL"),
    changes=("ended_at",),
    removed=True,
)

# Shared by API keys and sessions; a separate table, because it is written outside units of work.
credential_uses = TABLES.add("credential_uses", ident(), column("used_at", Instant), changes=("used_at",), removed=True)

break_glass_grants = TABLES.add(
    "break_glass_grants",
    ident(),
    column("staff_id", sa.Uuid),
    column("why", sa.Text),
    column("scope", choice(GrantScope, "grantscope")),
    column("asked_at", Instant),
    column("until", Instant),
    column("approved_by", sa.Uuid, null=True),
    column("approved_at", Instant, null=True),
    column("ended_by", sa.Text, null=True),
    column("ended_at", Instant, null=True),
    column("reason", choice(GrantReason, "grantreason"), null=True),
    column("by_client", sa.Boolean, null=True),
    column("confirmed_by", sa.Uuid, null=True),
    sa.CheckConstraint("approved_by <> staff_id", name="two_people"),
    index("ix_break_glass_grants_until", "tenant_id", "until"),
    changes=("approved_by", "confirmed_by", "approved_at", "ended_by", "ended_at"),
    judged=True,
)

grant_uses = TABLES.add(
    "grant_uses",
    ident(),
    column("grant_id", sa.Uuid),
    column("at", Instant),
    column("action", sa.Text),
    column("subject", sa.Text),
    column("revoked_at", Instant, null=True),
    refers("grant_id", break_glass_grants),
    index("ix_grant_uses_grant_id", "tenant_id", "grant_id", "id"),
    changes=("revoked_at",),
)

keyed_links = TABLES.add(
    "keyed_links",
    ident(),
    column("holder", sa.Text),
    column("grant_id", sa.Uuid, null=True),
    column("token_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("used_at", Instant, null=True),
    column("revoked_at", Instant, null=True),
    refers("grant_id", break_glass_grants),
    unique("token_hash"),
    index("ix_keyed_links_holder", "tenant_id", "holder", "created_at"),
    changes=("used_at", "revoked_at"),
    removed=True,
)
