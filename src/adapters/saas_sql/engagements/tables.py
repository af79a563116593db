"""The tables of engagements."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.engagements.values import EngagementState
from saas_sql.column_types import Instant, choice
from saas_sql.declaration import Tables, column, ident, index

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
)
