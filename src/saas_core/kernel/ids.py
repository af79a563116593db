"""Identifiers: every id is a UUID, and its type says of what.

Ids are made behind the `Ids` port and passed in as values; nothing in the core makes one.
"""

from __future__ import annotations

from typing import NewType, Protocol
from uuid import UUID

TenantId = NewType("TenantId", UUID)
InstanceId = NewType("InstanceId", UUID)
LicenseId = NewType("LicenseId", UUID)
HoldId = NewType("HoldId", UUID)
UserId = NewType("UserId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
RoleId = NewType("RoleId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
InvitationId = NewType("InvitationId", UUID)
KeyId = NewType("KeyId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
SessionId = NewType("SessionId", UUID)
LinkId = NewType("LinkId", UUID)
GrantId = NewType("GrantId", UUID)
StaffId = NewType("StaffId", UUID)
EntryId = NewType("EntryId", UUID)
EffectId = NewType("EffectId", UUID)

PROVIDER = TenantId(UUID(int=0))
"""The provider's own scope: staff, versions of the terms and the catalogue of permissions live in it."""


class Ids(Protocol):
    """Makes fresh identifiers."""

    def new(self) -> UUID:
        """Give an id that was never given before."""
        ...
