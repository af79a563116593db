"""In-process storage for support."""

from __future__ import annotations

from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Repositories of tickets."""
