"""The two clients over each kind of store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from calls import CHANGING
from two_clients import World, Worlds


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave half of the changes to each database, unless all is asked for; over memory each is always tried."""
    if config.getoption("--thorough"):
        return
    left = [each for each in items if _of_the_other_database(each)]
    config.hook.pytest_deselected(items=left)
    items[:] = [each for each in items if each not in left]


def _of_the_other_database(item: pytest.Item) -> bool:
    given = getattr(getattr(item, "callspec", None), "params", {})
    kind, name = given.get("worlds", "memory"), given.get("name")
    return kind != "memory" and name in CHANGING and CHANGING.index(name) % 2 == ("sqlite", "postgres").index(kind)


@pytest.fixture(scope="session", params=["memory", "sqlite", "postgres"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds over each kind of store in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    return Worlds(request.param, folder, lambda: request.getfixturevalue("postgres_cluster"))


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """Yield a world of the test's own."""
    with worlds.fresh() as made:
        yield made
