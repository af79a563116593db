"""Composing the provider's letters to its clients, as plain text and as HTML."""

from saas_mail.letters import Letters

__all__ = ["Letters"]
