"""Licenses."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "license", "license", "Licenses: show, subscribe, record-payment, hold, cancel, forecast."),)
