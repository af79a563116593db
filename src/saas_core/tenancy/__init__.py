"""Tenants: who the provider serves, the one instance each has, and its setup (0.2, 1.1, 2.1)."""
