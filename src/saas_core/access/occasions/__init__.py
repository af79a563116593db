"""Notices of access: further owners, and break-glass grants (1.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.access.letters import OWNER_ADDED
from saas_core.access.occasions.grants import GrantOccasions, lately_granted
from saas_core.access.occasions.owners import OwnerOccasions, new_owners
from saas_core.access.ports import AccessWork
from saas_core.kernel.notices import Notice, Reader


@frozen
class AccessOccasions:
    """Both kinds of news that access has for a client."""

    owners: OwnerOccasions
    grants: GrantOccasions

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices of further owners, then those of grants."""
        return (*self.owners.due(reader), *self.grants.due(reader))

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which time alone may make another notice due."""
        return self.grants.look_again(reader)

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return the facts of a notice; None when it is no longer true."""
        return (self.owners if notice.kind == OWNER_ADDED.name else self.grants).facts(notice, reader)


def occasions(work: AccessWork, reader: Reader) -> AccessOccasions:
    """Read the further owners and the grants that a client has news of."""
    return AccessOccasions(new_owners(work, reader), lately_granted(work, reader))
