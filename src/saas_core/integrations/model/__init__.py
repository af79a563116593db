"""Connections, and what each kind of them consists of."""
