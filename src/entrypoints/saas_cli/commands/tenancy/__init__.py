"""Clients."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "tenant", "tenant", "Clients: add, show, setup, activate."),)
