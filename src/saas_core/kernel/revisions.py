"""Revisions: which state of a thing somebody saw, so that a change to it is made to that state or not at all.

A revision is a digest of what is shown of the thing. A change that names the revision it was made for is compared with
what is there inside its unit of work, where nobody else can be between the comparison and the change.
"""

from __future__ import annotations

import hashlib
import json

from attrs import AttrsInstance, fields

from saas_core.kernel.errors import Conflict

LENGTH = 32


class RevisionStale(Conflict):
    """The thing is no longer in the state for which the change was made."""

    code = "REVISION_STALE"

    def __init__(self) -> None:
        """Say what helps, and nothing about the present state."""
        super().__init__(
            "it was changed since you looked.",
            field="revision",
            remedy="Look again, and make the change to what is there now.",
        )

    def __reduce__(self) -> tuple[type[RevisionStale], tuple[()]]:
        """Travel between processes whole."""
        return RevisionStale, ()


def revision_of(view: AttrsInstance) -> str:
    """Return the revision of what is shown: the same for the same values, another one for any other."""
    content = {each.name: getattr(view, each.name) for each in fields(type(view))}
    canonical = json.dumps([type(view).__name__, content], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]


def require_revision(expected: str | None, view: AttrsInstance | None) -> None:
    """Require that a thing is still as somebody saw it; None asks nothing. Raises RevisionStale."""
    if expected is not None and (view is None or revision_of(view) != expected):
        raise RevisionStale
