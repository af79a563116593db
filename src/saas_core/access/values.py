"""Small values of access: roles to grant, the forms of links and keys, and the permissions of staff."""

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
    GrantId,
    KeyId,
    RoleId,
    SessionId,
    StaffId,
    TenantId,
    UserId,
)

INVITATION_LASTS = timedelta(days=7)
"""The time for which an invitation can be accepted."""

PEOPLE = "people.manage"
ROLES = "roles.manage"
PEOPLE_TAKEN = "people.take_away"
ROLES_TAKEN = "roles.take_away"
CREDENTIALS_TAKEN = "credentials.take_away"
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
"""The default lifetime of an API key."""
KEY_LASTS_LONGEST = timedelta(days=366)
OVERLAP = timedelta(hours=24)
"""The default time for which the former secret of a rotated API key keeps working."""
OVERLAP_LONGEST = timedelta(days=7)

LINK_LASTS = timedelta(minutes=15)
"""The time for which a sign-in link can be used."""
LINKS_AT_MOST = 5
"""The most sign-in links that an address gets during the life of one; a user who gets no more has one that works."""
CODE_TRIES = 5
"""The wrong codes after which a mailed code signs nobody in."""
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(hours=2)
"""The time after which a session ends: from its beginning, and from its last use."""
USE_KEPT_EVERY = timedelta(minutes=1)
"""The shortest interval for storing the last use of an API key or session, so that reads do not become writes."""

GRANT_LASTS_LONGEST = timedelta(hours=4)
"""The longest time for which a break-glass grant can be requested."""
STAFF_BEFORE = timedelta(hours=24)
"""The time for which a second person was a member of staff before the request."""
APART = timedelta(days=30)
"""The time after which whoever added a member of staff no longer counts as the same person, unless set otherwise."""

STAFF_LINK_LASTS = timedelta(days=7)
"""The time for which a member of staff can fetch a new key."""

STAFF_ADMIN = "staff.admin"
STAFF_PERMISSIONS = frozenset(
    {"staff.support", "staff.billing", "staff.licensing", "staff.legal", "staff.product", STAFF_ADMIN}
)
"""The permissions that a member of the provider's staff may hold; `staff.admin` covers the others."""

ENTRANCES_KEPT = timedelta(days=30)
"""The time for which ended sessions and links are kept, so that incidents can be investigated."""
LARGEST_LIMIT = 10**15
LONGEST_TOKEN = 300


class UserState(Enum):
    """The state of a user, which decides whether the user may act."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class ShownState(Enum):
    """The state of a user as it is told: who was added and never invited is told apart from who was invited."""

    ADDED = "added"
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class GrantReason(Enum):
    """The reasons for which staff may see or change a client's users and roles; there are no others (1.5)."""

    LAST_ADMINISTRATOR = "last_administrator_locked_out"
    SECURITY_INCIDENT = "security_incident"
    CLIENT_WISH = "client_wish"


class GrantScope(Enum):
    """The scope of a break-glass grant: reading a client's users and roles, or changing them too."""

    READ = "read"
    CHANGE = "change"


class GrantState(Enum):
    """The state of a break-glass grant at an instant."""

    ASKED = "asked"
    OPEN = "open"
    ENDED = "ended"
    EXPIRED = "expired"


class KeyKind(Enum):
    """The kind of a key, by the actor it signs in; the value is the beginning of its text."""

    USER = "usr"
    STAFF = "stf"
    API = "api"
    SESSION = "ses"


class Entrance(Enum):
    """The ways in: a person's key or session, a program's API key, the key of a member of staff."""

    KEY = "key"
    SESSION = "session"
    API_KEY = "api_key"
    STAFF_KEY = "staff_key"


def _whole_cents(_instance: object, _attribute: object, value: int | None) -> None:
    if value is not None and (type(value) is not int or not 0 <= value <= LARGEST_LIMIT):
        message = f"{str(value)[:40]!r} is not a number of cents from 0 to {LARGEST_LIMIT}."
        raise InvalidValue(message, field="approval_limit_minor", remedy="Give whole cents, or nothing for no limit.")


@frozen
class RoleGrant:
    """A role to assign, in a department and those under it or in the whole instance; None means no limit.

    Raises InvalidValue for a limit that is not a whole number of cents.
    """

    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: int | None = field(default=None, validator=_whole_cents)


@frozen
class KeyText:
    """The parts of a key's text; `tenant_id` is the provider's scope for a key of staff.

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
    """Return the token of an invitation: `inv_<tenant>_<secret>`."""
    return f"inv_{tenant_id.hex}_{secret}"


def sign_in_token(tenant_id: TenantId, secret: str) -> str:
    """Return the token of a sign-in link: `sin_<tenant>_<secret>`."""
    return f"sin_{tenant_id.hex}_{secret}"


def staff_key_token(secret: str) -> str:
    """Return the token of a link through which a member of staff fetches a key: `stk_<provider>_<secret>`."""
    return f"stk_{PROVIDER.hex}_{secret}"


def confirmation_token(tenant_id: TenantId, secret: str) -> str:
    """Return the token of a link through which an owner confirms a break-glass grant: `grt_<tenant>_<secret>`."""
    return f"grt_{tenant_id.hex}_{secret}"


def is_staff_key_token(token: object) -> bool:
    """Return whether a text is a token of a link to a key of staff."""
    return _tenant_in(token, "stk") == PROVIDER


def confirming_in(token: object) -> TenantId | None:
    """Return the tenant named in the token of a confirmation; None for text that is not such a token."""
    return _tenant_in(token, "grt")


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


def typed_code(device: str, code: str) -> str:
    """Return what is hashed of a mailed code: with the secret of its browser, or a stolen dump would yield it."""
    return f"{device}\n{code}"


def sealing_context(tenant_id: TenantId, user_id: UserId) -> str:
    """Return the context under which a link is sealed on its way into the mail to this user."""
    return f"invitation:{tenant_id}:{user_id}"


def sign_in_context(tenant_id: TenantId, user_id: UserId) -> str:
    """Return the context under which a sign-in link is sealed on its way into the mail to this user."""
    return f"sign-in:{tenant_id}:{user_id}"


def staff_key_context(staff_id: StaffId) -> str:
    """Return the context under which a link to a key is sealed on its way into the mail to this member of staff."""
    return f"staff-key:{staff_id}"


def confirmation_context(tenant_id: TenantId, grant_id: GrantId, user_id: UserId) -> str:
    """Return the context under which a link to confirm a grant is sealed on its way into the mail to this owner."""
    return f"confirmation:{tenant_id}:{grant_id}:{user_id}"


def key_text(kind: KeyKind, tenant_id: TenantId, number: KeyId | ApiKeyId | SessionId, secret: str) -> str:
    """Return the text of a key: `usr_<tenant>_<key>_<secret>` (likewise `api_…`, `ses_…`) or `stf_<key>_<secret>`."""
    scope = "" if kind is KeyKind.STAFF else f"{tenant_id.hex}_"
    return f"{kind.value}_{scope}{number.hex}_{secret}"


def read_key(text: object) -> KeyText | None:
    """Return the parts of a key; None for text that is not a key."""
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
    """Return the name of a user as the holder of a key."""
    return f"user:{user_id}"


def staff_holder(staff_id: StaffId) -> str:
    """Return the name of a member of staff as the holder of a key."""
    return f"staff:{staff_id}"
