"""Actions of a document of terms: every row by itself, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping

from saas_core.kernel import text
from saas_core.policy import required
from saas_core.policy.actions import AccessClass, Action, ActionKind
from saas_core.policy.names import PERMISSION, Reserved, skeleton
from saas_core.policy.row_values import checked, known_clause, matching, member
from saas_core.policy.tables import Table

_AREAS_OF_KINDS = frozenset(area for rule in required.KINDS.values() for area in rule.areas)


def read_actions(
    top: Table, numbers: frozenset[str], reserved: tuple[Reserved, ...], taken: frozenset[str]
) -> tuple[Action, ...]:
    """Return the actions of a document; raises TermsInvalid for a row by its line and key, and for one that is missing.

    `taken` are the names of actions that no document may give.
    """
    rows: dict[str, tuple[Action, Table]] = {}
    for row in top.rows("action"):
        action = _action(row, numbers)
        if action.name in taken:
            message = f"{action.name!r} is part of the software and the same in every version of the terms."
            raise row.wrong(message, "name", "Remove the action, or give it another name.")
        if action.name in rows:
            message = f"{action.name!r} already exists."
            raise row.wrong(message, "name", "Keep one of the two.")
        rows[action.name] = (action, row)
    _required_actions(top, rows)
    stems = {skeleton(each.area) for each in reserved}
    for action, row in rows.values():
        if _stem(action.name) in stems and action.kind is not ActionKind.NEVER_GRANTED:
            message = f"{action.name!r} lies in an area that is never granted."
            raise row.wrong(message, "name", "Make it never_granted, or rename it.")
        if action.permission is not None and _stem(action.permission) in stems:
            message = f"{action.permission!r} lies in an area that is never granted."
            raise row.wrong(message, "permission", "Choose another permission.")
        if action.kind is ActionKind.INTEGRATION_USE:
            connection = rows.get(action.name.removesuffix(".use"))
            if connection is None or connection[0].kind is not ActionKind.INTEGRATION:
                message = f"{action.name!r} uses an integration that is not in this document."
                raise row.wrong(message, "name", "Add the integration, or remove its use.")
    return tuple(action for action, _row in rows.values())


def _stem(name: str) -> str:
    return skeleton(name.split(".", maxsplit=1)[0])


def _required_actions(top: Table, rows: Mapping[str, tuple[Action, Table]]) -> None:
    for kind, names in required.ACTIONS.items():
        for name, clause in names.items():
            if name not in rows:
                message = f"the action {name!r} (kind {kind.value}, clause {clause}) is missing."
                raise top.wrong(message, "action", "Add it; no row of the policy may be left out.")
            action, row = rows[name]
            if action.kind is not kind:
                message = f"{name!r} is of kind {kind.value}."
                raise row.wrong(message, "kind", "Keep its kind.")
            if clause not in action.clauses:
                message = f"{name!r} rests on clause {clause}."
                raise row.wrong(message, "clauses", "Name that clause too.")


def _action(row: Table, numbers: frozenset[str]) -> Action:
    row.only(("name", "kind", "access", "clauses", "title"), ("permission", "in_setup"))
    action = Action(
        name=matching(row, "name", PERMISSION, "Write it as in topic.feature_usage."),
        kind=member(row, "kind", ActionKind, row.string("kind")),
        access=member(row, "access", AccessClass, row.string("access")),
        clauses=tuple(known_clause(row, "clauses", each, numbers) for each in row.strings("clauses")),
        title=checked(row, "title", text.name),
        permission=matching(row, "permission", PERMISSION, "Write it as in support.open.")
        if "permission" in row.content
        else None,
        in_setup=row.flag("in_setup") if "in_setup" in row.content else False,
    )
    _consistent(row, action)
    return action


def _consistent(row: Table, action: Action) -> None:
    """Refuse a row that is inconsistent with its kind."""
    rule = required.KINDS[action.kind]
    kind = action.kind.value
    if action.access not in rule.access:
        allowed = ", ".join(sorted(each.value for each in rule.access))
        message = f"an action of kind {kind} has access {allowed}."
        raise row.wrong(message, "access", "Correct the access or the kind.")
    if rule.clauses and not rule.clauses & set(action.clauses):
        message = f"an action of kind {kind} cites one of {', '.join(sorted(rule.clauses))}."
        raise row.wrong(message, "clauses", "Name the clause it rests on.")
    area = action.name.split(".", maxsplit=1)[0]
    if area not in (rule.areas or {area}) or (not rule.areas and area in _AREAS_OF_KINDS):
        message = f"{action.name!r} is not a name for an action of kind {kind}."
        raise row.wrong(message, "name", f"Begin it with {', '.join(sorted(rule.areas)) or 'an area of its own'}.")
    if rule.permission is not None and rule.permission != (action.permission is not None):
        needs = "needs a permission" if rule.permission else "has no permission"
        message = f"an action of kind {kind} {needs}."
        raise row.wrong(message, "permission", "Correct the permission or the kind.")
    if action.permission is not None and rule.staff != (action.permission in required.STAFF_PERMISSIONS):
        whose = "one of the staff" if rule.staff else "none of the staff"
        message = f"{action.permission!r} does not fit; kind {kind} needs {whose}."
        raise row.wrong(message, "permission", f"The staff has {', '.join(sorted(required.STAFF_PERMISSIONS))}.")
    if action.kind is ActionKind.INTEGRATION_USE and not action.name.endswith(".use"):
        message = f"{action.name!r} is not a name for the use of an integration."
        raise row.wrong(message, "name", "End it with .use.")
    if action.in_setup and action.kind is not ActionKind.OPERATION:
        message = f"an action of kind {kind} has nothing to do with setup."
        raise row.wrong(message, "in_setup", "Only operations may be open before activation.")
