"""The canonical bytes of a document's content, which lie inside the document, and their hash."""

from __future__ import annotations

import hashlib
import json

from saas_documents.content import Content
from saas_documents.sheets import Attachment


def content_text(content: Content) -> str:
    """Return the canonical text of a content: keys sorted, nothing between, no number with a fraction."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(content: Content) -> str:
    """Return the SHA-256 of the canonical UTF-8 bytes of a content."""
    return f"sha256:{hashlib.sha256(content_text(content).encode()).hexdigest()}"


def attached(name: str, content: Content, description: str) -> Attachment:
    """Return the canonical text of a content as a file inside the document."""
    return Attachment(name, content_text(content), description)
