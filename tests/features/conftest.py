"""Fixtures of the scenarios: the driver, the story, and the marks that their tags need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_bdd.parser import Scenario

pytest.register_assert_rewrite("features.steps", "features.drivers")

from features import answers, messages  # noqa: E402 - after the line above
from features.drivers.driver import Driver  # noqa: E402
from features.drivers.over_http import served  # noqa: E402
from features.drivers.stores import MEMORY, Template, copied, sqlite_url, template  # noqa: E402
from features.linter import UNCHANGED  # noqa: E402
from features.steps import STEP_MODULES  # noqa: E402
from features.steps.clients import make_ready  # noqa: E402
from features.steps.story import Story  # noqa: E402
from features.under import under  # noqa: E402
from saas_core.policy import shipped  # noqa: E402

if TYPE_CHECKING:
    from postgres import PostgresCluster


def pytest_configure(config: pytest.Config) -> None:
    """Take other terms where scenarios are told under these; register the step definitions, and what writes of them."""
    if config.getoption("--terms"):
        shipped._document = under(Path(config.getoption("--terms")).read_bytes(), shipped._document)
        shipped.shipped_terms.cache_clear()
    # After the terms, whose digest the results hold.
    for module in (messages, answers, *STEP_MODULES):
        if not config.pluginmanager.is_registered(module):
            config.pluginmanager.register(module, module.__name__)


@pytest.fixture(scope="session")
def memory_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Set up one store in memory, to be copied for each scenario."""
    return template(tmp_path_factory.mktemp("template") / "home", MEMORY, make_ready)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Set up one SQLite database, to be copied for each scenario."""
    home = tmp_path_factory.mktemp("template") / "home"
    return template(home, sqlite_url(home), make_ready)


@pytest.fixture(scope="session")
def postgres_template(
    tmp_path_factory: pytest.TempPathFactory, postgres_cluster: PostgresCluster
) -> tuple[Template, str]:
    """Set up one PostgreSQL database, to be copied for each scenario; gives its name too."""
    url = postgres_cluster.migrated_database()
    home = tmp_path_factory.mktemp("template") / "home"
    return template(home, url, make_ready), url.rsplit("/", 1)[1].split("?")[0]


@contextmanager
def _over_postgres(cluster: PostgresCluster, made: Template, name: str, home: Path) -> Iterator[Driver]:
    url = cluster.new_database(name)
    with copied(made, home, lambda _home: url) as ready:
        yield ready
    cluster.drop(url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell each scenario over each kind of store that --driver names."""
    if "kind_of_store" in metafunc.fixturenames:
        metafunc.parametrize("kind_of_store", metafunc.config.getoption("--driver") or ["memory"])


@pytest.fixture
def driver(request: pytest.FixtureRequest, tmp_path: Path, kind_of_store: str) -> Iterator[Driver]:
    """Yield a driver over a kind of store."""
    home = tmp_path / "home"
    match kind_of_store:
        case "memory":
            opened = copied(request.getfixturevalue("memory_template"), home, lambda _home: MEMORY)
        case "sqlite":
            opened = copied(request.getfixturevalue("sqlite_template"), home, sqlite_url)
        case "http":
            # Over SQLite, so that telling the scenarios through it tells them over that store too.
            opened = served(copied(request.getfixturevalue("sqlite_template"), home, sqlite_url))
        case _:
            made, name = request.getfixturevalue("postgres_template")
            opened = _over_postgres(request.getfixturevalue("postgres_cluster"), made, name, home)
    with opened as ready:
        yield ready


def _is_of_the_policy(request: pytest.FixtureRequest) -> bool:
    """Return whether a scenario is one of features/, and not of a context from outside."""
    return request.path.parent == Path(__file__).parent


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Scenario) -> None:
    """Spare a scenario that compares nothing the look at everything before."""
    if not _is_of_the_policy(request):
        return
    story: Story = request.getfixturevalue("story")
    story.driver.entrance.begin(scenario.name.partition(" ")[0])
    story.compares = any(step.name in UNCHANGED or step.name.endswith("is unchanged") for step in scenario.steps)


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Fail a scenario that is listed for something which the interface can say by now."""
    if not _is_of_the_policy(request):
        return
    story: Story = request.getfixturevalue("story")
    story.driver.entrance.finish()


@pytest.fixture
def story(driver: Driver) -> Story:
    """Begin a story with nobody in it."""
    return Story(driver)
