"""Requests for paid work."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "engagements", "engagements", "Requests for an estimate of paid work: list, show, request."),)
