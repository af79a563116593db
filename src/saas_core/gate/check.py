"""The gate: gathers what a judgement rests on, and judges."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import cast

from attrs import evolve, field, frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.access.model import Assignment, Department, Role, User
from saas_core.access.policies import rights
from saas_core.access.policies.rights import PRESENCE
from saas_core.access.queries.reading import owners_of
from saas_core.access.values import UserState
from saas_core.gate.ports import GateWork
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import PROVIDER, DepartmentId, EntryId, Ids
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import EntryKind, Note, Value
from saas_core.kernel.work import Transactions, Work
from saas_core.licensing.policies import standing
from saas_core.policy.actions import ActionKind, Catalogue, Permission, catalogue
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.judgement import (
    Circumstances,
    LicenseState,
    Presence,
    Rights,
    judge,
)
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import Settings, Terms, offered
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.model import Tenant
from saas_core.tenancy.policies import missing

_UNASKED = LicenseState(open=frozenset(), reasons=(), valid_until=None)
"""Of the provider's own scope no license is asked."""


class Gate:
    """Answers whether an actor of a client may do something, over license, policy and roles."""

    def __init__(self, *, transactions: Transactions[GateWork], clock: Clock, ids: Ids) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._ids = ids

    def check(
        self,
        question: Question,
        *,
        at: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Decision:
        """Answer a question as of `at` (now), as known at `known_at` (now); changes nothing.

        Raises NotFound for an unknown tenant or department, InvalidValue for a naive or absurd instant,
        StoreFault when the store cannot answer: then nothing is allowed.
        """
        now = self._clock.now()
        moment = now if at is None else instant(at)
        known = now if known_at is None else instant(known_at, "known_at")
        with self._transactions.read(question.tenant_id) as work:
            return self._answer(work, question, moment, known)

    def ask(self, question: Question) -> Decision:
        """Answer a question now, and record the answer when it refuses what is never granted (0.3, 1.2, 5.2, 5.3).

        The recorded Decision carries the journal entry's id. Raises as `check` does.
        """
        decision = self.check(question)
        never = any(each.code is ReasonCode.NEVER_GRANTED for each in decision.reasons)
        # A stranger must not be able to fill the client's journal.
        foreign = isinstance(question.by, ClientUser) and question.by.tenant_id != question.tenant_id
        return self.record(decision) if never and not foreign else decision

    def record(self, decision: Decision) -> Decision:
        """Keep a decision in the tenant's journal, and give it with the entry's id; raises NotFound."""
        with self._transactions.begin(decision.question.tenant_id) as work:
            _tenant(work)
            recorded = note_decision(work, decision, EntryId(self._ids.new()))
            work.commit()
        return recorded

    def decide(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer a question inside a unit of work, as everything stands in it."""
        return self._answer(cast("GateWork", work), question, at, at)

    def require(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer a question inside a unit of work; raises Refused unless it is allowed."""
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision

    def _answer(self, work: GateWork, question: Question, at: datetime, known_at: datetime) -> Decision:
        return judge(question, circumstances(work, question, at=at, known_at=known_at))


def circumstances(work: GateWork, question: Question, *, at: datetime, known_at: datetime) -> Circumstances:
    """Gather what a judgement of the question rests on.

    Raises NotFound for an unknown tenant or department.
    """
    tenant = _tenant(work)
    terms, state = (
        _license(work, at=at, known_at=known_at) if tenant is not None else (offered(work.terms.all(), at), _UNASKED)
    )
    seen = min(at, known_at)
    actions = _catalogue(terms, work.permissions.all(seen))
    rows = [actions.find(name) for name in (question.action, *question.also)]
    # What is never granted is refused anywhere, also in a department that is not there.
    anywhere = any(row is not None and row.kind is ActionKind.NEVER_GRANTED for row in rows)
    person = _Person.of(work, question, seen, anywhere=anywhere)
    wanted = [None if row is None else row.permission for row in rows]
    return Circumstances(
        at=at,
        known_at=known_at,
        terms=terms,
        catalogue=actions,
        licensee=LicenseeKind.BUSINESS_OPERATOR if tenant is None else tenant.kind,
        license=state,
        rights=person.rights(wanted[0]),
        also_rights={each: person.rights(each) for each in wanted[1:] if each is not None},
        activated=tenant is not None and _activated(tenant, seen),
        offered_until=_offered_until(work, terms, at) if tenant is None else None,
        missing=() if tenant is None else _missing(work, tenant, state, seen),
    )


def license_state(work: GateWork, *, at: datetime, known_at: datetime) -> LicenseState:
    """Give what the tenant's license opens at an instant, by the terms that bind it then (9.4)."""
    return _license(work, at=at, known_at=known_at)[1]


def note_decision(work: Work, decision: Decision, entry: EntryId) -> Decision:
    """Append a decision to the journal of the unit of work, and give it with the entry's id."""
    work.journal.append(
        Note(
            id=entry,
            at=decision.at,
            by=decision.question.by,
            action="gate.decision",
            subject=f"action:{decision.question.action}",
            details={
                **_asked(decision.question),
                "verdict": decision.verdict.value,
                "reasons": [each.code.value for each in decision.reasons],
                "clauses": list(decision.clauses),
                "overruled": list(decision.overruled),
                "terms": decision.terms_version,
            },
            kind=EntryKind.CHANGE if decision.allowed else EntryKind.REFUSAL,
        )
    )
    return evolve(decision, id=entry)


def _tenant(work: GateWork) -> Tenant | None:
    """Give the tenant, None in the provider's own scope; raises TenantUnknown."""
    tenant = work.tenants.get()
    if tenant is None and work.tenant_id != PROVIDER:
        raise TenantUnknown
    return tenant


def _asked(question: Question) -> dict[str, Value]:
    """Give what else was asked beside the action, so that the decision can be made again from its entry."""
    return {
        "also": list(question.also),
        "department": None if question.department_id is None else str(question.department_id),
        "manner": question.manner.value,
        "capacity": None if question.capacity is None else question.capacity.value,
    }


def _offered_until(work: GateWork, terms: Terms, at: datetime) -> datetime | None:
    """Give the instant from which another version than these terms is offered."""
    others = (each.effective_from for each in work.terms.all() if each.version != terms.version)
    return min((begins for begins in others if begins > at), default=None)


def _license(work: GateWork, *, at: datetime, known_at: datetime) -> tuple[Terms, LicenseState]:
    license_ = work.licenses.get()
    pinned = None if license_ is None else license_.pinned(at=at, known_at=known_at)
    terms = (None if pinned is None else work.terms.get(pinned)) or offered(work.terms.all(), at)

    def settings_of(version: str) -> Settings:
        # Terms accepted later than the instant may end the answer earlier or later than those that bind it now.
        return (work.terms.get(version) or terms).settings

    return terms, standing(license_, settings_of, at=at, known_at=known_at).state()


@frozen
class _Wording:
    """A version of the terms, equal to every other with the same document: it is told apart by its digest alone."""

    digest: str
    terms: Terms = field(eq=False)


@lru_cache(maxsize=64)
def _built(wording: _Wording, permissions: tuple[Permission, ...]) -> Catalogue:
    return catalogue(wording.terms.actions, wording.terms.reserved, permissions)


def _catalogue(terms: Terms, permissions: tuple[Permission, ...]) -> Catalogue:
    """Build the catalogue once for a version of the terms and the permissions registered."""
    return _built(_Wording(terms.digest, terms), permissions)


@frozen
class _Person:
    """What is known of the asking person, if it is an internal user of this tenant."""

    user: User | None
    assignments: tuple[Assignment, ...] = ()
    roles: tuple[Role, ...] = ()
    departments: tuple[Department, ...] = ()
    department_id: DepartmentId | None = None

    @classmethod
    def of(cls, work: GateWork, question: Question, at: datetime, *, anywhere: bool) -> _Person:
        """Read the person's rights as of an instant; raises DepartmentUnknown unless the place does not matter."""
        user = None
        if isinstance(question.by, ClientUser):
            if question.by.tenant_id == work.tenant_id:
                user = work.users.get(question.by.user_id, at)
            if user is None:
                # A stranger is told nothing of the departments, not even which there are.
                return cls(None)
        departments = work.departments.all(at) if question.department_id is not None else ()
        known = question.department_id is None or any(each.id == question.department_id for each in departments)
        if not known and not anywhere:
            raise DepartmentUnknown
        if user is None:
            return cls(None)
        return cls(
            user,
            work.assignments.of_user(user.id, at),
            work.roles.all(at),
            departments,
            question.department_id,
        )

    def rights(self, permission: str | None) -> Rights:
        """Give what the person's roles say of a permission; without one, only whether the person is there."""
        if self.user is None:
            return Rights(Presence.UNKNOWN)
        if permission is None:
            return Rights(PRESENCE[self.user.state])
        return rights(
            self.user,
            self.assignments,
            self.roles,
            self.departments,
            permission,
            self.department_id,
        )


def _activated(tenant: Tenant, at: datetime) -> bool:
    since = tenant.instance.activated_at
    return since is not None and since <= at


def _missing(work: GateWork, tenant: Tenant, state: LicenseState, at: datetime) -> tuple[str, ...]:
    if _activated(tenant, at):
        return ()
    present = len(owners_of(work, UserState.ACTIVE, UserState.INVITED, at=at))
    return missing(
        evolve(tenant, instance=evolve(tenant.instance, activated_at=None)),
        present,
        state.reasons,
    )
