"""The tables of support: tickets, what stands on them, the words by which they are found, and the work-list."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from saas_core.support.values import DisputeState, Queue, Resolution, ScopeKind, Side, TicketKind, TicketState
from saas_sql.column_types import Instant, Json, bytewise, choice
from saas_sql.declaration import WHOLE, Tables, column, ident, index, refers, refers_to_its_own

TABLES = Tables("saas_sql.support")

_ORDER = ("opened_at", "id")


def _removed() -> tuple[sa.Column[Any], ...]:
    """Return the columns of what is left of a text that was removed."""
    return (
        column("removed_by", sa.Text, null=True),
        column("removed_at", Instant, null=True),
        column("removed_reason", sa.Text, null=True),
        column("removed_sha256", sa.Text, null=True),
    )


_REMOVED = ("text", "removed_by", "removed_at", "removed_reason", "removed_sha256")
TOMBSTONE = {"by": "removed_by", "at": "removed_at", "reason": "removed_reason", "digest": "removed_sha256"}
"""The columns of a tombstone."""

tickets = TABLES.add(
    "tickets",
    ident(),
    column("kind", choice(TicketKind, "ticketkind")),
    column("subject", sa.Text),
    column("department_id", sa.Uuid, null=True),
    column("opened_by", sa.Uuid),
    column("requester_id", sa.Uuid, null=True),
    column("awaited", sa.Text, null=True),
    column("opened_at", Instant),
    column("opening", Json),
    column("state", choice(TicketState, "ticketstate")),
    column("scope_kind", choice(ScopeKind, "scopekind")),
    column("scope_named", sa.Text, null=True),
    column("scope_where", sa.Text, null=True),
    column("clauses", Json),
    column("proposed_topic", sa.Text, null=True),
    column("proposal", Json, null=True),
    column("classified", sa.BigInteger),
    column("classified_by", sa.Text, null=True),
    column("dispute", choice(DisputeState, "disputestate"), null=True),
    column("resolution", choice(Resolution, "resolution"), null=True),
    column("resolved_at", Instant, null=True),
    column("ended_at", Instant, null=True),
    column("waits_for", choice(Side, "side")),
    column("waits_since", Instant),
    column("changed_at", Instant),
    column("parent_id", sa.Uuid, null=True),
    column("parts", sa.BigInteger),
    column("follows_id", sa.Uuid, null=True),
    column("merged_into", sa.Uuid, null=True),
    column("engagement_id", sa.Uuid, null=True),
    refers_to_its_own("parent_id", "tickets", name="fk_tickets_parent"),
    refers_to_its_own("follows_id", "tickets", name="fk_tickets_follows"),
    refers_to_its_own("merged_into", "tickets", name="fk_tickets_merged_into"),
    index("ix_tickets_opened_at", "tenant_id", *_ORDER),
    index("ix_tickets_state", "tenant_id", "state", *_ORDER),
    index("ix_tickets_scope_kind", "tenant_id", "scope_kind", *_ORDER),
    index("ix_tickets_scope_named", "tenant_id", "scope_named", *_ORDER, where="scope_named IS NOT NULL"),
    index("ix_tickets_kind", "tenant_id", *_ORDER, where="kind = 'appeal'"),
    index("ix_tickets_department_id", "tenant_id", "department_id", *_ORDER, where="department_id IS NOT NULL"),
    index("ix_tickets_opened_by", "tenant_id", "opened_by", *_ORDER),
    index("ix_tickets_requester_id", "tenant_id", "requester_id", *_ORDER, where="requester_id IS NOT NULL"),
    index("ix_tickets_awaited", "tenant_id", "awaited", *_ORDER, where="awaited IS NOT NULL"),
    index("ix_tickets_parent_id", "tenant_id", "parent_id", where="parent_id IS NOT NULL"),
    index("ix_tickets_follows_id", "tenant_id", "follows_id", where="follows_id IS NOT NULL"),
    index("ix_tickets_merged_into", "tenant_id", "merged_into", where="merged_into IS NOT NULL"),
    index("ix_tickets_ended_at", "tenant_id", "ended_at", where="ended_at IS NOT NULL"),
    changes=(
        "subject",
        "requester_id",
        "awaited",
        "state",
        "scope_kind",
        "scope_named",
        "scope_where",
        "clauses",
        "proposal",
        "classified",
        "classified_by",
        "dispute",
        "resolution",
        "resolved_at",
        "ended_at",
        "waits_for",
        "waits_since",
        "changed_at",
        "parts",
        "follows_id",
        "merged_into",
        "engagement_id",
    ),
    removed=True,
)

ticket_messages = TABLES.add(
    "ticket_messages",
    ident(),
    column("ticket_id", sa.Uuid),
    column("via_id", sa.Uuid, null=True),
    column("side", choice(Side, "side")),
    column("author_id", sa.Uuid),
    column("written_at", Instant),
    column("text", sa.Text),
    column("answers_id", sa.Uuid, null=True),
    column("solution", sa.Boolean),
    column("by_mail", sa.Boolean),
    *_removed(),
    refers("ticket_id", tickets),
    index("ix_ticket_messages_ticket_id", "tenant_id", "ticket_id", "id"),
    index("ix_ticket_messages_via_id", "tenant_id", "via_id", "id", where="via_id IS NOT NULL"),
    index("ix_ticket_messages_author_id", "tenant_id", "author_id", "id"),
    changes=_REMOVED,
    removed=True,
)

# Beside messages and not among them: nothing that is read for a client reads this table.
ticket_notes = TABLES.add(
    "ticket_notes",
    ident(),
    column("ticket_id", sa.Uuid),
    column("author_id", sa.Uuid),
    column("written_at", Instant),
    column("text", sa.Text),
    *_removed(),
    refers("ticket_id", tickets),
    index("ix_ticket_notes_ticket_id", "tenant_id", "ticket_id", "id"),
    changes=_REMOVED,
    removed=True,
)

ticket_classifications = TABLES.add(
    "ticket_classifications",
    ident("ticket_id"),
    column("number", sa.BigInteger, key=True),
    column("scope_kind", choice(ScopeKind, "scopekind")),
    column("scope_named", sa.Text, null=True),
    column("scope_where", sa.Text, null=True),
    column("clauses", Json),
    column("terms_version", sa.Text),
    column("actor", sa.Text),
    column("at", Instant),
    column("reason", sa.Text),
    refers("ticket_id", tickets),
    removed=True,
)

ticket_files = TABLES.add(
    "ticket_files",
    ident(),
    column("side", choice(Side, "side")),
    column("author_id", sa.Uuid),
    column("sent_at", Instant),
    column("name", sa.Text),
    column("media_type", sa.Text),
    column("size", sa.BigInteger),
    column("sha256", sa.Text),
    column("message_id", sa.Uuid, null=True),
    index("ix_ticket_files_loose", "tenant_id", "author_id", where="message_id IS NULL"),
    changes=("message_id",),
    removed=True,
)

ticket_file_uses = TABLES.add(
    "ticket_file_uses",
    ident("ticket_id"),
    ident("file_id"),
    refers("ticket_id", tickets),
    refers("file_id", ticket_files),
    index("ix_ticket_file_uses_file_id", "tenant_id", "file_id", "ticket_id"),
    removed=True,
)

# Led by the tenant and the word, and in the order of the lists: a search reads as much as a page shows.
ticket_words = TABLES.add(
    "ticket_words",
    column("word", bytewise(), key=True),
    column("opened_at", Instant, key=True),
    ident("ticket_id"),
    refers("ticket_id", tickets),
    index("ix_ticket_words_ticket_id", "tenant_id", "ticket_id"),
    removed=True,
)

# Holds no personal data and nothing that a ticket says.
ticket_queue = TABLES.add(
    "ticket_queue",
    ident("tenant_id"),
    ident("ticket_id"),
    column("queue", choice(Queue, "queue")),
    column("kind", choice(TicketKind, "ticketkind")),
    column("since", Instant),
    index("ix_ticket_queue_since", "since", "tenant_id", "ticket_id"),
    index("ix_ticket_queue_queue", "queue", "since", "tenant_id", "ticket_id"),
    index("ix_ticket_queue_kind", "since", "tenant_id", "ticket_id", where="kind = 'appeal'"),
    changes=WHOLE,
    removed=True,
    outside="staff sees what waits for it before it chooses a client",
)
