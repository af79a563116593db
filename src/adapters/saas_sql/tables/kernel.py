"""What every context shares: the directory, the head of each tenant, its journal, outbox and first results."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.kernel.journal import EntryKind
from saas_core.mail.mailings import MailState
from saas_sql.column_types import Instant, Json, choice
from saas_sql.tables.columns import column, metadata, table, where

directory = sa.Table(
    "directory",
    metadata,
    # The order of bytes on both databases.
    sa.Column("slug", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    sa.Column("tenant_id", sa.Uuid, nullable=False),
)

tenant_heads = table(
    "tenant_heads",
    column("epoch", sa.BigInteger),
    column("edition", sa.BigInteger),
    column("journal_position", sa.BigInteger),
    column("journal_hash", sa.Text),
    column("outbox_position", sa.BigInteger),
)

journal_entries = table(
    "journal_entries",
    column("position", sa.BigInteger, key=True),
    column("id", sa.Uuid),
    column("at", Instant),
    column("actor", sa.Text),
    column("kind", choice(EntryKind)),
    column("action", sa.Text),
    column("subject", sa.Text),
    column("details", Json),
    column("previous", sa.Text),
    column("hash", sa.Text),
    sa.UniqueConstraint("tenant_id", "id"),
)

outbox = table(
    "outbox",
    column("position", sa.BigInteger, key=True),
    column("id", sa.Uuid),
    column("at", Instant),
    column("kind", sa.Text),
    column("aggregate", sa.Text),
    column("body", Json),
    column("done_at", Instant, null=True),
    sa.UniqueConstraint("tenant_id", "id"),
)
sa.Index("ix_outbox_pending", outbox.c.tenant_id, outbox.c.position, **where("done_at IS NULL"))
sa.Index("ix_outbox_aggregate", outbox.c.tenant_id, outbox.c.aggregate, outbox.c.position, **where("done_at IS NULL"))

# Outside the tenants, because a worker must find what is due before it knows whose it is. Holds nothing personal.
due_work = sa.Table(
    "due_work",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    column("kind", sa.Text, key=True),
    column("subject", sa.Text, key=True),
    column("wanted", sa.BigInteger),
    column("due_at", Instant),
    column("attempts", sa.BigInteger),
    column("token", sa.Uuid, null=True),
    column("leased_until", Instant, null=True),
    column("parked_at", Instant, null=True),
    column("fault", sa.Text),
)
sa.Index("ix_due_work_due_at", due_work.c.due_at, due_work.c.kind, **where("parked_at IS NULL"))

replies = table(
    "replies",
    column("key", sa.Text, key=True),
    column("command", sa.Text),
    column("request", sa.Text),
    column("result", sa.Text),
)

# Outside the tenants too: whose a signal is may not be known yet. Holds nothing personal, and nothing to be applied.
inbox = sa.Table(
    "inbox",
    metadata,
    column("endpoint", sa.Text, key=True),
    column("event", sa.Text, key=True),
    sa.Column("tenant_id", sa.Uuid, nullable=False),
    column("kind", sa.Text),
    column("subject", sa.Text),
    column("account", sa.Text),
    column("occurred_at", Instant),
    column("received_at", Instant),
    column("done_at", Instant, null=True),
)
sa.Index("ix_inbox_received_at", inbox.c.received_at, inbox.c.endpoint, inbox.c.event)
sa.Index("ix_inbox_account", inbox.c.account, **where("done_at IS NULL"))

# Outside the tenants: who tells what became of a mail knows its id alone. Addresses are keyed digests.
mailings = sa.Table(
    "mailings",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    column("state", choice(MailState)),
    column("unanswered", sa.BigInteger),
    column("changed_at", Instant),
)

suppressions = sa.Table(
    "suppressions",
    metadata,
    # The order of bytes on both databases.
    sa.Column("address", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    column("why", sa.Text),
    column("since", Instant),
    column("mail", sa.Uuid, null=True),
    column("lifted_at", Instant, null=True),
)
