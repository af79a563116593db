"""Documents for tests: the content itself behind the first bytes of a PDF, and one character that cannot be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from saas_core.engagements.estimates.content import content_bytes

UNSHOWN = "\u2603"


class PlainDocuments:
    """Renders nothing but the content, and counts how often it was asked to."""

    def __init__(self) -> None:
        """Start at none."""
        self.rendered = 0

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return the document of a content."""
        self.rendered += 1
        return b"%PDF-1.7\n" + f"{kind} {at.isoformat()}\n".encode() + content_bytes(content)

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the characters that cannot be shown."""
        return (UNSHOWN,) if UNSHOWN in content_bytes(content).decode() else ()
