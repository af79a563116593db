"""Questions on which the terms are silent, who asked them, the provider's precedents, and the queue of staff."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant, Json

revision = "0009"
down_revision = "0008"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_CHANGES = {
    "questions": "UPDATE (action, reason, clause, answered_by, answered_at, cites), DELETE",
    "question_askers": "UPDATE (text), DELETE",
}


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "questions",
        _id("tenant_id"),
        _id("id"),
        _text("action", null=True),
        _id("ticket_id", null=True),
        _text("terms_version"),
        _at("asked_at"),
        _text("reason", null=True),
        _text("clause", null=True),
        _text("answered_by", null=True),
        _at("answered_at", null=True),
        sa.Column("cites", Json(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_questions"),
    )
    _index("questions", "action", "action", "terms_version", where="ticket_id IS NULL")
    _index("questions", "ticket_id", "ticket_id", "id", where="ticket_id IS NOT NULL")
    _index("questions", "answered_at", "answered_at")
    op.create_table(
        "question_askers",
        _id("tenant_id"),
        _id("question_id"),
        _id("user_id"),
        _at("asked_at"),
        _text("text"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "question_id"],
            ["questions.tenant_id", "questions.id"],
            name="fk_question_askers_questions",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "question_id", "user_id", name="pk_question_askers"),
    )
    _index("question_askers", "user_id", "user_id", "question_id")
    op.create_table(
        "precedents",
        _id("id"),
        _text("action"),
        _text("clause", null=True),
        _text("reason"),
        _text("terms_version"),
        _at("answered_at"),
        sa.PrimaryKeyConstraint("id", name="pk_precedents"),
    )
    op.create_index("ix_precedents_action", "precedents", ["action", "answered_at", "id"])
    op.create_table(
        "question_queue",
        _id("tenant_id"),
        _id("question_id"),
        _at("asked_at"),
        sa.PrimaryKeyConstraint("tenant_id", "question_id", name="pk_question_queue"),
    )
    op.create_index("ix_question_queue_asked_at", "question_queue", ["asked_at", "tenant_id", "question_id"])
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    for table, changes in _CHANGES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT, {changes} ON {table} TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON question_queue TO saas_app_role")
    op.execute("GRANT SELECT, INSERT ON precedents TO saas_app_role")


def _id(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=null)


def _at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Instant(), nullable=null)


def _index(table: str, name: str, *columns: str, where: str = "") -> None:
    partial: dict[str, Any] = {f"{each}_where": sa.text(where) for each in ("sqlite", "postgresql")} if where else {}
    op.create_index(f"ix_{table}_{name}", table, ["tenant_id", *columns], **partial)
