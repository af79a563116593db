"""The part of the judgement about staff: what is the provider's, and what staff may do inside a client's instance."""

from __future__ import annotations

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.policy.actions import AccessClass, Action, ActionKind
from saas_core.policy.circumstances import Circumstances, OpenGrant
from saas_core.policy.decision import Question
from saas_core.policy.reasons import Reason, ReasonCode, Remedy, reason

_READING_PEOPLE = frozenset({"people.read", "roles.read"})
_CHANGING_PEOPLE = frozenset({"people.manage", "roles.manage", "people.take_away", "roles.take_away"})
_PROVIDER_SETUP = frozenset({"account.manage"}) | _READING_PEOPLE | _CHANGING_PEOPLE
_PERSONAL = frozenset({"keys.manage", "credentials.take_away"}) | _READING_PEOPLE | _CHANGING_PEOPLE
SUPPORT_STAFF = frozenset({"staff.support", "staff.admin"})
ASK_STAFF = Remedy.ASK_STAFF_ADMINISTRATOR
_ALL_STAFF_RIGHTS = "staff.admin"


def sets_up(question: Question, known: Circumstances, row: Action | None) -> bool:
    """Return whether staff sets up an instance before its activation, for which no license is needed (2.1)."""
    return row is not None and isinstance(question.by, Staff) and not known.activated and row.name in _PROVIDER_SETUP


def performing(question: Question, row: Action) -> list[Reason]:
    """Refuse everyone but the provider's staff: neither the client nor the software does custom work."""
    software = isinstance(question.by, System)
    return [reason(ReasonCode.STAFF_MAY_NOT, "1.1")] if software else provider_only(question, row)


def provider_only(question: Question, row: Action) -> list[Reason]:
    """Return why an action of the provider is not open to whoever asks."""
    match question.by:
        case System():
            return []
        case Staff(permissions=held) if row.permission in held or _ALL_STAFF_RIGHTS in held:
            return []
        case Staff():
            return [reason(ReasonCode.STAFF_MAY_NOT, "1.1", remedy=ASK_STAFF)]
        case ClientUser():
            # No administrator of the client could grant it.
            return [reason(ReasonCode.PERMISSION_MISSING, "1.1", remedy=Remedy.NONE, permission=row.name)]


def staff_inside(question: Question, by: Staff, known: Circumstances, row: Action) -> list[Reason]:
    """Return why staff may not do something inside a client's instance."""
    helping = row.kind in {ActionKind.TOPIC, ActionKind.SETUP, ActionKind.INTEGRATION}
    reading = row.access is AccessClass.READ_LICENSE
    if broken_glass(question, known, row) is not None:
        return []
    if (helping and by.permissions & SUPPORT_STAFF) or (reading and by.permissions):
        return []
    # No permission of the provider opens the rest: the client decides about its own people and data (1.5).
    remedy = ASK_STAFF if helping or reading else None
    return [reason(ReasonCode.STAFF_MAY_NOT, *staff_clauses(row), remedy=remedy)]


def broken_glass(question: Question, known: Circumstances, row: Action | None) -> OpenGrant | None:
    """Return the grant that opens a row about users or roles to the asking member of staff alone (1.5)."""
    if row is None or not known.activated or not isinstance(question.by, Staff):
        return None
    staff, changing = question.by.staff_id, row.name in _CHANGING_PEOPLE
    if not changing and row.name not in _READING_PEOPLE:
        return None
    if not question.by.permissions & SUPPORT_STAFF:
        # A grant ends for a member of staff who could no longer request it.
        return None
    fitting = [each for each in known.grants if each.staff_id == staff and (each.changes or not changing)]
    return max(fitting, key=lambda each: each.until, default=None)


def staff_clauses(row: Action) -> tuple[str, ...]:
    """Return the clauses that keep staff out: 4.2 for approvals, 1.5 for users and roles, 1.4 for the rest."""
    if "4.2" in row.clauses:
        return ("4.2",)
    return ("1.5",) if row.name in _PERSONAL else ("1.4", "1.5")
