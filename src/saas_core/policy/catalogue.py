"""The catalogue: every action that can be asked about by name, with the permissions that the platform registered."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime

from attrs import field, frozen

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import EARLIEST
from saas_core.policy.actions import OF_SOFTWARE, AccessClass, Action, ActionKind
from saas_core.policy.names import OWN_AREAS, Reserved, clauses_of, permission_pattern, reserved_in

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
