"""Tenants: the clients that the provider serves, the one instance of each, and its setup (0.2, 1.1, 2.1)."""
