"""Composing the provider's letters to its clients, as plain text and as HTML."""

from saas_core.kernel.extras import needing

with needing("saas_mail", "app"):
    from saas_mail.letters import Letters

__all__ = ["Letters"]
