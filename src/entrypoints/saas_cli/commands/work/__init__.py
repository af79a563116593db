"""What waits to be done, and what does it."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Provider", "worker", "worker", "Carry out what was decided, such as mail; try again what failed."),
    Row("Provider", "inbox", "inbox", "What providers told: list, show, replay."),
    Row("Provider", "outbox", "outbox", "What waits to be carried out: list, retry."),
)
