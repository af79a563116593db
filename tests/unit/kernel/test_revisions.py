"""Revisions: the same for the same, another one for any other, and compared only where someone asks."""

from __future__ import annotations

import pickle

import pytest
from attrs import evolve, frozen

from saas_core.kernel.revisions import RevisionStale, require_revision, revision_of


@frozen
class Seen:
    """Something that is shown."""

    name: str
    count: int | None
    parts: tuple[str, ...]


@frozen
class Other(Seen):
    """Something else with the same values."""


SEEN = Seen("a", None, ("x", "y"))


def test_a_revision_is_of_what_is_shown() -> None:
    """Every value of it counts, and of which kind it is."""
    others = (
        evolve(SEEN, name="b"),
        evolve(SEEN, count=0),
        evolve(SEEN, parts=("x,y",)),
        evolve(SEEN, parts=("y", "x")),
        Other("a", None, ("x", "y")),
    )
    assert revision_of(SEEN) == revision_of(Seen("a", None, ("x", "y")))
    assert len({revision_of(each) for each in (SEEN, *others)}) == 6


def test_a_change_for_another_state_is_refused() -> None:
    """Nothing is asked where no state is named; what is not there is in no state."""
    require_revision(None, SEEN)
    require_revision(None, None)
    require_revision(revision_of(SEEN), SEEN)
    for expected, there in (("", SEEN), (revision_of(SEEN), evolve(SEEN, name="b")), (revision_of(SEEN), None)):
        with pytest.raises(RevisionStale) as fault:
            require_revision(expected, there)
    assert str(pickle.loads(pickle.dumps(fault.value))) == str(fault.value)
