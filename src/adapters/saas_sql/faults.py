"""Translation of the databases' errors into our own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final, Protocol

import sqlalchemy.exc

from saas_core.kernel.errors import SaasError, StoreFault, StoreUnavailable, StoreVersion

RETRIED: Final = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: the only errors worth a retry."""

_AGAIN = ("The store is busy with other changes.", "Try again.")
_GONE = ("The store cannot be reached.", "Check that the database runs and that its address and password are right.")
_FULL = ("The store is full.", "Free some space on its disk, then try again.")
_READ_ONLY = ("The store can only be read.", "Make the database and its folder writable.")
_MISSING = ("The store cannot be opened.", "Check that the database exists; `migrate` makes a new one.")
_BROKEN = ("The store is damaged.", "Restore the database from a backup.")
_NO_SCHEMA = ("The store lacks a table that this code needs.", "Migrate the database.")

_SQLITE: Final = {
    "SQLITE_BUSY": _AGAIN,
    "SQLITE_LOCKED": _AGAIN,
    "SQLITE_CANTOPEN": _MISSING,
    "SQLITE_PERM": _MISSING,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _BROKEN,
    "SQLITE_CORRUPT": _BROKEN,
    "SQLITE_NOTADB": _BROKEN,
}
# By SQLSTATE, the longest prefix first.
_POSTGRES: Final = {
    **dict.fromkeys(RETRIED, _AGAIN),
    "57014": _AGAIN,
    "25006": _READ_ONLY,
    "25P03": _AGAIN,
    "25P04": _AGAIN,
    "53100": _FULL,
    "53200": _AGAIN,
    "53300": _AGAIN,
    "3D000": _MISSING,
    "08": _GONE,
    "28": _GONE,
    "57P": _GONE,
    "58": _BROKEN,
    "XX": _BROKEN,
}


_REFUSED: Final[dict[str, Callable[[], SaasError]]] = {}


def refuses(constraint: str, error: Callable[[], SaasError]) -> None:
    """Say what it means that a constraint of PostgreSQL refuses a change which no query could have foreseen."""
    _REFUSED[constraint] = error


class _Translating:
    """Raises our errors for the databases'; a class, since each statement runs in one and a generator takes longer."""

    def __enter__(self) -> None:
        """Enter a `with` block."""

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """Raise our own error for a database's."""
        if fault is not None:
            raise_translated(fault)


_TRANSLATING: Final = _Translating()


def translated() -> _Translating:
    """Return what translates the databases' errors in a `with` block into ours, chained with `from`.

    Raises StoreUnavailable, StoreVersion, or StoreFault for unexpected errors. No message repeats a value or the
    address of the database, since either may be secret.
    """
    return _TRANSLATING


def raise_translated(fault: BaseException) -> None:
    """Raise our own error from a database's, or nothing from any other."""
    if isinstance(fault, sqlalchemy.exc.DBAPIError):
        raise meaning(fault) from fault
    if isinstance(fault, sqlalchemy.exc.TimeoutError):
        raise _unavailable(_AGAIN) from fault
    if isinstance(fault, sqlalchemy.exc.PendingRollbackError):
        # The connection was lost before, in the same unit of work.
        raise _unavailable(_GONE) from fault


def sqlstate(fault: BaseException | None) -> str:
    """Return the SQLSTATE of a PostgreSQL error, or an empty string."""
    return getattr(fault, "sqlstate", None) or ""


def meaning(fault: sqlalchemy.exc.DBAPIError) -> SaasError:
    """Return our own error for a database's error."""
    origin = fault.orig
    refused = _REFUSED.get(getattr(getattr(origin, "diag", None), "constraint_name", None) or "")
    if refused is not None:
        return refused()
    if isinstance(origin, sqlite3.Error):
        return _sqlite_meaning(origin)
    state = sqlstate(origin)
    if state == "42P01":
        return StoreVersion(_NO_SCHEMA[0], remedy=_NO_SCHEMA[1])
    for prefix in sorted(_POSTGRES, key=len, reverse=True):
        if state.startswith(prefix):
            return _unavailable(_POSTGRES[prefix])
    # A failed connection has no SQLSTATE at all.
    if not state and isinstance(fault, sqlalchemy.exc.OperationalError):
        return _unavailable(_GONE)
    return _unexpected(state)


def _sqlite_meaning(origin: sqlite3.Error) -> StoreFault:
    name = getattr(origin, "sqlite_errorname", "") or ""
    if name == "SQLITE_ERROR" and "no such table" in str(origin):
        return StoreVersion(_NO_SCHEMA[0], remedy=_NO_SCHEMA[1])
    for known, words in _SQLITE.items():
        if name == known or name.startswith(f"{known}_"):
            return _unavailable(words)
    return _unexpected(name)


def _unavailable(words: tuple[str, str]) -> StoreUnavailable:
    return StoreUnavailable(words[0], remedy=words[1])


def _unexpected(code: str) -> StoreFault:
    message = f"The store refused the change ({code or 'no code given'})."
    return StoreFault(message, remedy="Nothing was changed; report this with the time it happened.")


class Failing(Protocol):
    """What is of no use any more once the database refused something."""

    failed: bool


class Talking:
    """Raises the database's errors as ours, and marks the session as failed by them; a `with` block."""

    def __init__(self, session: Failing) -> None:
        """Take the session."""
        self._session = session

    def __enter__(self) -> None:
        """Enter a `with` block."""

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        """Raise our own error for a database's."""
        if fault is not None:
            try:
                raise_translated(fault)
            except SaasError:
                self._session.failed = True
                raise
