"""Terms, the policy as it is signed and counted, and the platform's operations."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Provider", "terms", "terms", "Versions of the terms: show, check, diff, publish."),
    Row("Provider", "policy", "policy", "The policy: page, show, sign, questions, check, counts, what-if."),
    Row("Provider", "permissions", "permissions", "The platform's own permissions: register, list."),
)
