"""Tickets."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "tickets", "tickets", "Tickets: open, reply, classify, resolve, convert, and what waits."),)
