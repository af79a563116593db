"""Who renders documents: whatever is installed for it, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saas_core.engagements.estimates.ports.asking import Documents


def documents_of() -> Documents:
    """Return what renders documents; without the extra for it, nothing is issued, and whoever tries is told why."""
    from saas_core.engagements.estimates.ports.asking import NoDocuments  # noqa: PLC0415

    return NoDocuments()
