"""Letters and mails."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row(
        "Provider",
        "mail",
        "mailings",
        "Letters, how far mails came, who gets none: list, preview, sent, suppressed, lift.",
    ),
)
