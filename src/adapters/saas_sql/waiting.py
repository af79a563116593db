"""Waiting for work: PostgreSQL sends notifications, SQLite is polled."""

from __future__ import annotations

import time
from typing import Any, Self

import sqlalchemy.exc
from sqlalchemy.engine import Connection, Engine

from saas_sql.column_types import POSTGRES
from saas_sql.outside import CHANNEL

_LOOK_SECONDS = 0.5
"""Seconds between two polls where the database sends no notifications."""


class Waiting:
    """Waits until work may be due; callers check in any case, so a lost notification costs only time."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine; listening starts with the first wait, on its own connection."""
        self._engine = engine
        self._listening: Connection | None = None

    def __call__(self, seconds: float) -> None:
        """Wait for at most the given seconds, even while the database is down."""
        if self._engine.dialect.name != POSTGRES:
            time.sleep(min(seconds, _LOOK_SECONDS))
            return
        begun = time.monotonic()
        try:
            for _notice in self._driver().notifies(timeout=seconds, stop_after=1):
                return
        except (sqlalchemy.exc.DBAPIError, self._engine.dialect.loaded_dbapi.Error):
            self.close()
            time.sleep(max(0.0, seconds - (time.monotonic() - begun)))

    def __enter__(self) -> Self:
        """Enter a `with` block."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Stop listening."""
        self.close()

    def close(self) -> None:
        """Return the connection to the pool."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.invalidate()
            listening.close()

    def _driver(self) -> Any:  # noqa: ANN401 - the driver's own connection
        if self._listening is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            self._listening = connection
        return self._listening.connection.driver_connection
