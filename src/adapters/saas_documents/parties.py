"""The two sides of every document."""

from __future__ import annotations

from saas_documents.content import Content, optional, paragraphs, part, text
from saas_documents.sheets import Party


def provider_of(content: Content) -> Party:
    """Return the provider, with its address and tax number; raises InvalidValue."""
    return _party("From", part(content, "provider"))


def client_of(content: Content) -> Party:
    """Return the client, with its address and tax number where the content has them; raises InvalidValue."""
    return _party("For", part(content, "client"))


def _party(head: str, found: Content) -> Party:
    number = optional(found, "tax_number")
    lines = [*paragraphs(optional(found, "address")), *([f"Tax number {number}"] if number else [])]
    return Party(head, text(found, "name"), tuple(lines))
