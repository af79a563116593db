"""The interface over two clients, in memory and over SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api import Api
from two_clients import Worlds


@pytest.fixture(scope="session")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds in memory."""
    return Worlds("memory", tmp_path_factory.mktemp("memory"), lambda: None)


@pytest.fixture(scope="session")
def in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds over SQLite."""
    return Worlds("sqlite", tmp_path_factory.mktemp("sqlite"), lambda: None)


@pytest.fixture
def api(in_memory: Worlds) -> Iterator[Api]:
    """Yield the interface over a world of the test's own."""
    with in_memory.fresh() as world:
        yield Api.over(world)
