"""Fixtures of the scenarios: the driver, the story, and the marks that their tags need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite(f"{__package__}.steps")

from saas_core.policy.shipped import shipped_terms  # noqa: E402 - after the registration of rewritten modules

from .drivers.driver import Driver  # noqa: E402
from .steps import STEP_MODULES  # noqa: E402
from .steps.story import Story  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Register a mark for every tag, and the step definitions for all scenarios."""
    for kind in ("happy", "edge", "abuse"):
        config.addinivalue_line("markers", f"{kind}: a scenario of that kind")
    config.addinivalue_line("markers", "needs-legal: the text is silent; a house reading decides")
    clauses = [clause.number for clause in shipped_terms().clauses]
    for clause in clauses:
        config.addinivalue_line("markers", f"clause-{clause}: scenarios of clause {clause}")
    for section in sorted({clause[0] for clause in clauses}):
        config.addinivalue_line("markers", f"section-{section}: scenarios of section {section}")
    for module in STEP_MODULES:
        if not config.pluginmanager.is_registered(module):
            config.pluginmanager.register(module, module.__name__)


@pytest.fixture
def story(driver: Driver) -> Story:
    """Begin a story with nobody in it."""
    return Story(driver)
