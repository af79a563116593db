"""Time, caps and the register of enhancements; invoices, credit notes and payments; a client's billing address."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant

revision = "0015"
down_revision = "0014"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_ADDED_ONLY = (
    "closed_periods",
    "enhancements",
    "document_numbers",
    "bills",
    "credit_notes",
    "invoice_payments",
)
_CHANGES = {
    "time_entries": " (ended_at, seconds, approval_id, unbillable, state, recorded_at, reason, changed_at)",
    "engagement_hours": "",
    "invoices": " (state, carried_in, ref, link, changed_at)",
    "invoiced_time": " (live)",
}
_RECORDED_TIME_ENTRIES = (
    "OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at OR "
    "NEW.seconds <> OLD.seconds OR NEW.recorded_at <> OLD.recorded_at OR "
    "coalesce(CAST(NEW.approval_id AS text), '') <> coalesce(CAST(OLD.approval_id AS text), '') OR "
    "coalesce(NEW.unbillable, '') <> coalesce(OLD.unbillable, ''))"
)
_ISSUED_INVOICES = (
    "OLD.state IN ('issued', 'partially_paid', 'paid') AND (NEW.state IN ('draft', 'ordered', "
    "'discarded') OR NEW.carried_in <> OLD.carried_in)"
)
_NO_OVERLAP = (
    "ALTER TABLE time_of_workers ADD CONSTRAINT ex_time_of_workers_overlap EXCLUDE USING gist "
    "(int8range(uuid_hash_extended(worker_id, 0), uuid_hash_extended(worker_id, 0), '[]') WITH =, "
    "tstzrange(started_at, ended_at) WITH &&)"
)
_FIXED = (
    ("time_entries", "recorded", _RECORDED_TIME_ENTRIES),
    ("invoices", "issued", _ISSUED_INVOICES),
)


def upgrade() -> None:
    """Add the tables, and where a client's invoices go."""
    op.add_column("tenants", sa.Column("billing_address", sa.Text(), nullable=True))
    op.add_column("tenants", sa.Column("tax_number", sa.Text(), nullable=True))
    _time()
    _invoices()
    if op.get_bind().dialect.name == "postgresql":
        _guard()
        return
    for table in _ADDED_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )
    for table, what, condition in _FIXED:
        op.execute(
            f"CREATE TRIGGER {table}_{what}_no_update BEFORE UPDATE ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} that are {what} stay as they are'); END"
        )


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    refused = "EXECUTE FUNCTION refuse_change()"
    for table in (*_ADDED_ONLY, *_CHANGES):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO saas_app_role")
    op.execute("GRANT SELECT, INSERT ON number_codes TO saas_app_role")
    op.execute("GRANT SELECT, INSERT, UPDATE (ended_at), DELETE ON time_of_workers TO saas_app_role")
    for table, columns in _CHANGES.items():
        op.execute(f"GRANT UPDATE{columns} ON {table} TO saas_app_role")
    for table in _ADDED_ONLY:
        op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refused}")
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refused}")
    for table, what, condition in _FIXED:
        op.execute(f"CREATE TRIGGER {table}_{what} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) {refused}")
    op.execute(_NO_OVERLAP)


