"""Invitations, keys and the provider's staff, in process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.access.model import Invitation, Key, StaffMember
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, InvitationId, KeyId, StaffId, TenantId, UserId
from saas_memory.space import Rows, View


class MemoryInvitations:
    """The tenant's invitations, looked up by the hash of their token."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._invitations: Rows[InvitationId, Invitation] = Rows(view, "invitations")
        self._tokens: Rows[str, InvitationId] = Rows(view, "invitation_tokens")
        self._of_users: Rows[tuple[UserId, datetime, InvitationId], InvitationId] = Rows(view, "invitations_of_users")
        self._users: Rows[UserId, object] = Rows(view, "users")

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation of a token."""
        invitation_id = self._tokens.get(token_hash)
        return None if invitation_id is None else self._invitations.get(invitation_id)

    def of_user(self, user_id: UserId) -> tuple[Invitation, ...]:
        """Return all invitations of a user, oldest first."""
        known = (self._invitations.get(each) for each in self._of_users.scan(prefix=(user_id,)))
        return tuple(each for each in known if each is not None)

    def invited(self, user_ids: Iterable[UserId]) -> frozenset[UserId]:
        """Return those of the users who were ever invited."""
        return frozenset(each for each in user_ids if next(iter(self._of_users.scan(prefix=(each,), limit=1)), None))

    def save(self, invitation: Invitation) -> None:
        """Save a new or changed invitation; its user, token and creation time never change."""
        if self._users.get(invitation.user_id) is None:
            message = "There is no such user in this tenant."
            raise StoreFault(message, field="user", remedy="Save the user first.")
        self._invitations.put(invitation.id, invitation)
        self._tokens.put(invitation.token_hash, invitation.id)
        self._of_users.put((invitation.user_id, invitation.created_at, invitation.id), invitation.id)


class MemoryKeys:
    """Keys of the tenant's users; in the provider's scope, keys of staff."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._keys: Rows[KeyId, Key] = Rows(view, "keys")
        self._of_holders: Rows[tuple[str, datetime, KeyId], KeyId] = Rows(view, "keys_of_holders")

    def get(self, key_id: KeyId) -> Key | None:
        """Return the key."""
        return self._keys.get(key_id)

    def of_holder(self, holder: str) -> tuple[Key, ...]:
        """Return all keys of a holder, oldest first."""
        known = (self._keys.get(each) for each in self._of_holders.scan(prefix=(holder,)))
        return tuple(each for each in known if each is not None)

    def save(self, key: Key) -> None:
        """Save a new or ended key; raises StoreFault for another tenant's key."""
        if key.tenant_id != self._tenant_id:
            message = "A unit of work can save only its own tenant's keys."
            raise StoreFault(message, field="key", remedy="Begin a unit of work on that tenant.")
        self._keys.put(key.id, key)
        self._of_holders.put((key.holder, key.created_at, key.id), key.id)


class MemoryStaff:
    """The provider's staff; empty in a client's scope."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._staff: Rows[StaffId, StaffMember] = Rows(view, "staff")

    def get(self, staff_id: StaffId) -> StaffMember | None:
        """Return the member of staff."""
        return self._staff.get(staff_id)

    def all(self) -> tuple[StaffMember, ...]:
        """Return all members of staff, by id."""
        return tuple(self._staff.scan())

    def save(self, member: StaffMember, at: datetime) -> None:  # noqa: ARG002 - a store on disk keeps the instant
        """Save the member's state as of the instant; raises StoreFault outside the provider's scope."""
        if self._tenant_id != PROVIDER:
            message = "This unit of work may not change what belongs to the provider."
            raise StoreFault(message, remedy="Begin one in the provider's scope.")
        self._staff.put(member.id, member)
