"""In-process storage for policy: versions of the terms and registered permissions."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from attrs import evolve

from saas_core.policy.catalogue import Permission
from saas_core.policy.errors import TermsFrozen
from saas_core.policy.terms import StoredTerms, Terms
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork

JUDGED = ("terms", "permissions")


class Ports(MemoryWork):
    """Data that belongs to the provider and can be read in any tenant's unit of work."""

    @cached_property
    def terms(self) -> MemoryTerms:
        """Every version of the terms."""
        return MemoryTerms(self.provider)

    @cached_property
    def permissions(self) -> MemoryPermissions:
        """The registered permissions."""
        return MemoryPermissions(self.provider)


class MemoryTerms:
    """Every version of the terms."""

    def __init__(self, provider: View) -> None:
        """Use a view of the provider's scope."""
        self._terms: Rows[str, Terms] = Rows(provider, "terms")

    def get(self, version: str) -> Terms | None:
        """Return the version, or None."""
        return self._terms.get(version)

    def put(self, terms: Terms) -> None:
        """Save a version permanently; raises TermsFrozen if it exists with a different text."""
        known = self._terms.get(terms.version)
        if known is None:
            self._terms.put(terms.version, terms)
        elif known.digest != terms.digest:
            message = f"Version {terms.version} of the terms exists with a different text."
            raise TermsFrozen(message, field="version", remedy="Give the changed document a new version.")

    def all(self) -> tuple[Terms, ...]:
        """Return all versions, by the instant they are offered from."""
        return tuple(sorted(self._terms.scan(), key=lambda each: (each.effective_from, each.version)))

    def stored(self) -> tuple[StoredTerms, ...]:
        """Return all versions as they lie in the store."""
        return tuple(StoredTerms(each.version, each.digest, each) for each in self.all())


class MemoryPermissions:
    """The permissions that the platform registered."""

    def __init__(self, provider: View) -> None:
        """Use a view of the provider's scope."""
        self._permissions: Rows[str, Permission] = Rows(provider, "permissions")

    def all(self, at: datetime | None = None) -> tuple[Permission, ...]:
        """Return all permissions by name, or those registered by an instant."""
        return tuple(each for each in self._permissions.scan() if at is None or each.since <= at)

    def put(self, permissions: tuple[Permission, ...]) -> None:
        """Add permissions; a known name gets the new title and keeps its registration time."""
        known = {each.name: each.since for each in self.all()}
        for each in permissions:
            self._permissions.put(each.name, evolve(each, since=known.get(each.name, each.since)))
