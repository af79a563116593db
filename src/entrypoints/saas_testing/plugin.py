"""The pytest plugin: one fixture, loaded with pytest and opened only for tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from saas_testing.kit import Kit


@pytest.fixture
def saas() -> Iterator[Kit]:
    """Yield a provider in memory for this test: `active_client()`, `invited()`, `lapse()`, `clock`, `mailbox`."""
    # Every test run in an environment with the library loads this file, most of them without using it.
    from saas_testing.kit import open_kit  # noqa: PLC0415

    with open_kit() as kit:
        yield kit
