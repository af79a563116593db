"""The letters: what the provider writes to its clients, put into words as plain text and as HTML."""

from saas_mail.letters import Letters

__all__ = ["Letters"]
