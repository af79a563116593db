"""The pages over two clients in memory, and a browser where one is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api import Api
from saas_portal import Portal
from two_clients import Worlds
from visiting import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds in memory."""
    return Worlds("memory", tmp_path_factory.mktemp("memory"), lambda: None)


@pytest.fixture
def api(in_memory: Worlds) -> Iterator[Api]:
    """Yield JSON routes and pages over a world of the test's own."""
    with in_memory.fresh() as world:
        yield Api.over(world, beside=Portal)


@pytest.fixture(scope="module")
def reading(in_memory: Worlds) -> Iterator[Api]:
    """Yield the same for tests that change nothing."""
    with in_memory.fresh() as world:
        yield Api.over(world, beside=Portal)


@pytest.fixture
def visitor(api: Api) -> Visitor:
    """Return somebody who is not signed in."""
    return Visitor(api)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Yield a headless Chromium of the system; the one reason to skip a test is that there is none.

    While it runs, its driver has the event loop of this thread, so it ends with the module.
    """
    if CHROMIUM is None:
        assert os.environ.get("SAAS_TEST_BROWSER") != "required", "no Chromium is installed"
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of screenshots, which outlives the run where it is named."""
    named = os.environ.get("SAAS_TEST_SCREENSHOTS")
    folder = tmp_path_factory.mktemp("screenshots") if named is None else Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
