"""Keys: how they are written, made and looked up; a key carries where it belongs, so one look finds it.

`usr_<tenant>_<key>_<secret>` signs a client's user in, `stf_<key>_<secret>` a member of staff, `inv_<tenant>_<secret>`
opens an invitation. Ids are 32 hexadecimal digits; only the secret's hash is stored.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import KeyUnknown, LinkUnknown
from saas_core.access.model import Key, UserState
from saas_core.access.ports import AccessWork
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.ids import PROVIDER, KeyId, StaffId, TenantId, UserId
from saas_core.kernel.secrets import hashed, matches
from saas_core.kernel.work import Transactions

USER, STAFF, INVITATION = "usr", "stf", "inv"
_LONGEST = 200


@frozen(kw_only=True)
class KeyText:
    """A key as its holder has it, taken apart."""

    tenant_id: TenantId
    key_id: KeyId
    secret: str


def user_key(tenant_id: TenantId, key_id: KeyId, secret: str) -> str:
    """Write a user's key."""
    return f"{USER}_{tenant_id.hex}_{key_id.hex}_{secret}"


def staff_key(key_id: KeyId, secret: str) -> str:
    """Write a staff key."""
    return f"{STAFF}_{key_id.hex}_{secret}"


def invitation_token(tenant_id: TenantId, secret: str) -> str:
    """Write an invitation's token."""
    return f"{INVITATION}_{tenant_id.hex}_{secret}"


def read_key(text: str) -> KeyText:
    """Take a key apart; raises KeyUnknown for what is none."""
    kind, *parts = text.strip()[:_LONGEST].split(
        "_", 3 if text.strip().startswith(USER) else 2
    )
    if kind == USER and len(parts) == 3:
        return KeyText(
            tenant_id=TenantId(_id(parts[0])),
            key_id=KeyId(_id(parts[1])),
            secret=parts[2],
        )
    if kind == STAFF and len(parts) == 2:
        return KeyText(tenant_id=PROVIDER, key_id=KeyId(_id(parts[0])), secret=parts[1])
    raise unknown_key()


def read_token(text: str) -> tuple[TenantId, str]:
    """Give the tenant of an invitation's token, and its secret; raises LinkUnknown for what is none."""
    parts = text.strip()[:_LONGEST].split("_", 2)
    if len(parts) != 3 or parts[0] != INVITATION:
        raise unknown_link()
    try:
        return TenantId(UUID(hex=parts[1])), parts[2]
    except ValueError:
        raise unknown_link() from None


def unknown_key() -> KeyUnknown:
    """Give the one answer to every key that signs nobody in."""
    return KeyUnknown(
        "signs nobody in.", field="key", remedy="Check it, or ask for a new one."
    )


def unknown_link() -> LinkUnknown:
    """Give the one answer to every link that opens nothing."""
    return LinkUnknown(
        "opens nothing (any more).", field="link", remedy="Ask for a new invitation."
    )


def new_key(key_id: KeyId, holder: str, secret: str, at: datetime) -> Key:
    """Make the stored form of a key."""
    return Key(id=key_id, holder=holder, secret_hash=hashed(secret), created_at=at)


class SignIn:
    """Tells who holds a key."""

    def __init__(self, *, transactions: Transactions[AccessWork]) -> None:
        """Take the ports."""
        self._transactions = transactions

    def authenticate(self, *, key: str) -> ClientUser | Staff:
        """Give the actor a key signs in, with staff's present permissions.

        Raises KeyUnknown, in one shape, for a wrong, ended or foreign key and for a holder no longer active.
        """
        given = read_key(key)
        with self._transactions.read(given.tenant_id) as work:
            stored = work.keys.get(given.key_id)
            if (
                stored is None
                or not matches(given.secret, stored.secret_hash)
                or stored.ended_at is not None
            ):
                raise unknown_key()
            kind, _, holder = stored.holder.partition(":")
            if kind == "staff" and given.tenant_id == PROVIDER:
                member = work.staff.get(StaffId(UUID(holder)))
                if member is not None and member.active:
                    return Staff(member.id, member.permissions)
            elif kind == "user":
                user = work.users.get(UserId(UUID(holder)))
                if user is not None and user.state is UserState.ACTIVE:
                    return ClientUser(given.tenant_id, user.id)
        raise unknown_key()


def _id(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise unknown_key() from None
