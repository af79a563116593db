"""Actors: a command always acts as somebody."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from saas_core.kernel.ids import StaffId, TenantId, UserId


@frozen
class ClientUser:
    """An internal user of one client."""

    tenant_id: TenantId
    user_id: UserId


@frozen
class Staff:
    """A member of the provider's staff, with the permissions it held when it signed in."""

    staff_id: StaffId
    permissions: frozenset[str] = frozenset()


@frozen
class System:
    """The software itself, by the name of the part that acts (`setup`, `worker`)."""

    name: str


Actor: TypeAlias = ClientUser | Staff | System


def actor_name(actor: Actor) -> str:
    """Give the actor as kind and id, as the journal keeps it: `user:…`, `staff:…` or `system:…`."""
    match actor:
        case ClientUser():
            return f"user:{actor.user_id}"
        case Staff():
            return f"staff:{actor.staff_id}"
        case System():
            return f"system:{actor.name}"
