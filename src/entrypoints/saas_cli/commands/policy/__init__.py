"""Terms, and the platform's operations."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Provider", "terms", "terms", "Versions of the terms: show, check, diff, publish."),
    Row("Provider", "policy", "policy", "The policy for people to read: its page."),
    Row("Provider", "permissions", "permissions", "The platform's own permissions: register, list."),
)
