"""A client with an active license, and services whose answers a test sets, over a store in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from integrating import Integrating, integrating


@pytest.fixture
def desk() -> Iterator[Integrating]:
    """Give a client with an active license."""
    with integrating() as made:
        yield made
