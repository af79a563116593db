"""Ports of the policy: the library of terms, the registered permissions, and a judge for other contexts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.kernel.work import Work
from saas_core.policy.catalogue import Permission
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Decision, Question
from saas_core.policy.terms import StoredTerms, Terms


class TermsLibrary(Protocol):
    """Every version of the terms; they belong to the provider and are readable from any tenant's work."""

    def get(self, version: str) -> Terms | None:
        """Return the version, or None."""
        ...

    def put(self, terms: Terms) -> None:
        """Store a version for good; raises TermsFrozen when the version exists with another text."""
        ...

    def all(self) -> tuple[Terms, ...]:
        """Return all versions, by the instant from which they are offered."""
        ...

    def stored(self) -> tuple[StoredTerms, ...]:
        """Return all versions as they lie in the store, with the digest stored beside each, past any memory."""
        ...


class Permissions(Protocol):
    """The permissions that the platform registered; readable from any tenant's work."""

    def all(self, at: datetime | None = None) -> tuple[Permission, ...]:
        """Return all permissions by name; as of an instant, those registered by then."""
        ...

    def put(self, permissions: tuple[Permission, ...]) -> None:
        """Add permissions; one with a known name gets the new title and keeps its instant of registration."""
        ...


class PolicyWork(Work, Protocol):
    """A unit of work with the stores of the policy."""

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...

    @property
    def permissions(self) -> Permissions:
        """The registered permissions."""
        ...


class Judge(Protocol):
    """Decides, inside a unit of work, whether a command may proceed."""

    # Each context passes its own kind of Work; the judge's composition in `gate` reads more of it than they know.
    def decide(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer the question as things stand in this unit of work."""
        ...

    def license_at(self, work: Work, at: datetime) -> LicenseState:
        """Return what the client's license opened at an instant as it was known then, and why the rest was closed."""
        ...

    def require(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer the question; raises Refused unless it is allowed."""
        ...
