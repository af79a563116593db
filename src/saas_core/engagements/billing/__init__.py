"""Billing of engagements: invoices, credit notes, write-offs and what was paid (4.1)."""
