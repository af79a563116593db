"""Connections with other services, and the master key that seals their credentials."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Clients", "integrations", "integrations", "Payment gateway, e-mail, finances: connect, verify, disconnect."),
    Row("Provider", "credentials", "credentials", "Sealed credentials of clients: rotate the master key."),
)
