"""Clock, ids and secrets from the machine itself."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

SECRET_BYTES = 32


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)


class SystemIds:
    """Makes ids that sort by the time of their making (UUID version 7)."""

    def new(self) -> UUID:
        """Return an id that was never given before."""
        return uuid7()


class SystemSecrets:
    """Makes the secret part of keys and links."""

    def new(self) -> str:
        """Return 256 fresh random bits as URL-safe text."""
        return secrets.token_urlsafe(SECRET_BYTES)


chance = secrets.SystemRandom().random
"""Gives a number from 0 to 1."""
