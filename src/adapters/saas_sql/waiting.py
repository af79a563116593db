"""Waiting for work: PostgreSQL tells of it, SQLite is looked at."""

from __future__ import annotations

import time
from typing import Any, Self

import sqlalchemy.exc
from sqlalchemy.engine import Connection, Engine

from saas_sql.column_types import POSTGRES
from saas_sql.outside import CHANNEL

_LOOK_SECONDS = 0.5
"""How long who cannot be told sleeps between two looks."""


class Waiting:
    """Waits until something may be due; whoever waits looks all the same, so a lost notice costs time alone."""

    def __init__(self, engine: Engine) -> None:
        """Listen from the first wait on, on a connection of its own."""
        self._engine = engine
        self._listening: Connection | None = None

    def __call__(self, seconds: float) -> None:
        """Wait at most so many seconds; a database that is away is waited for as long."""
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
        """Wait for a while."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Listen no more."""
        self.close()

    def close(self) -> None:
        """Give the connection back."""
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
