"""Revisions: the state of a thing that a caller saw, so that a change applies to that state or not at all.

A revision is a digest of the thing's view. A change that names a revision is compared with the present state inside
its unit of work, where nothing can come between the comparison and the change.
"""

from __future__ import annotations

import hashlib
import json

from attrs import AttrsInstance, fields

from saas_core.kernel.errors import Conflict

LENGTH = 32


class RevisionStale(Conflict):
    """The thing is no longer in the state that the change was made for."""

    code = "REVISION_STALE"

    def __init__(self) -> None:
        """Say what helps, and reveal nothing about the present state."""
        super().__init__(
            "it was changed since you looked.",
            field="revision",
            remedy="Read it again, and apply the change to its present state.",
        )

    def __reduce__(self) -> tuple[type[RevisionStale], tuple[()]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return RevisionStale, ()


def revision_of(view: AttrsInstance) -> str:
    """Return the revision of a view: equal for equal values, different for any others."""
    content = {each.name: getattr(view, each.name) for each in fields(type(view))}
    canonical = json.dumps([type(view).__name__, content], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]


def require_revision(expected: str | None, view: AttrsInstance | None) -> None:
    """Require that a thing still has the revision that the caller saw, if any; raises RevisionStale."""
    if expected is not None and (view is None or revision_of(view) != expected):
        raise RevisionStale