def _columns(spec: str) -> list[sa.Column[Any]]:
    """Return columns of a list of names with their kinds; those with a question mark may be empty."""
    kinds: dict[str, sa.types.TypeEngine[Any]] = {
        "id": sa.Uuid(),
        "text": sa.Text(),
        "number": sa.BigInteger(),
        "choice": sa.String(40),
        "at": Instant(),
        "flag": sa.Boolean(),
    }
    named = (each.partition(":") for each in spec.split())
    return [sa.Column(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?")) for name, _colon, kind in named]


def _time() -> None:
    op.create_table(
        "time_entries",
        *_columns(
            "tenant_id:id id:id engagement_id:id worker_id:id line:text started_at:at ended_at:at? "
            "seconds:number note:text approval_id:id? unbillable:choice? state:choice recorded_at:at "
            "split_from:id? reason:text? changed_at:at"
        ),
        sa.CheckConstraint(
            "state NOT IN ('invoiced', 'credited') OR (unbillable IS NULL AND approval_id IS NOT NULL)",
            name="ck_time_entries_approved",
        ),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ck_time_entries_ended"),
        sa.CheckConstraint(
            "state IN ('running', 'recorded', 'invoiced', 'credited', 'written_off', 'void')",
            name="ck_time_entries_entrystate",
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ck_time_entries_forward"),
        sa.CheckConstraint("unbillable IN ('before_approval', 'over_cap')", name="ck_time_entries_unbillable"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_time_entries"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "engagement_id"],
            ["engagement_requests.tenant_id", "engagement_requests.id"],
            name="fk_time_entries_engagement_requests",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "split_from"],
            ["time_entries.tenant_id", "time_entries.id"],
            name="fk_time_entries_split_from",
        ),
    )
    op.create_index("ix_time_entries_engagement_id", "time_entries", ["tenant_id", "engagement_id", "id"])
    op.create_index(
        "ix_time_entries_state", "time_entries", ["tenant_id", "engagement_id", "state", "started_at", "id"]
    )
    op.create_index("ix_time_entries_worker_id", "time_entries", ["tenant_id", "worker_id", "started_at"])
    op.create_index(
        "uq_time_entries_running",
        "time_entries",
        ["tenant_id", "worker_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "time_of_workers",
        *_columns("worker_id:id entry_id:id tenant_id:id started_at:at ended_at:at?"),
        sa.PrimaryKeyConstraint("worker_id", "entry_id", name="pk_time_of_workers"),
    )
    op.create_index("ix_time_of_workers_started_at", "time_of_workers", ["worker_id", "started_at"])
    op.create_table(
        "engagement_hours",
        *_columns("tenant_id:id engagement_id:id approved:number used:number changed_at:at"),
        sa.CheckConstraint("used >= 0 AND used <= approved", name="ck_engagement_hours_cap"),
        sa.PrimaryKeyConstraint("tenant_id", "engagement_id", name="pk_engagement_hours"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "engagement_id"],
            ["engagement_requests.tenant_id", "engagement_requests.id"],
            name="fk_engagement_hours_engagement_requests",
        ),
    )
    op.create_table(
        "closed_periods",
        *_columns("tenant_id:id until:at closed_at:at"),
        sa.PrimaryKeyConstraint("tenant_id", "until", name="pk_closed_periods"),
    )
    op.create_table(
        "enhancements",
        *_columns(
            "tenant_id:id id:id engagement_id:id line:text kind:choice description:text release:text "
            "delivered_at:at registered_at:at owner:text hosted_only:flag clause_hash:text"
        ),
        sa.CheckConstraint("kind IN ('delivered', 'left_out')", name="ck_enhancements_delivered"),
        sa.CheckConstraint("owner = 'provider' AND hosted_only", name="ck_enhancements_providers"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_enhancements"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "engagement_id"],
            ["engagement_requests.tenant_id", "engagement_requests.id"],
            name="fk_enhancements_engagement_requests",
        ),
    )
    op.create_index("ix_enhancements_engagement_id", "enhancements", ["tenant_id", "engagement_id", "id"])


def _invoices() -> None:
    op.create_table(
        "number_codes",
        sa.Column("code", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_number_codes"),
    )
    op.create_table(
        "document_numbers",
        *_columns("tenant_id:id series:text ordinal:number previous:number?"),
        sa.CheckConstraint(
            "(previous IS NULL AND ordinal = 1) OR (previous IS NOT NULL AND previous = ordinal - 1)",
            name="ck_document_numbers_gapless",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "series", "ordinal", name="pk_document_numbers"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series", "previous"],
            ["document_numbers.tenant_id", "document_numbers.series", "document_numbers.ordinal"],
            name="fk_document_numbers_previous",
        ),
    )
    op.create_table(
        "invoices",
        *_columns(
            "tenant_id:id id:id engagement_id:id state:choice carried_in:number ref:text link:text "
            "made_at:at changed_at:at"
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'ordered', 'issued', 'partially_paid', 'paid', 'discarded')",
            name="ck_invoices_invoicestate",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invoices"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "engagement_id"],
            ["engagement_requests.tenant_id", "engagement_requests.id"],
            name="fk_invoices_engagement_requests",
        ),
    )
    op.create_index("ix_invoices_engagement_id", "invoices", ["tenant_id", "engagement_id", "id"])
    op.create_index(
        "uq_invoices_ref",
        "invoices",
        ["tenant_id", "ref"],
        unique=True,
        sqlite_where=sa.text("ref <> ''"),
        postgresql_where=sa.text("ref <> ''"),
    )
    op.create_index(
        "uq_invoices_unissued",
        "invoices",
        ["tenant_id", "engagement_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'ordered')"),
        postgresql_where=sa.text("state IN ('draft', 'ordered')"),
    )
    op.create_table(
        "invoiced_time",
        *_columns("tenant_id:id invoice_id:id entry_id:id line:text seconds:number live:flag"),
        sa.PrimaryKeyConstraint("tenant_id", "invoice_id", "entry_id", name="pk_invoiced_time"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"], ["invoices.tenant_id", "invoices.id"], name="fk_invoiced_time_invoices"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["time_entries.tenant_id", "time_entries.id"],
            name="fk_invoiced_time_time_entries",
        ),
    )
    op.create_index(
        "uq_invoiced_time_live",
        "invoiced_time",
        ["tenant_id", "entry_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "bills",
        *_columns(
            "tenant_id:id invoice_id:id engagement_id:id series:text ordinal:number number:text "
            "issued_at:at due_at:at zone:text approval_id:id rate_minor:number currency:text "
            "unit_seconds:number carried_in:number carried_out:number lines:text taxes:text "
            "seconds:number units:number total_minor:number content:text content_hash:text paper_id:id "
            "document_hash:text"
        ),
        sa.CheckConstraint("seconds + carried_in = units * unit_seconds + carried_out", name="ck_bills_seconds"),
        sa.PrimaryKeyConstraint("tenant_id", "invoice_id", name="pk_bills"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series", "ordinal"],
            ["document_numbers.tenant_id", "document_numbers.series", "document_numbers.ordinal"],
            name="fk_bills_document_numbers",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"], ["invoices.tenant_id", "invoices.id"], name="fk_bills_invoices"
        ),
    )
    op.create_index("ix_bills_engagement_id", "bills", ["tenant_id", "engagement_id", "issued_at"])
    op.create_index("uq_bills_ordinal", "bills", ["tenant_id", "series", "ordinal"], unique=True)
    op.create_table(
        "credit_notes",
        *_columns(
            "tenant_id:id id:id invoice_id:id engagement_id:id series:text ordinal:number number:text "
            "issued_at:at reason:text currency:text entries:text lines:text taxes:text units:number "
            "carried:number total_minor:number content:text content_hash:text paper_id:id "
            "document_hash:text"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_credit_notes"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "series", "ordinal"],
            ["document_numbers.tenant_id", "document_numbers.series", "document_numbers.ordinal"],
            name="fk_credit_notes_document_numbers",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"], ["invoices.tenant_id", "invoices.id"], name="fk_credit_notes_invoices"
        ),
    )
    op.create_index("ix_credit_notes_engagement_id", "credit_notes", ["tenant_id", "engagement_id", "issued_at"])
    op.create_index("ix_credit_notes_invoice_id", "credit_notes", ["tenant_id", "invoice_id", "issued_at"])
    op.create_index("uq_credit_notes_ordinal", "credit_notes", ["tenant_id", "series", "ordinal"], unique=True)
    op.create_table(
        "invoice_payments",
        *_columns(
            "tenant_id:id invoice_id:id reference:text amount_minor:number currency:text paid_at:at "
            "through:choice recorded_at:at"
        ),
        sa.CheckConstraint("amount_minor > 0 OR through IN ('refund', 'dispute')", name="ck_invoice_payments_amount"),
        sa.CheckConstraint(
            "through IN ('hand', 'provider', 'refund', 'dispute')", name="ck_invoice_payments_paidthrough"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "invoice_id", "reference", name="pk_invoice_payments"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invoice_id"], ["invoices.tenant_id", "invoices.id"], name="fk_invoice_payments_invoices"
        ),
    )
