"""Small values of access: what is to be granted, how links and keys are written, what staff may hold."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum
from uuid import UUID

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, DepartmentId, KeyId, RoleId, StaffId, TenantId, UserId

INVITATION_LASTS = timedelta(days=7)
"""How long an invitation can be accepted."""

PEOPLE = "people.manage"
ROLES = "roles.manage"
STAFF = "provider.staff"
"""The actions that the judge is asked about here."""

STAFF_ADMIN = "staff.admin"
STAFF_PERMISSIONS = frozenset({"staff.support", "staff.billing", "staff.licensing", STAFF_ADMIN})
"""What a member of the provider's staff may hold; `staff.admin` covers the others."""

LARGEST_PAGE = 1000
LARGEST_LIMIT = 10**15
LONGEST_TOKEN = 300


class UserState(Enum):
    """Whether a user may act."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class KeyKind(Enum):
    """Whom a key signs in; the value is how its text begins."""

    USER = "usr"
    STAFF = "stf"


def _whole_cents(_instance: object, _attribute: object, value: int | None) -> None:
    if value is not None and (type(value) is not int or not 0 <= value <= LARGEST_LIMIT):
        message = f"{str(value)[:40]!r} is no number of cents from 0 to {LARGEST_LIMIT}."
        raise InvalidValue(message, field="approval_limit_minor", remedy="Give whole cents, or nothing for no limit.")


@frozen
class RoleGrant:
    """A role to be given: in a department and those under it, or in the whole instance; None is no limit.

    Raises InvalidValue for a limit that is no whole number of cents.
    """

    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: int | None = field(default=None, validator=_whole_cents)


@frozen
class KeyText:
    """A key as it is typed, taken apart; `tenant_id` is the provider's scope for a key of staff."""

    kind: KeyKind
    tenant_id: TenantId
    key_id: KeyId
    secret: str


_HEX = re.compile(r"[0-9a-f]{32}")


def _id(text: str) -> UUID | None:
    return UUID(hex=text) if _HEX.fullmatch(text) else None


def invitation_token(tenant_id: TenantId, secret: str) -> str:
    """Write the token of an invitation: `inv_<tenant>_<secret>`."""
    return f"inv_{tenant_id.hex}_{secret}"


def invited_into(token: object) -> TenantId | None:
    """Give the tenant that a token names; None for what is no token."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        return None
    kind, _, rest = token.partition("_")
    tenant, _, secret = rest.partition("_")
    found = _id(tenant)
    return TenantId(found) if kind == "inv" and secret and found is not None else None


def sealing_context(tenant_id: TenantId, user_id: UserId) -> str:
    """Give the context under which a link is sealed on its way into the mail to this user."""
    return f"invitation:{tenant_id}:{user_id}"


def key_text(kind: KeyKind, tenant_id: TenantId, key_id: KeyId, secret: str) -> str:
    """Write a key: `usr_<tenant>_<key>_<secret>` for a user, `stf_<key>_<secret>` for staff."""
    scope = f"{tenant_id.hex}_" if kind is KeyKind.USER else ""
    return f"{kind.value}_{scope}{key_id.hex}_{secret}"


def read_key(text: object) -> KeyText | None:
    """Take a key apart; None for what is no key."""
    if not isinstance(text, str) or len(text) > LONGEST_TOKEN:
        return None
    begin, _, rest = text.strip().partition("_")
    tenant: UUID | None = PROVIDER
    if begin == KeyKind.USER.value:
        scope, _, rest = rest.partition("_")
        tenant = _id(scope)
    elif begin != KeyKind.STAFF.value:
        return None
    key, _, secret = rest.partition("_")
    key_id = _id(key)
    if tenant is None or key_id is None or not secret:
        return None
    return KeyText(KeyKind(begin), TenantId(tenant), KeyId(key_id), secret)


def user_holder(user_id: UserId) -> str:
    """Name a user as the holder of a key."""
    return f"user:{user_id}"


def staff_holder(staff_id: StaffId) -> str:
    """Name a member of staff as the holder of a key."""
    return f"staff:{staff_id}"


def page_size(limit: int) -> int:
    """Give a number of rows from 1 to 1,000."""
    return min(max(limit, 1), LARGEST_PAGE)
