"""The judgement: one pure, total function from a question and what is known to a Decision.

The order is clause 9.2: what is never granted, then eligibility, then staff holds, then the license, then exclusions,
then inclusions, then the client's own roles. All reasons that block are listed, in that order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.ids import AssignmentId
from saas_core.policy.actions import ALWAYS_OPEN, AccessClass, Action, ActionKind, Catalogue
from saas_core.policy.decision import Decision, Fact, LicenseeKind, Manner, Question, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, most_fundamental_first, reason
from saas_core.policy.terms import Terms


class Presence(Enum):
    """Whether the asking person is an internal user."""

    UNKNOWN = "unknown"
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


@frozen
class LicenseState:
    """What the license opens at an instant, why the rest is shut, and until when that holds by time alone."""

    open: frozenset[AccessClass]
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...] = ()


@frozen
class Rights:
    """What the asking person's roles say of the permission in question.

    `through` are the assignments that allow it there; `elsewhere` tells that it is allowed, but in other departments.
    """

    presence: Presence
    through: tuple[AssignmentId, ...] = ()
    elsewhere: bool = False


@frozen
class Authorization:
    """Written approval of custom work: seconds approved, and seconds already used (4.2)."""

    approved_seconds: int
    used_seconds: int


@frozen
class Circumstances:
    """Everything a judgement rests on, as of `at`, as known at `known_at`.

    `missing` names what is still to be done before activation; empty once the instance is active.
    `activated` tells whether the setup was completed; `connected` are the names of working integrations.
    """

    at: datetime
    known_at: datetime
    terms: Terms
    catalogue: Catalogue
    licensee: LicenseeKind
    license: LicenseState
    rights: Rights
    activated: bool
    missing: tuple[str, ...] = ()
    connected: frozenset[str] = field(factory=frozenset)
    work: Authorization | None = None


_CHARGEABLE = frozenset({ReasonCode.NOT_INCLUDED, ReasonCode.PAID_WORK})
_PROVIDER_SETUP = frozenset({"people.manage", "roles.manage"})
_ALL_STAFF_RIGHTS = "staff.admin"
_PERSONAL = frozenset({"people.manage", "roles.manage"})


def judge(question: Question, known: Circumstances) -> Decision:
    """Answer a question; never raises for any question or circumstances.

    The same question and circumstances give the same Decision. Clauses 9.1 to 9.4.
    """
    rows = [(name, known.catalogue.find(name)) for name in (question.action, *question.also)]
    reasons: list[Reason] = []
    allowing: list[str] = []
    timed = False
    for name, row in rows:
        found, clauses = _one(question, known, name, row)
        reasons += found
        allowing += clauses
        timed = timed or (row is not None and row.access not in ALWAYS_OPEN and row.kind is not ActionKind.NEVER_GRANTED)
    blocking = most_fundamental_first(tuple(reasons))
    if any(each.code is ReasonCode.NEVER_GRANTED for each in blocking):
        timed = False
    verdict = _verdict(question, blocking)
    granted = tuple(dict.fromkeys(allowing))
    decided = tuple(dict.fromkeys(clause for each in blocking for clause in each.clauses)) if blocking else granted
    return Decision(
        verdict=verdict,
        question=question,
        reasons=blocking,
        clauses=decided or ("9.3",),
        overruled=tuple(clause for clause in granted if clause not in decided),
        terms_version=known.terms.version,
        at=known.at,
        valid_until=known.license.valid_until if timed or not blocking else None,
        facts=_facts(question, known),
        known_at=known.known_at,
    )


def _verdict(question: Question, blocking: tuple[Reason, ...]) -> Verdict:
    if not blocking:
        return Verdict.ALLOWED
    codes = {each.code for each in blocking}
    if codes <= _CHARGEABLE:
        asked = question.manner is Manner.ASK and isinstance(question.by, ClientUser)
        return Verdict.CHARGEABLE if asked else Verdict.DENIED
    if codes <= _CHARGEABLE | {ReasonCode.POLICY_SILENT}:
        return Verdict.NEEDS_PERSON
    return Verdict.DENIED


def _one(
    question: Question, known: Circumstances, name: str, row: Action | None
) -> tuple[list[Reason], tuple[str, ...]]:
    """Give the reasons that block one action, and the clauses that speak for it."""
    if row is None:
        silent = reason(ReasonCode.POLICY_SILENT)
        return [*_eligibility(question, known), *_license(question, known), silent, *_presence(question, known)], ()
    match row.kind:
        case ActionKind.NEVER_GRANTED:
            return [reason(ReasonCode.NEVER_GRANTED, *row.clauses)], ("1.4",)
        case ActionKind.PROVIDER:
            return _provider(question, row), row.clauses
        case ActionKind.OPEN:
            return [*_presence(question, known), *_roles(question, known, row)], row.clauses
        case _:
            return _licensed(question, known, name, row)


def _licensed(
    question: Question, known: Circumstances, name: str, row: Action
) -> tuple[list[Reason], tuple[str, ...]]:
    setting_up = isinstance(question.by, Staff) and not known.activated and row.name in _PROVIDER_SETUP
    if setting_up:
        # Until activation staff may create the first owner and users, before there is a license to judge (2.1).
        return _eligibility(question, known), ("2.1",)
    found = [*_eligibility(question, known), *_license(question, known)]
    if row.access is AccessClass.PLATFORM and not known.activated and not row.in_setup:
        found.append(reason(ReasonCode.SETUP_INCOMPLETE, missing=", ".join(known.missing) or "activation"))
    match row.kind:
        case ActionKind.EXCLUSION:
            found.append(reason(ReasonCode.NOT_INCLUDED, *row.clauses, "4.1"))
            return [*found, *_presence(question, known)], ()
        case ActionKind.PAID_WORK:
            found.append(reason(ReasonCode.PAID_WORK, *row.clauses, rate=str(known.terms.hourly_rate)))
            return [*found, *_presence(question, known)], ()
        case ActionKind.SETUP if known.activated:
            found.append(reason(ReasonCode.PAID_WORK, *row.clauses, "4.1", rate=str(known.terms.hourly_rate)))
            return [*found, *_presence(question, known)], ()
        case ActionKind.WORK:
            found += _work(known)
            if isinstance(question.by, ClientUser):
                found.append(reason(ReasonCode.PERMISSION_MISSING, "1.1", "4.2", permission=name))
            return found, row.clauses
        case ActionKind.INTEGRATION_USE:
            integration = row.name.removeprefix("integration.").removesuffix(".use")
            if integration not in known.connected:
                found.append(reason(ReasonCode.INTEGRATION_NOT_CONNECTED, integration=integration))
        case _:
            pass
    spoken_for = row.clauses if question.department_id is None else (*row.clauses, "1.4.c")
    return [*found, *_presence(question, known), *_roles(question, known, row)], spoken_for


def _eligibility(question: Question, known: Circumstances) -> list[Reason]:
    for kind in (known.licensee, question.capacity):
        if kind is not None and kind not in known.terms.eligible:
            return [reason(ReasonCode.LICENSEE_NOT_ELIGIBLE, kind=kind.value.replace("_", " "))]
    return []


def _license(_question: Question, known: Circumstances) -> list[Reason]:
    return list(known.license.reasons)


def _work(known: Circumstances) -> list[Reason]:
    if known.work is None:
        return [reason(ReasonCode.NOT_APPROVED)]
    if known.work.used_seconds >= known.work.approved_seconds:
        return [reason(ReasonCode.OVER_CAP)]
    return []


def _provider(question: Question, row: Action) -> list[Reason]:
    match question.by:
        case System():
            return []
        case Staff(permissions=held) if row.permission in held or _ALL_STAFF_RIGHTS in held:
            return []
        case Staff():
            return [reason(ReasonCode.STAFF_MAY_NOT, "1.1")]
        case ClientUser():
            return [reason(ReasonCode.PERMISSION_MISSING, "1.1", permission=row.name)]


def _presence(question: Question, known: Circumstances) -> list[Reason]:
    if not isinstance(question.by, ClientUser):
        return []
    presence = known.rights.presence
    if presence is Presence.UNKNOWN or question.by.tenant_id != question.tenant_id:
        return [reason(ReasonCode.USER_UNKNOWN)]
    if presence is not Presence.ACTIVE:
        return [reason(ReasonCode.USER_DEACTIVATED, state=presence.value)]
    return []


def _roles(question: Question, known: Circumstances, row: Action) -> list[Reason]:
    if isinstance(question.by, System):
        return [reason(ReasonCode.STAFF_MAY_NOT, *_staff_clauses(row))]
    if isinstance(question.by, Staff):
        helps = row.kind in {ActionKind.TOPIC, ActionKind.SETUP, ActionKind.INTEGRATION} and (
            question.by.permissions & {"staff.support", _ALL_STAFF_RIGHTS}
        )
        reads = row.access is AccessClass.READ_LICENSE and bool(question.by.permissions)
        return [] if helps or reads else [reason(ReasonCode.STAFF_MAY_NOT, *_staff_clauses(row))]
    if row.permission is None or known.rights.through:
        return []
    if known.rights.presence is Presence.UNKNOWN:
        return []
    code = ReasonCode.DEPARTMENT_OUT_OF_SCOPE if known.rights.elsewhere else ReasonCode.PERMISSION_MISSING
    return [reason(code, permission=row.permission)]


def _staff_clauses(row: Action) -> tuple[str, ...]:
    """An approval is the client's by 4.2, users and roles by 1.5, everything else inside the instance by 1.4."""
    if "4.2" in row.clauses:
        return ("4.2",)
    return ("1.5",) if row.name in _PERSONAL else ("1.4", "1.5")


def _facts(question: Question, known: Circumstances) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, value)
        for name, value in _told(question, known)
        if value
    )


def _told(question: Question, known: Circumstances) -> Iterable[tuple[str, str]]:
    yield "terms", known.terms.version
    yield "licensee", known.licensee.value
    if question.capacity is not None:
        yield "asked as", question.capacity.value
    for each in known.license.facts:
        yield each.name, each.value
    yield "instance", "activated" if known.activated else "in setup"
    yield "setup still to do", ", ".join(known.missing)
    yield "integrations connected", ", ".join(sorted(known.connected))
    if isinstance(question.by, ClientUser):
        yield "user", known.rights.presence.value
        yield "allowed through", ", ".join(str(each) for each in known.rights.through)
    if isinstance(question.by, Staff):
        yield "staff holds", ", ".join(sorted(question.by.permissions))
