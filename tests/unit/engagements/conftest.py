"""A client with a paid license: who asked for an estimate, or has one approved, over a store in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from documenting import PlainDocuments
from engaging import Bench
from estimating import Estimating, estimating
from saas_testing.kit import open_kit


@pytest.fixture
def bench() -> Iterator[Bench]:
    """Give a client with an active license."""
    with open_kit(documents=PlainDocuments()) as kit:
        yield Bench(kit=kit, client=kit.active_client())


@pytest.fixture
def desk() -> Iterator[Estimating]:
    """Give a client who asked for an estimate."""
    with estimating() as made:
        yield made
