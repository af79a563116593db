"""Decisions, and the audit trail."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Ask", "decide", "decide", "May this user do this now? Verdict, clause, reasons, remedy."),
    Row("Ask", "why", "why", "The same answer, explained fact by fact."),
    Row("Ask", "places", "places", "Where a user may do this: everywhere, or in which departments."),
    Row("Provider", "journal", "journal", "The audit trail: show, verify, checkpoint, keys."),
)
