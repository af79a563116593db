"""Waiting for work: PostgreSQL sends notifications; SQLite is polled, as is PostgreSQL behind a pooler."""

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
        self._polls = engine.dialect.name != POSTGRES

    def __call__(self, seconds: float) -> None:
        """Wait for at most the given seconds, even while the database is down."""
        begun = time.monotonic()
        try:
            driver = None if self._polls else self._driver()
            if driver is None:
                time.sleep(min(seconds, _LOOK_SECONDS))
                return
            for _notice in driver.notifies(timeout=seconds, stop_after=1):
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

    def _driver(self) -> Any | None:  # noqa: ANN401 - the driver's own connection
        """Return the connection that listens, None where nothing would be heard."""
        if self._listening is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            driver: Any = connection.connection.driver_connection
            # A pooler tells clients a number of its own; the session that would listen is soon somebody else's.
            if driver.info.backend_pid != connection.exec_driver_sql("SELECT pg_backend_pid()").scalar():
                self._polls = True
                connection.close()
                return None
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            self._listening = connection
        return self._listening.connection.driver_connection
