"""Estimates: revisions, their written approval, and the evidence of it (4.2)."""
