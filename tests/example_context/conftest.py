"""The two clients over each kind of store, with bulletins among their contexts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from two_clients import World, Worlds


@pytest.fixture(scope="session", params=["memory", "sqlite", "postgres"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Make worlds over each kind of store in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    return Worlds(request.param, folder, lambda: request.getfixturevalue("postgres_cluster"))


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """Make a world of the test's own."""
    with worlds.fresh() as made:
        yield made
