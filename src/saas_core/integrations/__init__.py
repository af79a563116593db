"""Integrations: a client's connections with other services, their credentials and domains (2.2, 3.1, 3.2, 3.6)."""
