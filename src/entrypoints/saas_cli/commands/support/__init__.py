"""Tickets, and questions on which the terms are silent."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Ask", "questions", "questions", "Where the terms are silent, a person decides: list, show, ask, answer."),
    Row("Clients", "tickets", "tickets", "Tickets: open, reply, classify, resolve, convert, and what waits."),
)
