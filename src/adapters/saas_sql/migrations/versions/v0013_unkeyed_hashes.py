"""Hashes without a key, and copies of texts, of what may be removed from tickets.

A short text can be tried out against a hash that no key went into, so those of removed texts are dropped. First results
of the commands of support held texts and hashes of what was requested; results are ids now, and requests keyed digests.
A command of a former version that is repeated under its key is refused as one under a key that was used before.
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_CHANGES = {
    "ticket_messages": "UPDATE ticket_messages SET removed_sha256 = '' WHERE removed_sha256 IS NOT NULL",
    "ticket_notes": "UPDATE ticket_notes SET removed_sha256 = '' WHERE removed_sha256 IS NOT NULL",
    "replies": "UPDATE replies SET request = '', result = '' WHERE command LIKE 'support.%'",
}


def upgrade() -> None:
    """Drop them, for every client."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table, change in _CHANGES.items():
        if postgres:
            # The owner of the tables sees every tenant's rows for as long as this takes, and nobody else sees more.
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(change)
        if postgres:
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
