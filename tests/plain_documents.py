"""Documents as their contents alone, for tests of what issues them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saas_core.engagements.estimates.content import content_bytes


class PlainDocuments:
    """Renders the canonical bytes of a content, and cannot show a snowman."""

    def __init__(self) -> None:
        """Start without a document."""
        self.rendered: list[tuple[str, Mapping[str, Any]]] = []

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return the bytes of a content, with its kind and instant."""
        self.rendered.append((kind, content))
        return f"{kind} {at.isoformat()}\n".encode() + content_bytes(content)

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the snowmen of a content."""
        del kind
        return ("\u2603",) if "\u2603" in content_bytes(content).decode() else ()
