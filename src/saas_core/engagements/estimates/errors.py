"""What can go wrong with estimates.

Conflict
└── DocumentsMissing     nothing is installed that renders documents
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict


class DocumentsMissing(Conflict):
    """Nothing is installed that renders documents, and nothing is issued without one."""

    code = "DOCUMENTS_MISSING"

    def __init__(self, *_given: object) -> None:
        """Name the extra that brings them."""
        super().__init__(
            "nothing is installed that renders documents, so nothing was issued.",
            field="documents",
            remedy="Install saas-core with the extra `documents`.",
        )
