"""The tables of questions on which the terms are silent: who asked them, the provider's precedents, and the queue."""

from __future__ import annotations

import sqlalchemy as sa

from saas_sql.column_types import Instant, Json
from saas_sql.declaration import WHOLE, column, ident, index, refers
from saas_sql.support.tables import TABLES

questions = TABLES.add(
    "questions",
    ident(),
    column("action", sa.Text, null=True),
    column("ticket_id", sa.Uuid, null=True),
    column("terms_version", sa.Text),
    column("asked_at", Instant),
    column("reason", sa.Text, null=True),
    column("clause", sa.Text, null=True),
    column("answered_by", sa.Text, null=True),
    column("answered_at", Instant, null=True),
    column("cites", Json, null=True),
    index("ix_questions_action", "tenant_id", "action", "terms_version", where="ticket_id IS NULL"),
    index("ix_questions_ticket_id", "tenant_id", "ticket_id", "id", where="ticket_id IS NOT NULL"),
    index("ix_questions_answered_at", "tenant_id", "answered_at"),
    changes=("action", "reason", "clause", "answered_by", "answered_at", "cites"),
    removed=True,
)

question_askers = TABLES.add(
    "question_askers",
    ident("question_id"),
    column("user_id", sa.Uuid, key=True),
    column("asked_at", Instant),
    column("text", sa.Text),
    refers("question_id", questions),
    index("ix_question_askers_user_id", "tenant_id", "user_id", "question_id"),
    changes=("text",),
    removed=True,
)

# Holds no personal data and nothing that a client wrote.
precedents = TABLES.add(
    "precedents",
    ident(),
    column("action", sa.Text),
    column("clause", sa.Text, null=True),
    column("reason", sa.Text),
    column("terms_version", sa.Text),
    column("answered_at", Instant),
    index("ix_precedents_action", "action", "answered_at", "id"),
    outside="what the provider answered to one client is offered for the question of another",
)

# Holds no personal data and nothing that a question says.
question_queue = TABLES.add(
    "question_queue",
    ident("tenant_id"),
    ident("question_id"),
    column("asked_at", Instant),
    index("ix_question_queue_asked_at", "asked_at", "tenant_id", "question_id"),
    changes=WHOLE,
    removed=True,
    outside="staff sees what waits for it before it chooses a client",
)
