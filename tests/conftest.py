"""Fixtures for every test: a PostgreSQL server of its own, and the clause tags of the features."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Test folders are no packages; what they share lies beside this file.
sys.path.insert(0, str(Path(__file__).parent))

import drawing
from postgres import PostgresCluster
from saas_core.policy.shipped import shipped_terms

# Also where the project was installed before it brought the plugin; it is loaded once in any case.
pytest_plugins = ("saas_testing.plugin",)


def pytest_configure(config: pytest.Config) -> None:
    """Decide how is drawn, and register a mark for every tag that a scenario may have."""
    drawing.begin(freely=config.getoption("--free"))
    config.addinivalue_line("markers", "drawn: hypothesis draws what it is given")
    for kind in ("happy", "edge", "abuse"):
        config.addinivalue_line("markers", f"{kind}: a scenario of that kind")
    config.addinivalue_line("markers", "needs-legal: the text is silent; a house reading decides")
    clauses = [clause.number for clause in shipped_terms().clauses]
    for clause in clauses:
        config.addinivalue_line("markers", f"clause-{clause}: scenarios of clause {clause}")
    for section in sorted({clause[0] for clause in clauses}):
        config.addinivalue_line("markers", f"section-{section}: scenarios of section {section}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option to run the scenarios over another kind of store, or through the HTTP interface."""
    parser.addoption(
        "--driver",
        action="append",
        choices=("memory", "sqlite", "postgres", "http"),
        help="how the scenarios of features/ are told: memory, or each that is named of these",
    )
    parser.addoption(
        "--terms",
        metavar="FILE",
        help="tell the scenarios of features/ under this document of terms; those that fail would come out differently",
    )
    parser.addoption(
        "--thorough",
        action="store_true",
        help="hold every use case to the promises over every database, and try more mixtures of wrong arguments",
    )
    parser.addoption(
        "--measured",
        choices=("only", "without"),
        help="run only what coverage is measured with, or leave out what would run the same again: what is drawn many"
        " times, and what starts benchmarks, takes several times as long while it is measured",
    )
    parser.addoption(
        "--messages",
        metavar="FOLDER",
        help="write what comes of each scenario of features/ as Cucumber Messages, a file for each driver",
    )
    parser.addoption(
        "--answers",
        metavar="FILE",
        help="keep what each scenario of features/ is answered under its terms, for `saas terms diff --scenarios`",
    )
    parser.addoption(
        "--free", action="store_true", help="draw at random, and ten times as often, instead of the same every time"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what hypothesis draws for, so that it can be chosen."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker("drawn")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the half of the tests that was not asked for."""
    asked = config.getoption("--measured")
    if asked is None:
        return
    if asked == "only":
        left_out = [each for each in items if not _measured(each)]
    else:
        left_out = [each for each in items if _measured(each) and _told_once(each)]
    config.hook.pytest_deselected(items=left_out)
    gone = {id(each) for each in left_out}
    items[:] = [each for each in items if id(each) not in gone]


def _measured(item: pytest.Item) -> bool:
    return item.get_closest_marker("drawn") is None and "benchmarks" not in item.path.parts


def _told_once(item: pytest.Item) -> bool:
    """Return whether a test is the same over whatever store: a unit test, or one of the features' own tests."""
    parts = item.path.relative_to(item.config.rootpath).parts
    return "unit" in parts or ("features" in parts and "kind_of_store" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """Yield a running PostgreSQL, started with the first test that asks."""
    cluster = PostgresCluster()
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """Yield the URL of a database of the test's own, with the present schema."""
    url = postgres_cluster.migrated_database()
    yield url
    postgres_cluster.drop(url)
