"""Two further reasons for which a mail is refused: too many files, and what a ticket cannot take."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_STATES = "'waiting', 'taken', 'repeated', 'refused', 'parked'"
_REASONS = (
    "'automatic', 'bounce', 'list', 'own_mark', 'virus', 'too_large', 'content_missing', 'from_unclear', "
    "'not_aligned', 'no_token', 'token_unknown', 'token_expired', 'sender_is_another', 'empty', 'unreadable', "
    "'reopen_window_over', 'reopened_too_often', 'too_many', 'too_many_files', 'not_permitted', 'ticket_closed'"
)
_NAME = "ck_incoming_mails_mailinreason"


def upgrade() -> None:
    """Let the column hold the further reasons."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE incoming_mails DROP CONSTRAINT {_NAME}")
        op.execute(f"ALTER TABLE incoming_mails ADD CONSTRAINT {_NAME} CHECK (reason IN ({_REASONS}))")
        return
    # SQLite changes no constraint, so the table is made anew; checks are not copied.
    with op.batch_alter_table("incoming_mails", recreate="always") as table:
        table.create_check_constraint("ck_incoming_mails_mailinstate", f"state IN ({_STATES})")
        table.create_check_constraint(_NAME, f"reason IN ({_REASONS})")
