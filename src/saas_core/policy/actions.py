"""Actions: everything that can be asked about, with its access class, its clauses and the permission it needs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import EARLIEST
from saas_core.policy.names import OWN_AREAS, Reserved, clauses_of, permission_pattern, reserved_in


class AccessClass(Enum):
    """The classes of access that a license opens; the last five stay open without one."""

    PLATFORM = "platform"
    SUPPORT = "support"
    INTEGRATIONS = "integrations"
    CUSTOM_WORK = "custom_work"
    PAY = "pay"
    READ_LICENSE = "read_license"
    EXPORT = "export"
    APPEAL = "appeal"
    TAKE_AWAY = "take_away"


LICENSED = frozenset({AccessClass.PLATFORM, AccessClass.SUPPORT, AccessClass.INTEGRATIONS, AccessClass.CUSTOM_WORK})
"""The classes that need a license in good standing."""

ALWAYS_OPEN = frozenset(AccessClass) - LICENSED
"""The classes open without a license."""


class ActionKind(Enum):
    """The kind of an action, which decides the steps of the judgement that apply."""

    OPERATION = "operation"
    TOPIC = "topic"
    SETUP = "setup"
    INTEGRATION = "integration"
    INTEGRATION_USE = "integration_use"
    EXCLUSION = "exclusion"
    PAID_WORK = "paid_work"
    CUSTOM_WORK = "work"
    OPEN = "open"
    PROVIDER = "provider"
    NEVER_GRANTED = "never_granted"


@frozen
class Action:
    """A row of the catalogue: an action's name, its kind, its requirements and the clauses that cover it."""

    name: str
    kind: ActionKind
    access: AccessClass
    clauses: tuple[str, ...]
    title: str
    permission: str | None = None
    in_setup: bool = False


TAKING_AWAY = (
    Action(
        name="people.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.a"),
        title="deactivating users",
        permission="people.manage",
    ),
    Action(
        name="roles.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.b"),
        title="unassigning roles",
        permission="roles.manage",
    ),
    Action(
        name="credentials.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5",),
        title="ending own keys and sessions and, for owners, everybody's and grants of staff",
    ),
)
"""Rows of every catalogue: a client takes access away at any time, by whatever version of the terms (1.5).

They are part of the software and not of the documents, so that they hold for versions that were accepted before.
"""
TICKETING = (
    Action(
        name="support.read",
        kind=ActionKind.OPEN,
        access=AccessClass.EXPORT,
        clauses=("2.3.a", "1.4.b"),
        title="seeing tickets of other users",
        permission="support.read",
    ),
    Action(
        name="provider.support",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "2.3.a"),
        title="handling tickets of clients",
        permission="staff.support",
    ),
    Action(
        name="provider.appeals",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "0.1"),
        title="handling appeals about licenses",
        permission="staff.licensing",
    ),
)
"""Rows of every catalogue: who sees and handles tickets, whatever version of the terms was accepted.

What a client wrote and was told is its own data, so seeing it needs a role and no license (0.1).
"""
PAID_WORK = (
    Action(
        name="provider.estimates",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.1", "4.2"),
        title="estimating paid work of clients, and showing its evidence",
        permission="staff.support",
    ),
    Action(
        name="provider.work",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.2",),
        title="keeping the time and the deliveries of paid work",
        permission="staff.support",
    ),
    Action(
        name="provider.billing",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("4.1",),
        title="billing paid work",
        permission="staff.billing",
    ),
)
"""Rows of every catalogue: what staff does about paid work rests on the rate and the written approval (4.1, 4.2).

Whether somebody may work under an approval, or may approve, is a row of the documents.
"""
CONNECTIONS = (
    Action(
        name="integrations.read",
        kind=ActionKind.OPEN,
        access=AccessClass.EXPORT,
        clauses=("2.2", "1.4.b"),
        title="seeing the own connections",
        permission="integrations.manage",
    ),
    Action(
        name="integrations.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("2.2", "1.4.b"),
        title="ending the own connections",
        permission="integrations.manage",
    ),
    Action(
        name="provider.master_keys",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1",),
        title="rotating the master key that seals clients' credentials",
        permission="staff.admin",
    ),
)
"""Rows of every catalogue, by whatever terms: a client sees and ends its own connections also while suspended (0.1)."""
SIGNING = (
    Action(
        name="provider.sign_legal",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "9.1"),
        title="signing the policy for legal",
        permission="staff.legal",
    ),
    Action(
        name="provider.sign_product",
        kind=ActionKind.PROVIDER,
        access=AccessClass.PLATFORM,
        clauses=("1.1", "9.1"),
        title="signing the policy for product",
        permission="staff.product",
    ),
)
"""Rows of every catalogue: who signs what the policy says, in which role; no version of the terms changes that."""
OF_SOFTWARE = (*TAKING_AWAY, *TICKETING, *PAID_WORK, *CONNECTIONS, *SIGNING)
"""All rows that are part of the software."""
OF_SOFTWARE_NAMES = frozenset(row.name for row in OF_SOFTWARE)
"""Their names, which neither a document of terms nor the platform may take."""

