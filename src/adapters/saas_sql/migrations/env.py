"""Runs the migrations over the connection that `schema.migrate` hands in."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    # What a new revision is compared with; see `schema.draft_revision`.
    target_metadata=context.config.attributes.get("metadata"),
    # SQLite cannot alter a table in place; batch mode makes it anew.
    render_as_batch=True,
    # Both databases undo a migration that fails half way; Alembic believes it of PostgreSQL only.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
