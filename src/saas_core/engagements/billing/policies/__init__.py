"""The rules of billing, each pure."""
