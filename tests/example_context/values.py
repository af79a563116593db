"""What identifies a bulletin, and how long things are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from saas_core.kernel.ids import IdType

MANAGE = "account.manage"
"""What posting and withdrawing ask about."""
SEE = "license.read"
"""What reading asks about: it is open to everybody at the client, with or without a license."""
KEPT = timedelta(days=30)

if TYPE_CHECKING:

    class BulletinId(UUID):
        """A bulletin."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as the id of a bulletin."""
else:
    BulletinId = IdType("BulletinId", UUID)
