"""Tickets: states that differ in what they allow, guarded by a table."""
