"""Requests for paid work, estimates, and their approval."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "engagements", "engagements", "Paid work: request, estimate, issue, approve, change orders."),)
