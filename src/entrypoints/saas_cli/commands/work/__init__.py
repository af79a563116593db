"""Pending work, and the worker."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Provider", "worker", "worker", "Carry out pending work, such as mail, and retry failures."),
    Row("Provider", "inbox", "inbox", "Events from providers: list, show, replay."),
    Row("Provider", "outbox", "outbox", "Pending effects: list, retry."),
)
