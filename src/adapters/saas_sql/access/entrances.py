"""Invitations, keys and the provider's staff, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.access.model import Invitation, Key, StaffMember
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import KeyId, StaffId, UserId
from saas_sql.access.tables import invitations, keys, staff
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.statements import in_parts

_INVITATION = Mapped(Invitation, invitations)
_KEY = Mapped(Key, keys)
_MEMBER = Mapped(StaffMember, staff)


class SqlInvitations:
    """The tenant's invitations, looked up by the hash of their token."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation of a token."""
        query = self._session.select(invitations, invitations.c.token_hash == token_hash)
        return self._session.find(_INVITATION, query)

    def of_user(self, user_id: UserId) -> tuple[Invitation, ...]:
        """Return all invitations of a user, oldest first."""
        query = self._session.select(invitations, invitations.c.user_id == user_id)
        return self._session.models(_INVITATION, query.order_by(invitations.c.created_at, invitations.c.id))

    def invited(self, user_ids: Iterable[UserId]) -> frozenset[UserId]:
        """Return those of the users who were ever invited."""
        found: set[UserId] = set()
        for some in in_parts(sorted(set(user_ids))):
            query = self._session.select_for(invitations.c.user_id, some)
            found.update(each.user_id for each in self._session.models(_INVITATION, query))
        return frozenset(found)

    def save(self, invitation: Invitation) -> None:
        """Save a new or changed invitation; its user, token and creation time never change."""
        self._session.keep(invitations, _INVITATION.dump(invitation))


class SqlKeys:
    """Keys of the tenant's users; in the provider's scope, keys of staff."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, key_id: KeyId) -> Key | None:
        """Return the key."""
        return self._session.find(_KEY, self._session.select(keys, keys.c.id == key_id))

    def save(self, key: Key) -> None:
        """Save a new or ended key; raises StoreFault for another tenant's key."""
        if key.tenant_id != self._session.tenant_id:
            message = "A unit of work can save only its own tenant's keys."
            raise StoreFault(message, field="key", remedy="Begin a unit of work on that tenant.")
        self._session.keep(keys, _KEY.dump(key))

    def of_holder(self, holder: str) -> tuple[Key, ...]:
        """Return all keys of a holder, oldest first."""
        query = self._session.select(keys, keys.c.holder == holder).order_by(keys.c.created_at, keys.c.id)
        return self._session.models(_KEY, query)


class SqlStaff:
    """The provider's staff; empty in a client's scope."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, staff_id: StaffId) -> StaffMember | None:
        """Return the member of staff."""
        return self._session.find(_MEMBER, self._session.select(staff, staff.c.id == staff_id))

    def all(self) -> tuple[StaffMember, ...]:
        """Return all members of staff, by id."""
        return self._session.models(_MEMBER, self._session.select(staff).order_by(staff.c.id))

    def save(self, member: StaffMember, at: datetime) -> None:
        """Save the member's state as of the instant; raises StoreFault outside the provider's scope."""
        self._session.require_provider()
        self._session.keep(staff, {**_MEMBER.dump(member), "changed_at": at})
