"""The tables of invoices, credit notes, payments and their numbers."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from saas_core.engagements.billing.values import InvoiceState, PaidThrough
from saas_sql.column_types import Instant, Json, bytewise, choice
from saas_sql.declaration import column, ident, index, refers
from saas_sql.engagements.tables import TABLES, engagement_requests
from saas_sql.engagements.time_tables import time_entries

# Each number but the first refers to the one before it, and none is removed: no series has a gap.
document_numbers = TABLES.add(
    "document_numbers",
    column("series", sa.Text, key=True),
    column("ordinal", sa.BigInteger, key=True),
    column("previous", sa.BigInteger, null=True),
    sa.ForeignKeyConstraint(
        ["tenant_id", "series", "previous"],
        ["document_numbers.tenant_id", "document_numbers.series", "document_numbers.ordinal"],
        name="fk_document_numbers_previous",
    ),
    sa.CheckConstraint(
        "(previous IS NULL AND ordinal = 1) OR (previous IS NOT NULL AND previous = ordinal - 1)", name="gapless"
    ),
    added_only=True,
)


# The code of each client in its numbers: no two clients' documents have one number.
number_codes = TABLES.add(
    "number_codes",
    column("code", bytewise(), key=True),
    column("tenant_id", sa.Uuid),
    outside="no two clients have one code in the numbers of their documents",
)


def _number() -> sa.ForeignKeyConstraint:
    """Make a document refer to its number."""
    return sa.ForeignKeyConstraint(
        ["tenant_id", "series", "ordinal"],
        [document_numbers.c.tenant_id, document_numbers.c.series, document_numbers.c.ordinal],
    )


_ISSUED: Final = (
    "OLD.state IN ('issued', 'partially_paid', 'paid') AND (NEW.state IN ('draft', 'ordered', 'discarded') "
    "OR NEW.carried_in <> OLD.carried_in)"
)

invoices = TABLES.add(
    "invoices",
    ident(),
    column("engagement_id", sa.Uuid),
    column("state", choice(InvoiceState, "invoicestate")),
    column("carried_in", sa.BigInteger),
    column("ref", sa.Text),
    column("link", sa.Text),
    column("made_at", Instant),
    column("changed_at", Instant),
    refers("engagement_id", engagement_requests),
    # One invoice of an engagement after the other, since each carries seconds into the next.
    index(
        "uq_invoices_unissued",
        "tenant_id",
        "engagement_id",
        where="state IN ('draft', 'ordered')",
        only_one=True,
    ),
    index("uq_invoices_ref", "tenant_id", "ref", where="ref <> ''", only_one=True),
    index("ix_invoices_engagement_id", "tenant_id", "engagement_id", "id"),
    changes=("state", "carried_in", "ref", "link", "changed_at"),
    fixed=(("issued", _ISSUED),),
)

invoiced_time = TABLES.add(
    "invoiced_time",
    ident("invoice_id"),
    ident("entry_id"),
    column("line", sa.Text),
    column("seconds", sa.BigInteger),
    column("live", sa.Boolean),
    refers("invoice_id", invoices),
    refers("entry_id", time_entries),
    # Time stands live on one invoice at most.
    index("uq_invoiced_time_live", "tenant_id", "entry_id", where="live", only_one=True),
    changes=("live",),
)

bills = TABLES.add(
    "bills",
    ident("invoice_id"),
    column("engagement_id", sa.Uuid),
    column("series", sa.Text),
    column("ordinal", sa.BigInteger),
    column("number", sa.Text),
    column("issued_at", Instant),
    column("due_at", Instant),
    column("zone", sa.Text),
    column("approval_id", sa.Uuid),
    column("rate_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("unit_seconds", sa.BigInteger),
    column("carried_in", sa.BigInteger),
    column("carried_out", sa.BigInteger),
    column("lines", Json),
    column("taxes", Json),
    column("seconds", sa.BigInteger),
    column("units", sa.BigInteger),
    column("total_minor", sa.BigInteger),
    column("content", sa.Text),
    column("content_hash", sa.Text),
    column("paper_id", sa.Uuid),
    column("document_hash", sa.Text),
    refers("invoice_id", invoices),
    _number(),
    # What is billed are whole units of the time that was worked and carried.
    sa.CheckConstraint("seconds + carried_in = units * unit_seconds + carried_out", name="seconds"),
    index("uq_bills_ordinal", "tenant_id", "series", "ordinal", only_one=True),
    index("ix_bills_engagement_id", "tenant_id", "engagement_id", "issued_at"),
    added_only=True,
)

credit_notes = TABLES.add(
    "credit_notes",
    ident(),
    column("invoice_id", sa.Uuid),
    column("engagement_id", sa.Uuid),
    column("series", sa.Text),
    column("ordinal", sa.BigInteger),
    column("number", sa.Text),
    column("issued_at", Instant),
    column("reason", sa.Text),
    column("currency", sa.Text),
    column("entries", Json),
    column("lines", Json),
    column("taxes", Json),
    column("units", sa.BigInteger),
    column("carried", sa.BigInteger),
    column("total_minor", sa.BigInteger),
    column("content", sa.Text),
    column("content_hash", sa.Text),
    column("paper_id", sa.Uuid),
    column("document_hash", sa.Text),
    refers("invoice_id", invoices),
    _number(),
    index("uq_credit_notes_ordinal", "tenant_id", "series", "ordinal", only_one=True),
    index("ix_credit_notes_invoice_id", "tenant_id", "invoice_id", "issued_at"),
    index("ix_credit_notes_engagement_id", "tenant_id", "engagement_id", "issued_at"),
    added_only=True,
)

invoice_payments = TABLES.add(
    "invoice_payments",
    ident("invoice_id"),
    column("reference", sa.Text, key=True),
    column("amount_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("paid_at", Instant),
    column("through", choice(PaidThrough, "paidthrough")),
    column("recorded_at", Instant),
    refers("invoice_id", invoices),
    # What went back to the client is below zero; what came back of that after all is above it.
    sa.CheckConstraint("amount_minor > 0 OR through IN ('refund', 'dispute')", name="amount"),
    added_only=True,
)
