"""Small values of access: what is to be granted, how links and keys are written, what staff may hold."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum
from uuid import UUID

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import (
    PROVIDER,
    ApiKeyId,
    DepartmentId,
    KeyId,
    RoleId,
    SessionId,
    StaffId,
    TenantId,
    UserId,
)

INVITATION_LASTS = timedelta(days=7)
"""How long an invitation can be accepted."""

PEOPLE = "people.manage"
ROLES = "roles.manage"
PEOPLE_SEEN = "people.read"
ROLES_SEEN = "roles.read"
KEYS = "keys.manage"
LICENSE_SEEN = "license.read"
JOURNAL_SEEN = "audit.read"
STAFF = "provider.staff"
BREAK_GLASS = "provider.break_glass"
APPROVAL = "provider.break_glass_approval"
"""The actions that the judge is asked about here."""

KEY_LASTS = timedelta(days=90)
"""How long an API key is good for when nothing is said."""
KEY_LASTS_LONGEST = timedelta(days=366)
OVERLAP = timedelta(hours=24)
"""How long the former secret of a rotated API key works on when nothing is said."""
OVERLAP_LONGEST = timedelta(days=7)

LINK_LASTS = timedelta(minutes=15)
"""How long a sign-in link can be used."""
LINKS_AT_MOST = 5
"""So many sign-in links an address gets while one lasts: whoever gets no more has one that works."""
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(hours=2)
"""A session ends so long after it began, and so long after its last use."""
USE_KEPT_EVERY = timedelta(minutes=1)
"""The last use of an API key or a session is kept so often at most, so that reading does not become writing."""

GRANT_LASTS_LONGEST = timedelta(hours=4)
"""For so long a break-glass grant can be asked for."""

STAFF_ADMIN = "staff.admin"
STAFF_PERMISSIONS = frozenset({"staff.support", "staff.billing", "staff.licensing", STAFF_ADMIN})
"""What a member of the provider's staff may hold; `staff.admin` covers the others."""

ENTRANCES_KEPT = timedelta(days=30)
"""For so long sessions and links that are over are kept, so that what happened can be looked into."""
LARGEST_LIMIT = 10**15
LONGEST_TOKEN = 300


class UserState(Enum):
    """Whether a user may act."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class GrantScope(Enum):
    """What a break-glass grant opens: seeing a client's users and roles, or changing them too."""

    READ = "read"
    CHANGE = "change"


class GrantState(Enum):
    """How it stands with a break-glass grant at an instant."""

    ASKED = "asked"
    OPEN = "open"
    ENDED = "ended"
    EXPIRED = "expired"


class KeyKind(Enum):
    """What a key is, and whom it signs in; the value is how its text begins."""

    USER = "usr"
    STAFF = "stf"
    API = "api"
    SESSION = "ses"


def _whole_cents(_instance: object, _attribute: object, value: int | None) -> None:
    if value is not None and (type(value) is not int or not 0 <= value <= LARGEST_LIMIT):
        message = f"{str(value)[:40]!r} is not a number of cents from 0 to {LARGEST_LIMIT}."
        raise InvalidValue(message, field="approval_limit_minor", remedy="Give whole cents, or nothing for no limit.")


@frozen
class RoleGrant:
    """A role to be given: in a department and those under it, or in the whole instance; None means no limit.

    Raises InvalidValue for a limit that is not a whole number of cents.
    """

    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: int | None = field(default=None, validator=_whole_cents)


@frozen
class KeyText:
    """A key as it is typed, taken apart; `tenant_id` is the provider's scope for a key of staff.

    `number` is the id of a key, an API key or a session, by its kind.
    """

    kind: KeyKind
    tenant_id: TenantId
    number: UUID
    secret: str


_HEX = re.compile(r"[0-9a-f]{32}")


def _id(text: str) -> UUID | None:
    return UUID(hex=text) if _HEX.fullmatch(text) else None


def invitation_token(tenant_id: TenantId, secret: str) -> str:
    """Write the token of an invitation: `inv_<tenant>_<secret>`."""
    return f"inv_{tenant_id.hex}_{secret}"


def sign_in_token(tenant_id: TenantId, secret: str) -> str:
    """Write the token of a sign-in link: `sin_<tenant>_<secret>`."""
    return f"sin_{tenant_id.hex}_{secret}"


def invited_into(token: object) -> TenantId | None:
    """Return the tenant named in the token of an invitation; None for text that is not such a token."""
    return _tenant_in(token, "inv")


def signing_into(token: object) -> TenantId | None:
    """Return the tenant named in the token of a sign-in link; None for text that is not such a token."""
    return _tenant_in(token, "sin")


def _tenant_in(token: object, begin: str) -> TenantId | None:
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        return None
    kind, _, rest = token.partition("_")
    tenant, _, secret = rest.partition("_")
    found = _id(tenant)
    return TenantId(found) if kind == begin and secret and found is not None else None


def sealing_context(tenant_id: TenantId, user_id: UserId) -> str:
    """Return the context under which a link is sealed on its way into the mail to this user."""
    return f"invitation:{tenant_id}:{user_id}"


def sign_in_context(tenant_id: TenantId, user_id: UserId) -> str:
    """Return the context under which a sign-in link is sealed on its way into the mail to this user."""
    return f"sign-in:{tenant_id}:{user_id}"


def key_text(kind: KeyKind, tenant_id: TenantId, number: KeyId | ApiKeyId | SessionId, secret: str) -> str:
    """Write a key: `usr_<tenant>_<key>_<secret>`, `api_…` and `ses_…` alike, and `stf_<key>_<secret>` for staff."""
    scope = "" if kind is KeyKind.STAFF else f"{tenant_id.hex}_"
    return f"{kind.value}_{scope}{number.hex}_{secret}"


def read_key(text: object) -> KeyText | None:
    """Take a key apart; None for text that is not a key."""
    if not isinstance(text, str) or len(text) > LONGEST_TOKEN:
        return None
    begin, _, rest = text.strip().partition("_")
    kind = next((each for each in KeyKind if each.value == begin), None)
    tenant: UUID | None = PROVIDER
    if kind is not KeyKind.STAFF:
        scope, _, rest = rest.partition("_")
        tenant = _id(scope)
    key, _, secret = rest.partition("_")
    number = _id(key)
    if kind is None or tenant is None or number is None or not secret:
        return None
    return KeyText(kind, TenantId(tenant), number, secret)


def user_holder(user_id: UserId) -> str:
    """Name a user as the holder of a key."""
    return f"user:{user_id}"


def staff_holder(staff_id: StaffId) -> str:
    """Name a member of staff as the holder of a key."""
    return f"staff:{staff_id}"
