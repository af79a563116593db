"""Runs the migrations over the connection passed in by `schema.migrate`."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    # The declarations that a new revision is compared with; see `migrations.draft`.
    target_metadata=context.config.attributes.get("metadata"),
    # SQLite cannot alter a table in place; batch mode recreates it.
    render_as_batch=True,
    # Both databases roll back a failed migration; Alembic assumes it of PostgreSQL only.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
