"""Clients."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "tenant", "tenant", "Clients: add, list, show, setup, activate."),)
