"""The tables of engagements."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.engagements.estimates.values import ApprovalKind, CheckState, EstimateKind, Pricing, RevisionState
from saas_core.engagements.values import EngagementState
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import Tables, column, ident, index, refers, unique

TABLES = Tables("saas_sql.engagements")

engagement_requests = TABLES.add(
    "engagement_requests",
    ident(),
    column("title", sa.Text),
    column("text", sa.Text),
    column("department_id", sa.Uuid, null=True),
    column("ticket_id", sa.Uuid, null=True),
    column("terms_version", sa.Text),
    column("requested_by", sa.Text),
    column("requested_at", Instant),
    column("state", choice(EngagementState, "engagementstate")),
    column("changed_at", Instant),
    # One request for each conversion.
    index("uq_engagement_requests_ticket_id", "tenant_id", "ticket_id", where="ticket_id IS NOT NULL", only_one=True),
    index("ix_engagement_requests_department_id", "tenant_id", "department_id", "id"),
    changes=("title", "text", "state", "changed_at"),
    judged=True,
)

papers = TABLES.add(
    "papers",
    ident(),
    column("kind", sa.Text),
    column("of", sa.Text),
    column("sha256", sa.Text),
    column("media_type", sa.Text),
    column("content", sa.LargeBinary),
    index("ix_papers_of", "tenant_id", "kind", "of", "id"),
    added_only=True,
)

estimates = TABLES.add(
    "estimates",
    ident(),
    column("engagement_id", sa.Uuid),
    column("number", sa.BigInteger),
    column("kind", choice(EstimateKind, "estimatekind")),
    column("amends_id", sa.Uuid, null=True),
    column("made_by", sa.Text),
    column("made_at", Instant),
    refers("engagement_id", engagement_requests),
    unique("number", name="uq_estimates_number"),
    # One base for each engagement; what changes it later has a number of its own.
    index("uq_estimates_base", "tenant_id", "engagement_id", where="kind = 'base'", only_one=True),
    index("ix_estimates_engagement_id", "tenant_id", "engagement_id", "number"),
    added_only=True,
)

_ISSUED = "OLD.state = 'issued'"
_CONTENT = " OR ".join(
    f"NEW.{name} <> OLD.{name}"
    for name in ("lines", "valid_through", "pricing", "rate_minor", "currency", "version", "made_by", "made_at")
)
_ISSUE = " OR ".join(
    f"NEW.{name} IS NULL OR NEW.{name} <> OLD.{name}"
    for name in ("content_hash", "document_hash", "paper_id", "issued_by", "issued_at", "expires_at")
)

estimate_revisions = TABLES.add(
    "estimate_revisions",
    ident("estimate_id"),
    column("number", sa.BigInteger, key=True),
    column("state", choice(RevisionState, "revisionstate")),
    column("version", sa.BigInteger),
    column("lines", Json),
    column("valid_through", sa.Text),
    column("pricing", choice(Pricing, "pricing")),
    column("rate_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("notes", sa.Text),
    column("made_by", sa.Text),
    column("made_at", Instant),
    column("changed_at", Instant),
    column("content_hash", sa.Text, null=True),
    column("document_hash", sa.Text, null=True),
    column("paper_id", sa.Uuid, null=True),
    column("issued_by", sa.Text, null=True),
    column("issued_at", Instant, null=True),
    column("expires_at", Instant, null=True),
    column("ended_by", sa.Text, null=True),
    column("ended_at", Instant, null=True),
    column("reason", sa.Text, null=True),
    refers("estimate_id", estimates),
    refers("paper_id", papers),
    index("uq_estimate_revisions_draft", "tenant_id", "estimate_id", where="state = 'draft'", only_one=True),
    index("uq_estimate_revisions_issued", "tenant_id", "estimate_id", where="state = 'issued'", only_one=True),
    index("uq_estimate_revisions_approved", "tenant_id", "estimate_id", where="state = 'approved'", only_one=True),
    changes=(
        "state",
        "version",
        "lines",
        "valid_through",
        "pricing",
        "rate_minor",
        "currency",
        "notes",
        "changed_at",
        "content_hash",
        "document_hash",
        "paper_id",
        "issued_by",
        "issued_at",
        "expires_at",
        "ended_by",
        "ended_at",
        "reason",
    ),
    fixed=(
        ("ended", "OLD.state NOT IN ('draft', 'issued')"),
        ("issued", f"{_ISSUED} AND (NEW.state IN ('draft', 'discarded') OR {_CONTENT} OR {_ISSUE})"),
    ),
)

estimate_contents = TABLES.add(
    "estimate_contents",
    ident("estimate_id"),
    column("revision", sa.BigInteger, key=True),
    column("content", sa.Text),
    column("content_hash", sa.Text),
    refers("estimate_id", estimates),
    added_only=True,
)

approvals = TABLES.add(
    "approvals",
    ident(),
    column("engagement_id", sa.Uuid),
    column("estimate_id", sa.Uuid),
    column("number", sa.BigInteger),
    column("revision", sa.BigInteger),
    column("kind", choice(ApprovalKind, "approvalkind")),
    column("content_hash", sa.Text),
    column("document_hash", sa.Text),
    column("terms_version", sa.Text),
    column("terms_hash", sa.Text),
    column("ownership_hash", sa.Text),
    column("statement", sa.Text),
    column("typed_name", sa.Text),
    column("approver_id", sa.Uuid),
    column("approver_address", sa.Text),
    column("verified_by", sa.Text),
    column("presented_at", Instant, null=True),
    column("decided_at", Instant),
    column("approved_at", Instant),
    column("zone", sa.Text),
    column("peer", Json),
    column("link_id", sa.Uuid, null=True),
    column("authority", Json),
    column("rate_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("unit_seconds", sa.BigInteger),
    column("cap_seconds", sa.BigInteger),
    column("maximum_minor", sa.BigInteger),
    column("lines", Json),
    column("amends", sa.Text, null=True),
    column("signing", Json, null=True),
    column("position", sa.BigInteger),
    column("previous_hash", sa.Text),
    column("own_hash", sa.Text),
    refers("engagement_id", engagement_requests),
    refers("estimate_id", estimates),
    # One approval of an estimate, and one place for each in the chain of the client.
    unique("estimate_id", name="uq_approvals_estimate_id"),
    unique("position", name="uq_approvals_position"),
    index("ix_approvals_engagement_id", "tenant_id", "engagement_id", "position"),
    added_only=True,
    judged=True,
)

approval_links = TABLES.add(
    "approval_links",
    ident(),
    column("estimate_id", sa.Uuid),
    column("revision", sa.BigInteger),
    column("content_hash", sa.Text),
    column("approver_id", sa.Uuid),
    column("address_digest", sa.Text),
    column("token_hash", sa.Text),
    column("made_at", Instant),
    column("codes", Json),
    column("code_hash", sa.Text, null=True),
    column("code_until", Instant, null=True),
    column("code_tries", sa.BigInteger),
    column("secret_hash", sa.Text, null=True),
    column("identified_at", Instant, null=True),
    column("identified_until", Instant, null=True),
    column("used_at", Instant, null=True),
    refers("estimate_id", estimates),
    unique("token_hash", name="uq_approval_links_token_hash"),
    index("ix_approval_links_estimate_id", "tenant_id", "estimate_id", "revision", "id"),
    changes=(
        "codes",
        "code_hash",
        "code_until",
        "code_tries",
        "secret_hash",
        "identified_at",
        "identified_until",
        "used_at",
    ),
)

estimate_presentations = TABLES.add(
    "estimate_presentations",
    ident("estimate_id"),
    column("revision", sa.BigInteger, key=True),
    column("approver_id", sa.Uuid, key=True),
    column("content_hash", sa.Text),
    column("link_id", sa.Uuid, null=True),
    column("presented_at", Instant),
    refers("estimate_id", estimates),
    added_only=True,
)

recorded_documents = TABLES.add(
    "recorded_documents",
    ident(),
    column("estimate_id", sa.Uuid),
    column("revision", sa.BigInteger),
    column("content_hash", sa.Text),
    column("signer_id", sa.Uuid),
    column("typed_name", sa.Text),
    column("signed_at", Instant),
    column("paper_id", sa.Uuid),
    column("paper_hash", sa.Text),
    column("recorded_by", sa.Uuid),
    column("recorded_at", Instant),
    column("state", choice(CheckState, "checkstate")),
    column("checked_by", sa.Uuid, null=True),
    column("checked_at", Instant, null=True),
    column("reason", sa.Text, null=True),
    refers("estimate_id", estimates),
    refers("paper_id", papers),
    index(
        "uq_recorded_documents_pending",
        "tenant_id",
        "estimate_id",
        "revision",
        where="state = 'pending'",
        only_one=True,
    ),
    index("ix_recorded_documents_estimate_id", "tenant_id", "estimate_id", "recorded_at", "id"),
    changes=("state", "checked_by", "checked_at", "reason"),
    fixed=(("checked", "OLD.state <> 'pending'"),),
)
