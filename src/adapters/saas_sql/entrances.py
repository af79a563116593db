"""What lets people in: invitations, keys, and the provider's staff, in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import RowMapping

from saas_core.access.model import Invitation, Key, StaffMember
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import InvitationId, KeyId, StaffId, TenantId, UserId
from saas_sql.session import Session
from saas_sql.tables import invitations, keys, staff


class SqlInvitations:
    """The tenant's invitations, known by the hash of their token."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Give the invitation of a token."""
        row = self._session.first(self._session.select(invitations, invitations.c.token_hash == token_hash))
        return None if row is None else _invitation(row)

    def of_user(self, user_id: UserId) -> tuple[Invitation, ...]:
        """Give all invitations of a user, oldest first."""
        query = self._session.select(invitations, invitations.c.user_id == user_id)
        rows = self._session.rows(query.order_by(invitations.c.created_at, invitations.c.id))
        return tuple(_invitation(row) for row in rows)

    def save(self, invitation: Invitation) -> None:
        """Keep an invitation, new or changed; its user, token and making never change."""
        made = {
            "user_id": invitation.user_id,
            "token_hash": invitation.token_hash,
            "created_at": invitation.created_at,
        }
        course = {
            "expires_at": invitation.expires_at,
            "used_at": invitation.used_at,
            "revoked_at": invitation.revoked_at,
        }
        self._session.keep(invitations, {"id": invitation.id}, made, course)


class SqlKeys:
    """Keys of the tenant's users; in the provider's scope, keys of staff."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, key_id: KeyId) -> Key | None:
        """Give the key."""
        row = self._session.first(self._session.select(keys, keys.c.id == key_id))
        return None if row is None else _key(row)

    def save(self, key: Key) -> None:
        """Keep a key, new or ended; raises StoreFault for a key of another tenant."""
        if key.tenant_id != self._session.tenant_id:
            message = "A unit of work keeps its own tenant's keys only."
            raise StoreFault(message, field="key", remedy="Begin a unit of work on that tenant.")
        made = {"holder": key.holder, "secret_hash": key.secret_hash, "created_at": key.created_at}
        self._session.keep(keys, {"id": key.id}, made, {"ended_at": key.ended_at})

    def of_holder(self, holder: str) -> tuple[Key, ...]:
        """Give all keys of a holder, oldest first."""
        query = self._session.select(keys, keys.c.holder == holder).order_by(keys.c.created_at, keys.c.id)
        return tuple(_key(row) for row in self._session.rows(query))


class SqlStaff:
    """The provider's staff; nobody is found in the scope of a client."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, staff_id: StaffId) -> StaffMember | None:
        """Give the member of staff."""
        row = self._session.first(self._session.select(staff, staff.c.id == staff_id))
        return None if row is None else _member(row)

    def all(self) -> tuple[StaffMember, ...]:
        """Give all members of staff, by id."""
        return tuple(_member(row) for row in self._session.rows(self._session.select(staff).order_by(staff.c.id)))

    def save(self, member: StaffMember, at: datetime) -> None:
        """Keep the member as it is from the instant on; raises StoreFault outside the provider's scope."""
        self._session.require_provider()
        values = {
            "name": member.name,
            "email": member.email,
            "permissions": sorted(member.permissions),
            "active": member.active,
            "changed_at": at,
        }
        self._session.keep(staff, {"id": member.id}, {}, values)


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        id=InvitationId(row["id"]),
        user_id=UserId(row["user_id"]),
        token_hash=row["token_hash"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


def _key(row: RowMapping) -> Key:
    return Key(
        id=KeyId(row["id"]),
        tenant_id=TenantId(row["tenant_id"]),
        holder=row["holder"],
        secret_hash=row["secret_hash"],
        created_at=row["created_at"],
        ended_at=row["ended_at"],
    )


def _member(row: RowMapping) -> StaffMember:
    return StaffMember(
        id=StaffId(row["id"]),
        name=row["name"],
        email=row["email"],
        permissions=frozenset(row["permissions"]),
        active=row["active"],
    )
