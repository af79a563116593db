"""Lookup of ids and values from what people type: a short name, an address, a path, an instant."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from saas_core.kernel.actors import ClientUser
from saas_core.kernel.addresses import canonical
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import PROVIDER, DepartmentId, RoleId, StaffId, TenantId, UserId
from saas_core.kernel.instants import parse_instant
from saas_core.kernel.suggesting import Unsaid, near, unknown
from saas_core.tenancy.errors import TenantUnknown

if TYPE_CHECKING:
    from datetime import datetime

    from saas_cli.session import Desk

E = TypeVar("E", bound=Enum)

SHOWN = 60
PROVIDER_NAME = "provider"


def as_id(text: str) -> UUID | None:
    """Return the id in a text, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def ident(text: str, field: str) -> UUID:
    """Return the id in a text; raises InvalidValue if it is not an id."""
    found = as_id(text)
    if found is None:
        message = f"{text[:SHOWN]!r} is not an id."
        raise InvalidValue(message, field=field, remedy="Copy it from the list.")
    return found


def token_in(link: str) -> str:
    """Return the token at the end of a link, ignoring what was copied around it."""
    return re.split("[/=#]", link.strip().rstrip("/"))[-1]


def tenant_of(at: Desk, text: str) -> TenantId:
    """Return the tenant of a short name or an id, a short name first; raises NotFound for an unknown short name.

    To a client's user, every other client is one that does not exist.
    """
    found = as_id(text)
    tenant_id = _named(at, text) or TenantId(found) if found else at.app.tenancy.tenant_of(slug=text, by=at.by)
    if isinstance(at.by, ClientUser) and at.by.tenant_id != tenant_id:
        raise TenantUnknown(typed="" if found else text)
    return tenant_id


def scope_of(at: Desk, text: str | None) -> TenantId:
    """Return the tenant whose journal is meant; `provider` or nothing means the provider's own scope.

    A client that was given this short name before it was reserved is found by it; nothing still means the provider.
    """
    if text is None or (text == PROVIDER_NAME and _named(at, text) is None):
        return PROVIDER
    return tenant_of(at, text)


def _named(at: Desk, text: str) -> TenantId | None:
    """Return the tenant with a short name that no new one may have, or None."""
    try:
        return at.app.tenancy.tenant_of(slug=text)
    except TenantUnknown:
        return None


def moment(text: str | None, field: str) -> datetime | None:
    """Return an optional instant; raises InvalidValue for a naive or absurd one."""
    return None if text is None else parse_instant(text, field)


def member(kinds: type[E], text: str, field: str) -> E:
    """Return the enum member of a value; raises InvalidValue naming all members."""
    for each in kinds:
        if each.value == text:
            return each
    message = f"{text[:SHOWN]!r} is not one of the known values."
    raise InvalidValue(message, field=field, remedy=f"Give one of {', '.join(str(each.value) for each in kinds)}.")


def user_of(at: Desk, tenant_id: TenantId, text: str) -> UserId:
    """Return the user with an address, ignoring case, or an id; raises NotFound for an unknown address."""
    found = as_id(text)
    return UserId(found) if found else at.app.access.names.user(by=at.by, tenant_id=tenant_id, email=text)


def place_of(at: Desk, tenant_id: TenantId, text: str | None) -> DepartmentId | None:
    """Return the department of an optional argument; None is the whole instance, or the top of the tree."""
    return None if text is None else department_of(at, tenant_id, text)


def department_of(at: Desk, tenant_id: TenantId, text: str) -> DepartmentId:
    """Return the department of a name, a path with `/`, or an id; raises NotFound, Conflict for an ambiguous name."""
    found = as_id(text)
    return DepartmentId(found) if found else at.app.access.names.department(by=at.by, tenant_id=tenant_id, path=text)


def role_of(at: Desk, tenant_id: TenantId, text: str) -> RoleId:
    """Return the role of a name, ignoring case, or an id; raises NotFound for an unknown name."""
    found = as_id(text)
    return RoleId(found) if found else at.app.access.names.role(by=at.by, tenant_id=tenant_id, name=text)


def member_of(at: Desk, text: str) -> StaffId:
    """Return the member of staff with an address, ignoring case, or an id; raises NotFound for an unknown address."""
    found = as_id(text)
    if found:
        return StaffId(found)
    members = at.app.access.staff.list_staff(by=at.by)
    for each in members:
        if canonical(each.email) == canonical(text):
            return each.staff_id
    like = Unsaid(near(text, (each.email for each in members)))
    message, remedy = unknown("member of staff", text, (), "`saas staff list` shows them.")
    raise NotFound(message, field="member", remedy=remedy, meant=like)
