"""What lets programs and people in, and what staff is let see; of secrets only hashes."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.access.values import GrantScope
from saas_sql.column_types import Instant, Json, choice
from saas_sql.tables.columns import column, ident, refers, table, where

api_keys = table(
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
    refers("user_id", "users"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "made_with"], ["api_keys.tenant_id", "api_keys.id"], name="fk_api_keys_made_with"
    ),
)
sa.Index("ix_api_keys_user_id", api_keys.c.tenant_id, api_keys.c.user_id, api_keys.c.id)

sign_in_links = table(
    "sign_in_links",
    ident(),
    column("user_id", sa.Uuid),
    column("token_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("used_at", Instant, null=True),
    column("revoked_at", Instant, null=True),
    refers("user_id", "users"),
    sa.UniqueConstraint("tenant_id", "token_hash"),
)
sa.Index("ix_sign_in_links_user_id", sign_in_links.c.tenant_id, sign_in_links.c.user_id, sign_in_links.c.created_at)

sessions = table(
    "sessions",
    ident(),
    column("user_id", sa.Uuid),
    column("secret_hash", sa.Text),
    column("created_at", Instant),
    column("expires_at", Instant),
    column("ended_at", Instant, null=True),
    refers("user_id", "users"),
)
sa.Index("ix_sessions_user_id", sessions.c.tenant_id, sessions.c.user_id, sessions.c.id, **where("ended_at IS NULL"))

# Of API keys and sessions alike; apart from them, because it is kept outside of units of work.
credential_uses = table("credential_uses", ident(), column("used_at", Instant))

break_glass_grants = table(
    "break_glass_grants",
    ident(),
    column("staff_id", sa.Uuid),
    column("reason", sa.Text),
    column("scope", choice(GrantScope)),
    column("asked_at", Instant),
    column("until", Instant),
    column("approved_by", sa.Uuid, null=True),
    column("approved_at", Instant, null=True),
    column("ended_by", sa.Text, null=True),
    column("ended_at", Instant, null=True),
    sa.CheckConstraint("approved_by <> staff_id", name="two_people"),
)
sa.Index("ix_break_glass_grants_until", break_glass_grants.c.tenant_id, break_glass_grants.c.until)
