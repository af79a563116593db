"""A storm of rotations and services that hang: no use of a credential is refused, none is wrong, nothing is lost."""

from __future__ import annotations

import sys
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest

from connecting import Storm, told

Anything = Any


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgres"])
def test_nothing_is_refused_while_services_hang_and_keys_are_rotated(
    request: pytest.FixtureRequest, record_property: Anything, tmp_path: Path, kind: str
) -> None:
    """A short one of each kind of store; `nox -s storm` has services hang for a minute."""
    clients, seconds = (60, 60.0) if request.config.getoption("--thorough") else (4, 1.0)
    seed = SystemRandom().getrandbits(32) if request.config.getoption("--free") else 20261130
    urls = {
        "memory": lambda: "memory:",
        "sqlite": lambda: f"sqlite:///{tmp_path / 'storm.db'}",
        "postgres": lambda: request.getfixturevalue("postgres_url"),
    }
    figures = Storm(urls[kind](), tmp_path, clients=clients, seconds=seconds, seed=seed).run()
    record_property("storm", told(figures))
    sys.stderr.write(f"\n{kind}, seed {seed}: {told(figures)}\n")
    assert figures.used
    assert figures.rotated
    assert figures.waited
    assert (figures.refused, figures.wrong, figures.unclean) == (0, 0, ())
