"""A storm of events, repeated, out of order, late or lost: in the end every license matches the books."""

from __future__ import annotations

import sys
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest

from storm import Storm, told

Anything = Any


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgres"])
def test_a_storm_ends_with_every_license_as_the_books_have_it(
    request: pytest.FixtureRequest, record_property: Anything, tmp_path: Path, kind: str
) -> None:
    """A short one of each kind of store; `nox -s storm` makes one of ten thousand events."""
    if request.config.getoption("--thorough"):
        events, clients = 10_000, 250
    else:
        events, clients = 300, 12
    # Whoever finds a storm that does harm makes it again by its seed.
    seed = SystemRandom().getrandbits(32) if request.config.getoption("--free") else 20261123
    urls = {
        "memory": lambda: "memory:",
        "sqlite": lambda: f"sqlite:///{tmp_path / 'storm.db'}",
        "postgres": lambda: request.getfixturevalue("postgres_url"),
    }
    figures = Storm(urls[kind](), tmp_path, clients=clients, events=events, seed=seed).run()
    record_property("storm", told(figures))
    sys.stderr.write(f"\n{kind}, seed {seed}: {told(figures)}\n")
    assert figures.delivered >= events
    assert figures.duplicated
    assert figures.dropped
    assert (figures.lost, figures.doubled, figures.parked, figures.unclean) == (0, 0, 0, ())
