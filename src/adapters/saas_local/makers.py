"""Clock, ids and secrets from the machine itself."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

SECRET_BYTES = 32


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant, timezone-aware and in UTC."""
        return datetime.now(UTC)


class SystemIds:
    """Generates ids that sort by creation time (UUID version 7)."""

    def new(self) -> UUID:
        """Return a new, unique id."""
        return uuid7()


class SystemSecrets:
    """Generates the secret part of keys and links."""

    def new(self) -> str:
        """Return 256 fresh random bits as URL-safe text."""
        return secrets.token_urlsafe(SECRET_BYTES)


chance = secrets.SystemRandom().random
"""Returns a random number from 0 to 1."""
