"""In-process storage for engagements."""

from __future__ import annotations

from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Repositories of requests for paid work."""
