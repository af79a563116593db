"""The tables of access in the first revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant, Json


def create() -> None:
    """Make the tables, what is referred to before what refers to it."""
    op.create_table(
        "departments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_departments"),
    )

    op.create_table(
        "keys",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_keys"),
    )
    op.create_index("ix_keys_holder", "keys", ["tenant_id", "holder"])

    op.create_table(
        "roles",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_roles"),
    )
    op.create_index(
        "uq_roles_built_in",
        "roles",
        ["tenant_id"],
        unique=True,
        sqlite_where=sa.text("built_in"),
        postgresql_where=sa.text("built_in"),
    )

    op.create_table(
        "staff",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("permissions", Json(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_staff"),
    )

    op.create_table(
        "users",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_users"),
        sa.UniqueConstraint("tenant_id", "email_key", name="uq_users_email_key"),
    )

    op.create_table(
        "assignments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("approval_limit_minor", sa.BigInteger(), nullable=True),
        sa.Column("user_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "department_id"],
            ["departments.tenant_id", "departments.id"],
            name="fk_assignments_departments",
        ),
        sa.ForeignKeyConstraint(["tenant_id", "role_id"], ["roles.tenant_id", "roles.id"], name="fk_assignments_roles"),
        sa.ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_assignments_users"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_department_id", "assignments", ["tenant_id", "department_id", "role_id", "id"])
    op.create_index("ix_assignments_role_id", "assignments", ["tenant_id", "role_id", "user_id", "id"])
    op.create_index("ix_assignments_user_id", "assignments", ["tenant_id", "user_id", "id"])
    op.create_index(
        "ix_assignments_active",
        "assignments",
        ["tenant_id", "role_id", "department_id", "user_id"],
        sqlite_where=sa.text("until IS NULL AND user_active"),
        postgresql_where=sa.text("until IS NULL AND user_active"),
    )

    op.create_table(
        "department_states",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "department_id"],
            ["departments.tenant_id", "departments.id"],
            name="fk_department_states_departments",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"], ["departments.tenant_id", "departments.id"], name="fk_department_states_parent"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "department_id", "since", name="pk_department_states"),
    )
    op.create_index(
        "uq_department_states_present",
        "department_states",
        ["tenant_id", "department_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )

    op.create_table(
        "invitations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_invitations_users"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invitations"),
        sa.UniqueConstraint("tenant_id", "token_hash", name="uq_invitations_token_hash"),
    )
    op.create_index("ix_invitations_user_id", "invitations", ["tenant_id", "user_id"])

    op.create_table(
        "role_states",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", Json(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "role_id"], ["roles.tenant_id", "roles.id"], name="fk_role_states_roles"),
        sa.PrimaryKeyConstraint("tenant_id", "role_id", "since", name="pk_role_states"),
    )
    op.create_index(
        "uq_role_states_present",
        "role_states",
        ["tenant_id", "role_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )

    op.create_table(
        "user_states",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "active",
                "deactivated",
                name=op.f("ck_user_states_userstate"),
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_user_states_users"),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", "since", name="pk_user_states"),
    )
    op.create_index(
        "ix_user_states_state",
        "user_states",
        ["tenant_id", "state", "user_id"],
        sqlite_where=sa.text("until IS NULL AND state IS NOT NULL"),
        postgresql_where=sa.text("until IS NULL AND state IS NOT NULL"),
    )
    op.create_index(
        "uq_user_states_present",
        "user_states",
        ["tenant_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
