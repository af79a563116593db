"""Engagements with states of their own; estimates, their revisions and approvals, and papers kept for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant, Json

revision = "0014"
down_revision = "0013"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_STATES = (
    "'requested', 'estimating', 'awaiting_approval', 'authorized', 'in_progress', 'at_cap', 'delivered', 'closed', "
    "'canceled', 'withdrawn'"
)
_ADDED_ONLY = ("papers", "estimates", "estimate_contents", "approvals", "estimate_presentations")
_CHANGES = {
    "estimate_revisions": (
        "state, version, lines, valid_through, pricing, rate_minor, currency, notes, changed_at, "
        "content_hash, document_hash, paper_id, issued_by, issued_at, expires_at, ended_by, ended_at, reason"
    ),
    "approval_links": (
        "codes, code_hash, code_until, code_tries, secret_hash, identified_at, identified_until, used_at"
    ),
    "recorded_documents": ("state, checked_by, checked_at, reason"),
}
_FIXED = (
    (
        "estimate_revisions",
        "ended",
        ("OLD.state NOT IN ('draft', 'issued')"),
    ),
    (
        "estimate_revisions",
        "issued",
        (
            "OLD.state = 'issued' AND (NEW.state IN ('draft', 'discarded') OR NEW.lines <> OLD.lines OR "
            "NEW.valid_through <> OLD.valid_through OR NEW.pricing <> OLD.pricing OR NEW.rate_minor <> "
            "OLD.rate_minor OR NEW.currency <> OLD.currency OR NEW.version <> OLD.version OR NEW.made_by <> "
            "OLD.made_by OR NEW.made_at <> OLD.made_at OR NEW.content_hash IS NULL OR NEW.content_hash <> "
            "OLD.content_hash OR NEW.document_hash IS NULL OR NEW.document_hash <> OLD.document_hash OR "
            "NEW.paper_id IS NULL OR NEW.paper_id <> OLD.paper_id OR NEW.issued_by IS NULL OR NEW.issued_by <> "
            "OLD.issued_by OR NEW.issued_at IS NULL OR NEW.issued_at <> OLD.issued_at OR NEW.expires_at IS NULL "
            "OR NEW.expires_at <> OLD.expires_at)"
        ),
    ),
    (
        "recorded_documents",
        "checked",
        ("OLD.state <> 'pending'"),
    ),
)
"""Table, name and condition: rows for which it holds stay as they are."""


def upgrade() -> None:
    """Add the tables, and let engagements have their states."""
    _states()
    _tables()
    _guard(op.get_bind().dialect.name)


def _tables() -> None:
    op.create_table(
        "papers",
        *_many(_id, "tenant_id id"),
        *_many(_text, "kind of sha256 media_type"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_papers"),
    )
    _index("papers", "ix_papers_of", "kind", "of", "id")
    op.create_table(
        "estimates",
        *_many(_id, "tenant_id id engagement_id"),
        _number("number"),
        _choice("kind"),
        _id("amends_id", null=True),
        _text("made_by"),
        _at("made_at"),
        _refers("estimates", "engagement_id", "engagement_requests"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_estimates"),
        sa.UniqueConstraint("tenant_id", "number", name="uq_estimates_number"),
        _check("estimates", "estimatekind", "kind", "base change_order"),
    )
    _index("estimates", "ix_estimates_engagement_id", "engagement_id", "number")
    _index("estimates", "uq_estimates_base", "engagement_id", where="kind = 'base'", only_one=True)
    op.create_table(
        "estimate_revisions",
        *_many(_id, "tenant_id estimate_id"),
        _number("number"),
        _choice("state"),
        _number("version"),
        _json("lines"),
        _text("valid_through"),
        _choice("pricing"),
        _number("rate_minor"),
        *_many(_text, "currency notes made_by"),
        *_many(_at, "made_at changed_at"),
        *_many(_text, "content_hash document_hash", null=True),
        _id("paper_id", null=True),
        _text("issued_by", null=True),
        *_many(_at, "issued_at expires_at", null=True),
        _text("ended_by", null=True),
        _at("ended_at", null=True),
        _text("reason", null=True),
        _refers("estimate_revisions", "estimate_id", "estimates"),
        _refers("estimate_revisions", "paper_id", "papers"),
        sa.PrimaryKeyConstraint("tenant_id", "estimate_id", "number", name="pk_estimate_revisions"),
        _check(
            "estimate_revisions",
            "revisionstate",
            "state",
            "draft issued approved declined expired withdrawn superseded discarded",
        ),
        _check("estimate_revisions", "pricing", "pricing", "hourly fixed"),
    )
    _index(
        "estimate_revisions", "uq_estimate_revisions_approved", "estimate_id", where="state = 'approved'", only_one=True
    )
    _index("estimate_revisions", "uq_estimate_revisions_draft", "estimate_id", where="state = 'draft'", only_one=True)
    _index("estimate_revisions", "uq_estimate_revisions_issued", "estimate_id", where="state = 'issued'", only_one=True)
    op.create_table(
        "estimate_contents",
        *_many(_id, "tenant_id estimate_id"),
        _number("revision"),
        *_many(_text, "content content_hash"),
        _refers("estimate_contents", "estimate_id", "estimates"),
        sa.PrimaryKeyConstraint("tenant_id", "estimate_id", "revision", name="pk_estimate_contents"),
    )
    op.create_table(
        "approvals",
        *_many(_id, "tenant_id id engagement_id estimate_id"),
        *_many(_number, "number revision"),
        _choice("kind"),
        *_many(_text, "content_hash document_hash terms_version terms_hash ownership_hash statement typed_name"),
        _id("approver_id"),
        *_many(_text, "approver_address verified_by"),
        _at("presented_at", null=True),
        *_many(_at, "decided_at approved_at"),
        _text("zone"),
        _json("peer"),
        _id("link_id", null=True),
        _json("authority"),
        _number("rate_minor"),
        _text("currency"),
        *_many(_number, "unit_seconds cap_seconds maximum_minor"),
        _json("lines"),
        _text("amends", null=True),
        _json("signing", null=True),
        _number("position"),
        *_many(_text, "previous_hash own_hash"),
        _refers("approvals", "engagement_id", "engagement_requests"),
        _refers("approvals", "estimate_id", "estimates"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_approvals"),
        sa.UniqueConstraint("tenant_id", "estimate_id", name="uq_approvals_estimate_id"),
        sa.UniqueConstraint("tenant_id", "position", name="uq_approvals_position"),
        _check("approvals", "approvalkind", "kind", "interface keyed_link document"),
    )
    _index("approvals", "ix_approvals_engagement_id", "engagement_id", "position")
    op.create_table(
        "approval_links",
        *_many(_id, "tenant_id id estimate_id"),
        _number("revision"),
        _text("content_hash"),
        _id("approver_id"),
        _text("address_digest"),
        _text("token_hash"),
        _at("made_at"),
        _json("codes"),
        _text("code_hash", null=True),
        _at("code_until", null=True),
        _number("code_tries"),
        _text("secret_hash", null=True),
        *_many(_at, "identified_at identified_until used_at", null=True),
        _refers("approval_links", "estimate_id", "estimates"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_approval_links"),
        sa.UniqueConstraint("tenant_id", "token_hash", name="uq_approval_links_token_hash"),
    )
    _index("approval_links", "ix_approval_links_estimate_id", "estimate_id", "revision", "id")
    op.create_table(
        "estimate_presentations",
        *_many(_id, "tenant_id estimate_id"),
        _number("revision"),
        _id("approver_id"),
        _text("content_hash"),
        _id("link_id", null=True),
        _at("presented_at"),
        _refers("estimate_presentations", "estimate_id", "estimates"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "estimate_id", "revision", "approver_id", name="pk_estimate_presentations"
        ),
    )
    op.create_table(
        "recorded_documents",
        *_many(_id, "tenant_id id estimate_id"),
        _number("revision"),
        _text("content_hash"),
        _id("signer_id"),
        _text("typed_name"),
        _at("signed_at"),
        _id("paper_id"),
        _text("paper_hash"),
        _id("recorded_by"),
        _at("recorded_at"),
        _choice("state"),
        _id("checked_by", null=True),
        _at("checked_at", null=True),
        _text("reason", null=True),
        _refers("recorded_documents", "estimate_id", "estimates"),
        _refers("recorded_documents", "paper_id", "papers"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_recorded_documents"),
        _check("recorded_documents", "checkstate", "state", "pending agreed refused overtaken"),
    )
    _index("recorded_documents", "ix_recorded_documents_estimate_id", "estimate_id", "recorded_at", "id")
    _index(
        "recorded_documents",
        "uq_recorded_documents_pending",
        "estimate_id",
        "revision",
        where="state = 'pending'",
        only_one=True,
    )


def _states() -> None:
    name = "ck_engagement_requests_engagementstate"
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE engagement_requests DROP CONSTRAINT ck_engagement_requests_requeststate")
        op.execute(f"ALTER TABLE engagement_requests ADD CONSTRAINT {name} CHECK (state IN ({_STATES}))")
        return
    # SQLite changes no constraint, so the table is made anew.
    with op.batch_alter_table("engagement_requests", recreate="always") as table:
        table.drop_constraint("ck_engagement_requests_requeststate", type_="check")
        table.create_check_constraint(name, f"state IN ({_STATES})")


def _guard(dialect: str) -> None:
    """Isolate the tenants in the new tables, and refuse every change that is not meant."""
    for table in (*_ADDED_ONLY, *_CHANGES):
        if dialect == "postgresql":
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
            op.execute(f"GRANT SELECT, INSERT ON {table} TO saas_app_role")
            if table in _CHANGES:
                op.execute(f"GRANT UPDATE ({_CHANGES[table]}) ON {table} TO saas_app_role")
    for table in _ADDED_ONLY:
        _add_only(table, dialect)
    for table, what, condition in _FIXED:
        _fix(table, what, condition, dialect)


def _add_only(table: str, dialect: str) -> None:
    if dialect == "postgresql":
        refused = "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refused}")
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refused}")
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )


def _fix(table: str, what: str, condition: str, dialect: str) -> None:
    changes = ("UPDATE",) if "NEW." in condition else ("UPDATE", "DELETE")
    if dialect == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_{what} BEFORE {' OR '.join(changes)} ON {table} FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in changes:
        op.execute(
            f"CREATE TRIGGER {table}_{what}_no_{change.lower()} BEFORE {change} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} that are {what} stay as they are'); END"
        )


def _id(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=null)


def _choice(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _at(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Instant(), nullable=null)


def _json(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Json(), nullable=null)


def _many(kind: Callable[..., sa.Column[Any]], names: str, *, null: bool = False) -> tuple[sa.Column[Any], ...]:
    return tuple(kind(each, null=True) if null else kind(each) for each in names.split())


def _check(table: str, kind: str, column: str, values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{each}'" for each in values.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{kind}")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id", column], [f"{to}.tenant_id", f"{to}.id"], name=f"fk_{table}_{to}")


def _index(table: str, name: str, *columns: str, where: str = "", only_one: bool = False) -> None:
    partial: dict[str, Any] = {f"{each}_where": sa.text(where) for each in ("sqlite", "postgresql")} if where else {}
    op.create_index(name, table, ["tenant_id", *columns], unique=only_one, **partial)
