"""Clients."""

from __future__ import annotations

from saas_cli.overview import Row

ROWS = (Row("Clients", "tenant", "tenant", "Clients: add, show, setup, activate."),)
