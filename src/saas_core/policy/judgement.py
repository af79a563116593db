"""The judgement: one pure, total function from a question and its circumstances to a Decision.

The order is clause 9.2: things never granted, then eligibility, then staff holds, then the license, then exclusions,
then inclusions, then the client's own roles. All reasons that block are listed, in that order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.money import Money
from saas_core.policy.actions import ALWAYS_OPEN, AccessClass, Action, ActionKind
from saas_core.policy.circumstances import Authorization, Circumstances, OpenGrant, Presence, Rights
from saas_core.policy.decision import Decision, Fact, LicenseeKind, Manner, Question, Ruling, Verdict
from saas_core.policy.judging_staff import (
    ASK_STAFF,
    SUPPORT_STAFF,
    broken_glass,
    performing,
    provider_only,
    sets_up,
    staff_clauses,
    staff_inside,
)
from saas_core.policy.names import covered
from saas_core.policy.reasons import LICENSE_CAUSES, WORK_ENDED, Reason, ReasonCode, most_fundamental_first, reason
from saas_core.policy.wording import kinds

_OF_NO_CLIENT = frozenset({ActionKind.NEVER_GRANTED, ActionKind.PROVIDER})
"""Rows whose answer reveals nothing about a client, and so may be given to anybody."""

_OF_THE_LICENSE = ("0.1", "1.3")
"""The clauses that determine every answer for which the license was asked, also when the license allows (9.1)."""

_BEFORE_THE_LICENSE = frozenset({ReasonCode.NEVER_GRANTED, ReasonCode.LICENSEE_NOT_ELIGIBLE})
_CHARGEABLE = frozenset({ReasonCode.NOT_INCLUDED, ReasonCode.PAID_WORK})


def judge(question: Question, known: Circumstances) -> Decision:
    """Answer a question; never raises, for any question and circumstances.

    The same question and circumstances give the same Decision. Clauses 9.1 to 9.4.
    """
    main = known.catalogue.find(question.action)
    rows = (main, *(known.catalogue.find(name) for name in question.also))
    reasons: list[Reason] = []
    speaking: list[str] = []
    for row in rows:
        found, clauses = _one(question, known, row, _rights_for(row, main, known))
        reasons += found
        speaking += clauses
    blocking = most_fundamental_first(tuple(reasons))
    spoken = tuple(dict.fromkeys(speaking))
    said = (clause for each in blocking for clause in each.clauses) if blocking else spoken
    decided = tuple(dict.fromkeys((*_rested_on(question, known, rows, blocking), *said)))
    licensed = not _stranger(question, known) and any(_licensed(row) for row in rows)
    grants = tuple(each for row in rows if (each := broken_glass(question, known, row)) is not None)
    ruling = Ruling(
        verdict=_verdict(question, blocking),
        reasons=blocking,
        clauses=decided,
        overruled=tuple(clause for clause in spoken if clause not in decided),
        terms_version=known.terms.version,
        # An answer that rests on no license changes only with the version of the terms, if none is pinned.
        valid_until=_earliest(
            (known.license.valid_until if licensed else known.offered_until),
            _used_up(rows, known),
            *(each.until for each in grants),
        ),
        facts=tuple(
            Fact(name, value)
            for name, value in (*_known_facts(question, known, licensed=licensed), *_opened(grants))
            if value
        ),
        under=grants[0].id if grants and not blocking else None,
    )
    through = () if _stranger(question, known) else known.rights.through
    return Decision(question, ruling, known.at, known.known_at, through)


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((each for each in instants if each is not None), default=None)


def _used_up(rows: Iterable[Action | None], known: Circumstances) -> datetime | None:
    """Return the instant at which time alone uses up the approved hours, if a row is about working them."""
    works = any(row is not None and row.kind is ActionKind.CUSTOM_WORK for row in rows)
    return known.work.until if works and known.work is not None else None


def _opened(grants: Iterable[OpenGrant]) -> Iterable[tuple[str, str]]:
    for each in dict.fromkeys(grants):
        what = "reading and changing" if each.changes else "reading"
        yield "break-glass grant", f"{each.id}, for {what} users and roles, until {each.until.isoformat()}"


def _verdict(question: Question, blocking: tuple[Reason, ...]) -> Verdict:
    if not blocking:
        return Verdict.ALLOWED
    codes = {each.code for each in blocking}
    if not codes <= _CHARGEABLE | {ReasonCode.POLICY_SILENT}:
        return Verdict.DENIED
    asked = question.manner is Manner.ASK and isinstance(question.by, ClientUser)
    if codes & _CHARGEABLE and not asked:
        return Verdict.DENIED
    # Silence never bills: a request that is partly unknown is not an offer yet (9.3).
    return Verdict.NEEDS_PERSON if ReasonCode.POLICY_SILENT in codes else Verdict.CHARGEABLE


def _licensed(row: Action | None) -> bool:
    """Return whether the license is judged for a row; it always is for an unknown action."""
    return row is None or (row.access not in ALWAYS_OPEN and row.kind not in _OF_NO_CLIENT)


def _rested_on(
    question: Question, known: Circumstances, rows: Iterable[Action | None], blocking: tuple[Reason, ...]
) -> tuple[str, ...]:
    """Return the clauses of the license, wherever the order of judgement came to it; its answer decides, also if open.

    Nothing of the license is asked where something more fundamental refused already, unless it is closed as well (9.2).
    """
    asked = not _stranger(question, known) and any(_licensed(row) and not sets_up(question, known, row) for row in rows)
    codes = {each.code for each in blocking}
    return _OF_THE_LICENSE if asked and (codes & LICENSE_CAUSES or not codes & _BEFORE_THE_LICENSE) else ()


def _rights_for(row: Action | None, main: Action | None, known: Circumstances) -> Rights:
    """Return the rights to the permission of one row of the question; unproven rights count as none."""
    wanted = None if row is None else row.permission
    if wanted is None or (main is not None and wanted == main.permission):
        return known.rights
    return known.also_rights.get(wanted, Rights(known.rights.presence))


def _one(
    question: Question, known: Circumstances, row: Action | None, rights: Rights
) -> tuple[list[Reason], tuple[str, ...]]:
    """Return the reasons that block one action, and the clauses in its favor."""
    presence = _presence(question, known)
    if _stranger(question, known) and (row is None or row.kind not in _OF_NO_CLIENT):
        # Anyone who is not a user here learns nothing of the client: neither its license nor what is registered.
        return presence, ()
    if row is None:
        silent = reason(ReasonCode.POLICY_SILENT)
        return [*_eligibility(question, known), *_license(AccessClass.PLATFORM, known), silent, *presence], ()
    match row.kind:
        case ActionKind.NEVER_GRANTED:
            # No other reason is given: neither a payment nor a role would help.
            return [reason(ReasonCode.NEVER_GRANTED, *row.clauses)], ("1.4",)
        case ActionKind.PROVIDER:
            spoken = ("1.4",) if isinstance(question.by, ClientUser) else row.clauses
            return [*_asked_as(question, known), *provider_only(question, row), *presence], spoken
        case ActionKind.OPEN if not sets_up(question, known, row):
            return [*presence, *_roles(question, known, row, rights)], _with_department(question, row)
        case _:
            return _under_license(question, known, row, rights)


def _under_license(
    question: Question, known: Circumstances, row: Action, rights: Rights
) -> tuple[list[Reason], tuple[str, ...]]:
    if sets_up(question, known, row) and isinstance(question.by, Staff):
        # Before activation, staff may set up the account, the first owner and users, even with an unpaid license (2.1);
        # a hold of the provider's own still stops it.
        holds = [each for each in known.license.reasons if each.code is ReasonCode.LICENSE_ON_HOLD]
        may = (
            []
            if question.by.permissions & SUPPORT_STAFF
            else [reason(ReasonCode.STAFF_MAY_NOT, "1.1", remedy=ASK_STAFF)]
        )
        return [*_eligibility(question, known), *holds, *may], ("2.1",)
    found = [*_eligibility(question, known), *_license(row.access, known)]
    if row.access is AccessClass.PLATFORM and not known.activated and not row.in_setup:
        found.append(reason(ReasonCode.SETUP_INCOMPLETE, missing=", ".join(known.missing) or "core system activation"))
    rate = str(known.terms.hourly_rate)
    presence = _presence(question, known)
    match row.kind:
        case ActionKind.EXCLUSION:
            return [*found, reason(ReasonCode.NOT_INCLUDED, *_and(row, "4.1")), *presence], ()
        case ActionKind.PAID_WORK:
            return [*found, reason(ReasonCode.PAID_WORK, *_and(row, "4.1"), rate=rate), *presence], ()
        case ActionKind.SETUP if known.activated:
            # One setup per instance is included; another one is paid work.
            return [*found, reason(ReasonCode.PAID_WORK, *_and(row, "4.1"), rate=rate), *presence], ()
        case ActionKind.CUSTOM_WORK:
            return [*found, *_approved(known), *performing(question, row), *presence], row.clauses
        case ActionKind.INTEGRATION_USE:
            integration = row.name.removeprefix("integration.").removesuffix(".use")
            if integration not in known.connected:
                found.append(reason(ReasonCode.INTEGRATION_NOT_CONNECTED, integration=integration))
        case _:
            pass
    return [*found, *presence, *_roles(question, known, row, rights)], _with_department(question, row)


def _and(row: Action, clause: str) -> tuple[str, ...]:
    return row.clauses if clause in row.clauses else (*row.clauses, clause)


def _with_department(question: Question, row: Action) -> tuple[str, ...]:
    return row.clauses if question.department_id is None else _and(row, "1.4.c")


def _eligibility(question: Question, known: Circumstances) -> list[Reason]:
    return [*_served(known.licensee, known), *_asked_as(question, known)]


def _asked_as(question: Question, known: Circumstances) -> list[Reason]:
    return [] if question.capacity is None else _served(question.capacity, known)


def _served(kind: LicenseeKind, known: Circumstances) -> list[Reason]:
    if kind in known.terms.eligible:
        return []
    served = kinds(known.terms.eligible)
    return [reason(ReasonCode.LICENSEE_NOT_ELIGIBLE, served=served, kind=kind.value.replace("_", " "))]


def _license(access: AccessClass, known: Circumstances) -> list[Reason]:
    if access in known.license.open:
        return []
    # A license that is closed without a reason does not exist.
    return list(known.license.reasons) or [reason(ReasonCode.LICENSE_MISSING)]


def _approved(known: Circumstances) -> list[Reason]:
    if known.work is None:
        return [reason(ReasonCode.NOT_APPROVED)]
    if known.work.ended:
        return [reason(ReasonCode.NOT_APPROVED, sentence=WORK_ENDED, ended=known.work.ended)]
    if known.work.used_seconds >= known.work.approved_seconds:
        return [reason(ReasonCode.OVER_CAP)]
    return []


def _stranger(question: Question, known: Circumstances) -> bool:
    """Return whether the asking person is not, and never was, a user of this client."""
    if not isinstance(question.by, ClientUser):
        return False
    return known.rights.presence is Presence.UNKNOWN or question.by.tenant_id != question.tenant_id


def _presence(question: Question, known: Circumstances) -> list[Reason]:
    if not isinstance(question.by, ClientUser):
        return []
    if _stranger(question, known):
        return [reason(ReasonCode.USER_UNKNOWN)]
    if known.rights.presence is not Presence.ACTIVE:
        return [reason(ReasonCode.USER_DEACTIVATED, state=known.rights.presence.said)]
    return []


def _roles(question: Question, known: Circumstances, row: Action, rights: Rights) -> list[Reason]:
    if isinstance(question.by, System):
        # The software uses a connection that the client made; it has no other business inside the instance.
        uses = row.kind is ActionKind.INTEGRATION_USE
        return [] if uses else [reason(ReasonCode.STAFF_MAY_NOT, *staff_clauses(row))]
    if isinstance(question.by, Staff):
        return staff_inside(question, question.by, known, row)
    if row.permission is None or known.rights.presence is Presence.UNKNOWN:
        # No scope can name an action without a permission: a person's key, too, may read the client's license.
        return []
    found: list[Reason] = []
    if not rights.through:
        found.append(_unheld(row, row.permission, rights, known))
    scopes = question.by.scopes
    if scopes is not None and covered(row.permission, scopes) is None:
        found.append(reason(ReasonCode.KEY_OUT_OF_SCOPE, permission=row.permission))
    return found


def _unheld(row: Action, permission: str, rights: Rights, known: Circumstances) -> Reason:
    """Return why no assignment allows it: there is none, all are in other departments, or none covers the amount."""
    if rights.elsewhere:
        return reason(ReasonCode.DEPARTMENT_OUT_OF_SCOPE, permission=permission)
    if rights.limit_minor is None:
        return reason(ReasonCode.PERMISSION_MISSING, permission=permission)
    clauses = ("1.4.b", "4.2") if "4.2" in row.clauses else ()
    return reason(ReasonCode.OVER_LIMIT, *clauses, permission=permission, limit=_limit(rights.limit_minor, known))


def _limit(limit_minor: int, known: Circumstances) -> str:
    return str(Money(limit_minor, known.terms.currency))


def _work_facts(work: Authorization) -> Iterable[tuple[str, str]]:
    if work.ended:
        yield "work ended", work.ended
    else:
        yield "work approved", f"{work.approved_seconds} s, of which {work.used_seconds} s are used"


def _known_facts(question: Question, known: Circumstances, *, licensed: bool) -> Iterable[tuple[str, str]]:
    yield "terms", known.terms.version
    if _stranger(question, known):
        yield "user", Presence.UNKNOWN.value
        return
    yield "licensee", known.licensee.value
    if question.capacity is not None:
        yield "asked as", question.capacity.value
    if licensed:
        for each in known.license.facts:
            yield each.name, each.value
        yield "instance", "activated" if known.activated else "in setup"
        yield "setup still to do", ", ".join(known.missing)
        yield "integrations connected", ", ".join(sorted(known.connected))
        if known.work is not None:
            yield from _work_facts(known.work)
    if isinstance(question.by, ClientUser):
        yield "user", known.rights.presence.value
        if known.rights.limit_minor is not None:
            yield "approval limit", _limit(known.rights.limit_minor, known)
        if question.by.scopes is not None:
            yield "API key allows", ", ".join(sorted(question.by.scopes)) or "nothing"
    if isinstance(question.by, Staff):
        yield "staff holds", ", ".join(sorted(question.by.permissions))
