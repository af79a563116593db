"""The stores that an application stands on: the database, memory, and the replica that answers may be read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_sql.store import SqlStore

if TYPE_CHECKING:
    from saas_app.settings import Settings
    from saas_core.contexts import Context
    from saas_memory import MemoryStore
    from saas_sql.replica import ReplicaReads


def replica_of(settings: Settings, contexts: tuple[Context, ...]) -> SqlStore | None:
    """Return the replica that the settings name, or None."""
    return SqlStore(settings.replica_url, contexts) if settings.replica_url else None


def answers_from(
    settings: Settings, store: SqlStore | MemoryStore, replica: SqlStore | None
) -> SqlStore | MemoryStore | ReplicaReads:
    """Return where the gate reads from."""
    if replica is None or not isinstance(store, SqlStore):
        return store
    # Few have one; nobody else pays for it.
    from saas_sql.replica import Lagging, ReplicaReads  # noqa: PLC0415

    return ReplicaReads(store, replica, Lagging(settings.replica_lagging or "primary"))


def in_memory_only(contexts: tuple[Context, ...]) -> MemoryStore:
    """Return an empty store in memory."""
    # For trials and tests; nothing else needs it.
    from saas_memory import MemoryStore  # noqa: PLC0415

    return MemoryStore(contexts=contexts)
