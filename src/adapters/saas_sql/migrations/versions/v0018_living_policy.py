"""Signatures of the policy with the texts they were given to, open questions, and how often clauses decided."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant, Json

revision = "0018"
down_revision = "0017"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_CHANGES = {
    "policy_signatures": ", UPDATE (told_at)",
    "policy_texts": "",
    "policy_questions": ", UPDATE (owner, closed_at)",
    "policy_counts": ", UPDATE (number)",
}


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "policy_signatures",
        _id("tenant_id"),
        _id("id"),
        _text("scope"),
        sa.Column("role", sa.String(40), nullable=False),
        _id("signed_by"),
        _text("name"),
        _at("signed_at"),
        sa.Column("verdict", sa.String(40), nullable=False),
        _text("comment"),
        _text("terms_version"),
        _text("digest"),
        sa.Column("pieces", Json(), nullable=False),
        _at("told_at", null=True),
        sa.CheckConstraint("role IN ('legal', 'product')", name="ck_policy_signatures_signaturerole"),
        sa.CheckConstraint(
            "verdict IN ('agreed', 'agreed_with_comment', 'rejected')", name="ck_policy_signatures_agreement"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_policy_signatures"),
    )
    op.create_index("ix_policy_signatures_signed_at", "policy_signatures", ["tenant_id", "signed_at", "id"])
    op.create_table(
        "policy_texts",
        _id("tenant_id"),
        _text("digest"),
        _text("text"),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="pk_policy_texts"),
    )
    op.create_table(
        "policy_questions",
        _id("tenant_id"),
        _id("id"),
        _text("scope"),
        sa.Column("role", sa.String(40), nullable=False),
        _at("opened_at"),
        _text("opened_by"),
        _text("why"),
        _id("owner", null=True),
        _at("closed_at", null=True),
        sa.CheckConstraint("role IN ('legal', 'product')", name="ck_policy_questions_questionrole"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_policy_questions"),
    )
    open_ = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_policy_questions_open",
        "policy_questions",
        ["tenant_id", "scope", "role"],
        unique=True,
        sqlite_where=open_,
        postgresql_where=open_,
    )
    bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "policy_counts",
        _id("tenant_id"),
        *(sa.Column(name, bytewise, nullable=False) for name in ("day", "clause", "how", "verdict", "reason")),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "day", "clause", "how", "verdict", "reason", name="pk_policy_counts"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard()
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER policy_texts_no_{change.lower()} BEFORE {change} ON policy_texts "
                "BEGIN SELECT RAISE(ABORT, 'rows of policy_texts are only ever added'); END"
            )


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    for table, changes in _CHANGES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT{changes} ON {table} TO saas_app_role")
    refused = "EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER policy_texts_fixed BEFORE UPDATE OR DELETE ON policy_texts FOR EACH ROW {refused}")
    op.execute(f"CREATE TRIGGER policy_texts_kept BEFORE TRUNCATE ON policy_texts FOR EACH STATEMENT {refused}")


def _id(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=null)


def _at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Instant(), nullable=null)
