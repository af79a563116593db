"""The content of a document as a file inside it: its canonical bytes, which are what its hash is of."""

from __future__ import annotations

from saas_core.engagements.estimates.content import content_bytes
from saas_documents.content import Content
from saas_documents.sheets import Attachment


def attached(name: str, content: Content, description: str) -> Attachment:
    """Return the canonical text of a content as a file inside the document."""
    return Attachment(name, content_bytes(content).decode(), description)