_STAFF_AREA = "staff."


@frozen
class Catalogue:
    """Every action by name, and the areas never granted.

    Built by `catalogue` from the terms and the permissions that the platform registered. `operations` are the
    permissions that a client's roles may hold.
    """

    actions: Mapping[str, Action]
    reserved: tuple[Reserved, ...]
    operations: frozenset[str] = field(init=False)

    @operations.default
    def _operations(self) -> frozenset[str]:
        return frozenset(
            action.permission
            for action in self.actions.values()
            if action.permission is not None and not action.permission.startswith(_STAFF_AREA)
        )

    def find(self, name: str) -> Action | None:
        """Return the row of a name, which in a reserved area is one never granted; None for any other unknown name."""
        row = self.actions.get(name)
        if row is not None:
            return row
        areas = reserved_in(name, self.reserved)
        if not areas:
            return None
        return Action(
            name=name,
            kind=ActionKind.NEVER_GRANTED,
            access=AccessClass.PLATFORM,
            clauses=clauses_of(areas),
            title=f"anything under {', '.join(area.area for area in areas)}",
        )


@frozen
class Permission:
    """An operation that the platform registers: its name, a title for people, and the instant of its registration."""

    name: str
    title: str
    since: datetime = EARLIEST


def registered(permission: Permission, reserved: Iterable[Reserved]) -> Permission:
    """Return a permission that the platform may register.

    Raises PermissionReserved for a reserved one, InvalidValue for an area, for a malformed name or title, and for a
    name that only the terms may define.
    """
    checked = permission_pattern(permission.name, reserved)
    if checked.endswith(".*"):
        message = f"{checked!r} is an area."
        raise InvalidValue(message, field="permission", remedy="Register single operations.")
    if checked.split(".", maxsplit=1)[0] in OWN_AREAS:
        message = f"{checked!r} lies in an area that belongs to the terms."
        raise InvalidValue(message, field="permission", remedy="Choose another name.")
    return Permission(checked, text.name(permission.title, "title"))


def require_free(permission: Permission, actions: Container[str], reserved: Iterable[Reserved]) -> Permission:
    """Return a permission that the platform may register and whose name is none of the actions.

    Raises as `registered` does, and InvalidValue for a name that is taken.
    """
    checked = registered(permission, reserved)
    if checked.name in actions:
        message = f"{checked.name!r} is part of the terms."
        raise InvalidValue(message, field="permission", remedy="Choose another name.")
    return checked


def added_rows(name: str, title: str) -> tuple[Action, Action]:
    """Return the rows of an integration that a delivered enhancement added to one client's catalogue (5.3).

    It is connected and used like a standard one, by the same permissions.
    """
    action = f"integration.{name}"
    return (
        Action(
            name=action,
            kind=ActionKind.INTEGRATION,
            access=AccessClass.INTEGRATIONS,
            clauses=("5.3",),
            title=title,
            permission="integrations.manage",
        ),
        Action(
            name=f"{action}.use",
            kind=ActionKind.INTEGRATION_USE,
            access=AccessClass.INTEGRATIONS,
            clauses=("0.1", "5.3"),
            title=f"use of {title}",
            permission="integrations.use",
        ),
    )


def catalogue(
    rows: Iterable[Action],
    reserved: Iterable[Reserved],
    permissions: Iterable[Permission] = (),
    added: Iterable[Action] = (),
) -> Catalogue:
    """Build the catalogue from the terms' rows, the registered permissions, and the rows added for one client.

    What was added stands before a row of the terms that has its name: the client had it made, and it was delivered.

    Of two rows with one name the software's stands before that of the terms, and both before a stored permission: one
    that should not have been stored opens nothing, closes nothing and stops no decision. The doctor names it.
    """
    reserved = tuple(reserved)
    actions = {row.name: row for row in (*rows, *OF_SOFTWARE)}
    actions |= {row.name: row for row in added}
    for each in permissions:
        try:
            permission = require_free(each, actions, reserved)
        except InvalidValue:
            continue
        actions[permission.name] = Action(
            name=permission.name,
            kind=ActionKind.OPERATION,
            access=AccessClass.PLATFORM,
            clauses=("1.4", "1.4.b"),
            title=permission.title,
            permission=permission.name,
        )
    return Catalogue(actions, reserved)
