"""Documents: what renders them, where it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.engagements.estimates.ports import Documents


class NoDocuments:
    """A platform on which nothing renders documents, so that nothing is issued."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Raise DocumentsMissing."""
        del kind, content, at
        raise DocumentsMissing

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Raise DocumentsMissing."""
        del kind, content
        raise DocumentsMissing


def documents() -> Documents:
    """Return what renders documents: nothing without the extra that brings it."""
    return NoDocuments()
