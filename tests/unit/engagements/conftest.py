"""A client with a paid license, who asked for an estimate, over a store in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from estimating import Estimating, estimating


@pytest.fixture
def desk() -> Iterator[Estimating]:
    """Give a client who asked for an estimate."""
    with estimating() as made:
        yield made
