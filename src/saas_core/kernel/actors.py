"""Actors: a command always acts as somebody."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from saas_core.kernel.ids import ApiKeyId, StaffId, TenantId, UserId


@frozen
class ClientUser:
    """An internal user of one client: the person, or a program that acts by one of that person's API keys.

    A program may do what the person may do at that moment, as far as its key's `scopes` (permissions and areas) name it
    too; for the person, `scopes` and `key_id` are None (1.4.b).
    """

    tenant_id: TenantId
    user_id: UserId
    scopes: frozenset[str] | None = None
    key_id: ApiKeyId | None = None


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
    """Return the actor as kind and id, as the journal keeps it: `user:…`, `staff:…` or `system:…`.

    A program is `user:…/key:…`: the owner of the key, and the key.
    """
    match actor:
        case ClientUser():
            return f"user:{actor.user_id}" + ("" if actor.key_id is None else f"/key:{actor.key_id}")
        case Staff():
            return f"staff:{actor.staff_id}"
        case System():
            return f"system:{actor.name}"
