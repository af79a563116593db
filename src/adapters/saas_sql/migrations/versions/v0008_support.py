"""Tickets with their messages, notes, classifications, files and words, the work-list, and requests for paid work."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant, Json

revision = "0008"
down_revision = "0007"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_KINDS = "'support', 'appeal'"
_SIDES = "'client', 'staff'"
_STATES = "'new', 'open', 'waiting_on_client', 'resolved', 'closed', 'merged'"
_SCOPES = (
    "'unclassified', 'in_scope', 'out_of_scope', 'paid_work', 'never_granted', 'about_license', 'clients_own', "
    "'needs_decision', 'mixed'"
)
_RESOLUTIONS = (
    "'answered', 'declined_out_of_scope', 'converted_to_engagement', 'defect_repaired', 'duplicate', 'no_reply'"
)
_CHANGES = {
    "tickets": "UPDATE (subject, requester_id, awaited, state, scope_kind, scope_named, scope_where, clauses, "
    "proposal, classified, classified_by, dispute, resolution, resolved_at, ended_at, waits_for, waits_since, "
    "changed_at, parts, follows_id, merged_into, engagement_id), DELETE",
    "ticket_messages": "UPDATE (text, removed_by, removed_at, removed_reason, removed_sha256), DELETE",
    "ticket_notes": "UPDATE (text, removed_by, removed_at, removed_reason, removed_sha256), DELETE",
    "ticket_classifications": "DELETE",
    "ticket_files": "UPDATE (message_id), DELETE",
    "ticket_file_uses": "DELETE",
    "ticket_words": "DELETE",
    "engagement_requests": "UPDATE (state, changed_at)",
}


def upgrade() -> None:
    """Add the tables."""
    _tickets()
    _writing()
    _finding()
    _engagements()
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _tickets() -> None:
    op.create_table(
        "tickets",
        *_key("tickets"),
        _chosen("kind"),
        _text("subject"),
        _id("department_id", null=True),
        _id("opened_by"),
        _id("requester_id", null=True),
        _text("awaited", null=True),
        _at("opened_at"),
        sa.Column("opening", Json(), nullable=False),
        _chosen("state"),
        *_scope(),
        _text("proposed_topic", null=True),
        sa.Column("proposal", Json(), nullable=True),
        _number("classified"),
        _text("classified_by", null=True),
        _chosen("dispute", null=True),
        _chosen("resolution", null=True),
        _at("resolved_at", null=True),
        _at("ended_at", null=True),
        _chosen("waits_for"),
        _at("waits_since"),
        _at("changed_at"),
        _id("parent_id", null=True),
        _number("parts"),
        _id("follows_id", null=True),
        _id("merged_into", null=True),
        _id("engagement_id", null=True),
        _among("tickets", "kind", "ticketkind", _KINDS),
        _among("tickets", "state", "ticketstate", _STATES),
        _among("tickets", "scope_kind", "scopekind", _SCOPES),
        _among("tickets", "dispute", "disputestate", "'open', 'upheld', 'overturned'"),
        _among("tickets", "resolution", "resolution", _RESOLUTIONS),
        _among("tickets", "waits_for", "side", _SIDES),
        _to("tickets", "parent_id", "fk_tickets_parent"),
        _to("tickets", "follows_id", "fk_tickets_follows"),
        _to("tickets", "merged_into", "fk_tickets_merged_into"),
    )
    for name, where in (
        ("state", ""),
        ("scope_kind", ""),
        ("scope_named", "scope_named IS NOT NULL"),
        ("department_id", "department_id IS NOT NULL"),
        ("opened_by", ""),
        ("requester_id", "requester_id IS NOT NULL"),
        ("awaited", "awaited IS NOT NULL"),
    ):
        _index("tickets", name, name, "opened_at", "id", where=where)
    _index("tickets", "opened_at", "opened_at", "id")
    _index("tickets", "kind", "opened_at", "id", where="kind = 'appeal'")
    for name in ("parent_id", "follows_id", "merged_into", "ended_at"):
        _index("tickets", name, name, where=f"{name} IS NOT NULL")
    op.create_table(
        "ticket_classifications",
        _id("tenant_id"),
        _id("ticket_id"),
        _number("number"),
        *_scope(),
        _text("terms_version"),
        _text("actor"),
        _at("at"),
        _text("reason"),
        _among("ticket_classifications", "scope_kind", "scopekind", _SCOPES),
        _to("tickets", "ticket_id", "fk_ticket_classifications_tickets"),
        sa.PrimaryKeyConstraint("tenant_id", "ticket_id", "number", name="pk_ticket_classifications"),
    )


def _writing() -> None:
    op.create_table(
        "ticket_messages",
        *_key("ticket_messages"),
        _id("ticket_id"),
        _id("via_id", null=True),
        _chosen("side"),
        _id("author_id"),
        _at("written_at"),
        _text("text"),
        _id("answers_id", null=True),
        sa.Column("solution", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        *_removed(),
        _among("ticket_messages", "side", "side", _SIDES),
        _to("tickets", "ticket_id", "fk_ticket_messages_tickets"),
    )
    _index("ticket_messages", "ticket_id", "ticket_id", "id")
    _index("ticket_messages", "via_id", "via_id", "id", where="via_id IS NOT NULL")
    _index("ticket_messages", "author_id", "author_id", "id")
    op.create_table(
        "ticket_notes",
        *_key("ticket_notes"),
        _id("ticket_id"),
        _id("author_id"),
        _at("written_at"),
        _text("text"),
        *_removed(),
        _to("tickets", "ticket_id", "fk_ticket_notes_tickets"),
    )
    _index("ticket_notes", "ticket_id", "ticket_id", "id")
    op.create_table(
        "ticket_files",
        *_key("ticket_files"),
        _chosen("side"),
        _id("author_id"),
        _at("sent_at"),
        _text("name"),
        _text("media_type"),
        _number("size"),
        _text("sha256"),
        _id("message_id", null=True),
        _among("ticket_files", "side", "side", _SIDES),
    )
    op.create_table(
        "ticket_file_uses",
        _id("tenant_id"),
        _id("ticket_id"),
        _id("file_id"),
        _to("ticket_files", "file_id", "fk_ticket_file_uses_ticket_files"),
        _to("tickets", "ticket_id", "fk_ticket_file_uses_tickets"),
        sa.PrimaryKeyConstraint("tenant_id", "ticket_id", "file_id", name="pk_ticket_file_uses"),
    )
    _index("ticket_file_uses", "file_id", "file_id", "ticket_id")


def _finding() -> None:
    op.create_table(
        "ticket_words",
        _id("tenant_id"),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        _at("opened_at"),
        _id("ticket_id"),
        _to("tickets", "ticket_id", "fk_ticket_words_tickets"),
        sa.PrimaryKeyConstraint("tenant_id", "word", "opened_at", "ticket_id", name="pk_ticket_words"),
    )
    _index("ticket_words", "ticket_id", "ticket_id")
    op.create_table(
        "ticket_queue",
        _id("tenant_id"),
        _id("ticket_id"),
        _chosen("queue"),
        _chosen("kind"),
        _at("since"),
        _among("ticket_queue", "queue", "queue", "'classification', 'us', 'them', 'dispute'"),
        _among("ticket_queue", "kind", "ticketkind", _KINDS),
        sa.PrimaryKeyConstraint("tenant_id", "ticket_id", name="pk_ticket_queue"),
    )
    place = ["since", "tenant_id", "ticket_id"]
    appeals: dict[str, Any] = {f"{each}_where": sa.text("kind = 'appeal'") for each in ("sqlite", "postgresql")}
    op.create_index("ix_ticket_queue_since", "ticket_queue", place)
    op.create_index("ix_ticket_queue_queue", "ticket_queue", ["queue", *place])
    op.create_index("ix_ticket_queue_kind", "ticket_queue", place, **appeals)


def _engagements() -> None:
    op.create_table(
        "engagement_requests",
        *_key("engagement_requests"),
        _text("title"),
        _text("text"),
        _id("department_id", null=True),
        _id("ticket_id", null=True),
        _text("terms_version"),
        _text("requested_by"),
        _at("requested_at"),
        _chosen("state"),
        _at("changed_at"),
        _among("engagement_requests", "state", "requeststate", "'requested', 'withdrawn'"),
    )
    op.create_index(
        "uq_engagement_requests_ticket_id",
        "engagement_requests",
        ["tenant_id", "ticket_id"],
        unique=True,
        sqlite_where=sa.text("ticket_id IS NOT NULL"),
        postgresql_where=sa.text("ticket_id IS NOT NULL"),
    )
    _index("engagement_requests", "department_id", "department_id", "id")


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    for table, changes in _CHANGES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT, {changes} ON {table} TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_queue TO saas_app_role")


def _key(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return _id("tenant_id"), _id("id"), sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}")


def _id(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=null)


def _at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Instant(), nullable=null)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _chosen(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=null)


def _scope() -> tuple[sa.Column[Any], ...]:
    clauses: sa.Column[Any] = sa.Column("clauses", Json(), nullable=False)
    return _chosen("scope_kind"), _text("scope_named", null=True), _text("scope_where", null=True), clauses


def _removed() -> tuple[sa.Column[Any], ...]:
    texts = [_text(f"removed_{each}", null=True) for each in ("by", "reason", "sha256")]
    return texts[0], _at("removed_at", null=True), *texts[1:]


def _among(table: str, name: str, kind: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} IN ({values})", name=f"ck_{table}_{kind}")


def _to(table: str, name: str, named: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id", name], [f"{table}.tenant_id", f"{table}.id"], name=named)


def _index(table: str, name: str, *columns: str, where: str = "") -> None:
    partial: dict[str, Any] = {f"{each}_where": sa.text(where) for each in ("sqlite", "postgresql")} if where else {}
    op.create_index(f"ix_{table}_{name}", table, ["tenant_id", *columns], **partial)
