"""Letters and mails."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row(
        "Provider",
        "mail",
        "mailings",
        "Letters, mails that went out and came in: list, preview, sent, suppressed, lift, take-in, received, save.",
    ),
)
