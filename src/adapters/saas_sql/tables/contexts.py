"""What policy, licensing and tenancy keep."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.policy.decision import LicenseeKind
from saas_sql.column_types import Instant, Json, choice
from saas_sql.tables.columns import column, ident, metadata, refers, table, where

terms = table(
    "terms",
    column("version", sa.Text, key=True),
    column("effective_from", Instant),
    column("digest", sa.Text),
    column("body", Json),
)

permissions = table(
    "permissions",
    column("name", sa.Text, key=True),
    column("title", sa.Text),
    column("since", Instant),
)

licenses = table(
    "licenses",
    ident(),
    column("instance_id", sa.Uuid),
    column("terms_version", sa.Text),
    column("opened_at", Instant),
    # One license for each tenant: it ends and comes back by its facts.
    sa.UniqueConstraint("tenant_id", name="uq_licenses_tenant_id"),
)

license_facts = table(
    "license_facts",
    ident("license_id"),
    column("key", sa.Text, key=True),
    column("position", sa.BigInteger),
    column("effective_at", Instant),
    column("recorded_at", Instant),
    column("kind", sa.Text),
    column("body", Json),
    refers("license_id", "licenses"),
    sa.UniqueConstraint("tenant_id", "license_id", "position", name="uq_license_facts_position"),
)

tenants = table(
    "tenants",
    column("slug", sa.Text),
    column("kind", choice(LicenseeKind)),
    column("instance_id", sa.Uuid),
    column("region", sa.Text),
    column("activated_at", Instant, null=True),
    column("added_at", Instant),
    column("legal_name", sa.Text, null=True),
    column("country", sa.Text, null=True),
    column("time_zone", sa.Text, null=True),
    column("language", sa.Text, null=True),
    column("contact_email", sa.Text, null=True),
)

payment_accounts = table(
    "payment_accounts",
    column("account", sa.Text),
    column("opened_at", Instant),
    column("subscription", sa.Text),
    column("checkout_ref", sa.Text, null=True),
    column("checkout_url", sa.Text, null=True),
    column("checkout_opened_at", Instant, null=True),
    column("checkout_expires_at", Instant, null=True),
)

# Outside the tenants, because news of an account must find its tenant.
linked_accounts = sa.Table(
    "linked_accounts",
    metadata,
    # The order of bytes on both databases.
    sa.Column("account", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    sa.Column("tenant_id", sa.Uuid, nullable=False),
)

incidents = table(
    "incidents",
    column("kind", sa.Text, key=True),
    column("subject", sa.Text, key=True),
    column("raised_at", Instant, key=True),
    column("says", sa.Text),
    column("ended_at", Instant, null=True),
)
sa.Index("ix_incidents_open", incidents.c.tenant_id, **where("ended_at IS NULL"))

# As the provider of payments showed them last; what is no longer open is gone.
open_invoices = table(
    "open_invoices",
    column("ref", sa.Text, key=True),
    column("number", sa.Text),
    column("owed_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("due_at", Instant, null=True),
    column("failed", sa.Boolean),
    column("link", sa.Text),
)

notices = table(
    "notices",
    column("cause", sa.Text, key=True),
    column("kind", sa.Text),
    column("decided_at", Instant),
    column("facts", Json),
)
