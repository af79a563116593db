"""Taking back what was given under a break-glass grant, at the client's word, inside an act of an owner (1.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from saas_core.access.commands import MoveDepartment
from saas_core.access.errors import AccessConflict
from saas_core.access.model.break_glass import GrantUse
from saas_core.access.queries.keys_and_sessions import GivenBackView
from saas_core.access.queries.reading import organization
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.assigning import unassign
from saas_core.access.use_cases.departments import move
from saas_core.access.use_cases.given_on import fields_in, gifts_under
from saas_core.access.use_cases.inviting import revoke_invitations
from saas_core.access.use_cases.people import deactivate
from saas_core.access.use_cases.roles import edit_role
from saas_core.access.values import UserState
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import AssignmentId, DepartmentId, EntryId, GrantId, RoleId, UserId
from saas_core.kernel.journal import Value

Details = Mapping[str, Value]


def take_back(act: Act, grant_id: GrantId) -> GivenBackView:
    """Take back everything that was given under a grant and is still there, newest first; what was seen stays seen.

    What users who came in by it gave on is taken back too. A use of which something is left is not marked as taken
    back, so that it can be tried again.
    """
    taken, left, uses, kept = 0, list[EntryId](), dict[EntryId, GrantUse](), set[EntryId]()
    for gift in gifts_under(act, grant_id, _UNDOING):
        uses[gift.use.id] = gift.use
        if gift.told:
            left.append(gift.entry.id)
            continue
        try:
            taken += _UNDOING[gift.entry.action](act, gift.entry.subject, gift.entry.details)
        except (AccessConflict, NotFound):
            # An instance always has an active owner, and a department may have nowhere to return to.
            left.append(gift.entry.id)
            kept.add(gift.use.id)
    for use_id, use in uses.items():
        if use_id not in kept:
            act.work.grant_uses.save(use.revoked(act.at))
    return GivenBackView(taken, len(left), tuple(left))


def _person(act: Act, subject: str, _details: Details) -> bool:
    user_id = UserId(_id(subject))
    user = act.work.users.get(user_id)
    if user is None or user.state is UserState.DEACTIVATED:
        return False
    deactivate(act, user_id)
    return True


def _address(act: Act, subject: str, details: Details) -> bool:
    before, after = fields_in(details, "before"), fields_in(details, "after")
    return before.get("email") != after.get("email") and _person(act, subject, details)


def _invitations(act: Act, subject: str, _details: Details) -> bool:
    user_id = UserId(_id(subject))
    revoked = revoke_invitations(act, user_id)
    if revoked:
        act.note("access.revoke_invitations", subject, {"invitations": [str(each.id) for each in revoked]})
    return bool(revoked)


def _assignment(act: Act, _subject: str, details: Details) -> bool:
    return _unassigned(act, fields_in(details, "after").get("assignment"))


def _replacements(act: Act, _subject: str, details: Details) -> bool:
    replaced = details.get("replaced")
    pairs = replaced if isinstance(replaced, list) else []
    # Each of them, not as many as it takes to find one.
    done = [_unassigned(act, each.get("after")) for each in pairs if isinstance(each, dict)]
    return any(done)


def _unassigned(act: Act, assignment: Value) -> bool:
    held = act.work.holders.get(AssignmentId(UUID(str(assignment)))) if assignment else None
    if held is None or held.until is not None:
        return False
    unassign(act, held.user_id, held.role_id, held.department_id)
    return True


def _permissions(act: Act, subject: str, details: Details) -> bool:
    role = next((each for each in organization(act.work).roles if each.id == _id(subject)), None)
    given = _names(fields_in(details, "after")) - _names(fields_in(details, "before"))
    if role is None or not role.permissions & given:
        return False
    edit_role(act, RoleId(role.id), None, role.permissions - given)
    return True


def _place(act: Act, subject: str, details: Details) -> bool:
    department = organization(act.work).tree.departments.get(DepartmentId(_id(subject)))
    before, after = fields_in(details, "before").get("parent"), fields_in(details, "after").get("parent")
    if department is None or str(department.parent) != str(after):
        return False
    move(act, MoveDepartment(department.id, None if before is None else DepartmentId(UUID(str(before)))))
    return True


def _id(subject: str) -> UUID:
    return UUID(subject.partition(":")[2])


def _names(form: Details) -> frozenset[str]:
    found = form.get("permissions")
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


_UNDOING: Final[Mapping[str, Callable[[Act, str, Details], bool]]] = {
    "access.add_user": _person,
    "access.reactivate_user": _person,
    "access.change_user": _address,
    "access.send_invitation": _invitations,
    "access.assign_role": _assignment,
    "access.delete_role": _replacements,
    "access.edit_role": _permissions,
    MoveDepartment.NAME: _place,
}
