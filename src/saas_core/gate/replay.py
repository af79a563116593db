"""Replay: recorded decisions are asked again under two versions of the terms, with the facts of their instants.

What an answer rests on is read once for as long as nothing in the journal changed it, so that a hundred thousand
decisions take well under a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import define, field, frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.access.policies import Tree, holdings
from saas_core.access.policies.rights import PRESENCE
from saas_core.gate.audit import AuditWork
from saas_core.gate.gathering import NOTHING, Holder, Premises, matter, premises
from saas_core.gate.informants import Informants
from saas_core.gate.recorded import RecordedDecisionView, recorded
from saas_core.gate.withheld import by_person
from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApiKeyId, EntryId, StaffId, TenantId, UserId
from saas_core.kernel.journal import EntryFilter, JournalEntry
from saas_core.policy.circumstances import Presence
from saas_core.policy.decision import Decision, LicenseeKind, Manner, Question, Verdict
from saas_core.policy.judgement import judge
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import Terms

PAGE: Final = 1000
# Entries of these contexts change nothing that an answer rests on.
_BESIDE: Final = ("gate.", "support.", "mail.", "incoming.", "audit.", "delivery.", "inbox.", "signing.", "notices.")
_PRICED: Final = frozenset({ReasonCode.NOT_INCLUDED, ReasonCode.PAID_WORK})


@frozen
class Outcome:
    """What an answer says: its verdict, clauses, reasons, and the hourly price where something is offered for one."""

    verdict: str
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    reasons: tuple[str, ...]
    price: str = ""


@frozen
class Again:
    """A recorded decision asked again: as it was recorded, and as it comes out under both versions, by their names.

    `by_person` says whether a user of the client, or a program of one, asked.
    """

    recorded: RecordedDecisionView
    before: Outcome
    after: Outcome
    versions: tuple[str, str]
    by_person: bool

    @property
    def reproduced(self) -> bool:
        """Return whether it comes out as recorded under the version that bound it, as far as that is one of both."""
        known = self.recorded
        if known.terms_version not in self.versions:
            return True
        found = (self.before, self.after)[self.versions.index(known.terms_version)]
        return (found.verdict, found.clauses, found.reasons) == (known.verdict, known.clauses, known.reasons)


@frozen
class Asker:
    """Whoever asks again: what the gate asks others, and what staff holds where a decision did not record it."""

    informants: Informants
    staff: dict[StaffId, frozenset[str]]


def decisions_since(work: AuditWork, since: datetime) -> Iterator[tuple[JournalEntry, bool]]:
    """Yield the entries of a client since an instant, the oldest first, each with whether it records a decision."""
    last = work.journal.newest(EntryFilter(until=since), limit=1)
    after = last[0].position if last else 0
    while page := work.journal.entries(after=after, limit=PAGE):
        for entry in page:
            yield entry, "verdict" in entry.details and "terms" in entry.details
        after = page[-1].position


def asked_again(  # noqa: PLR0913 - whose decisions, since when, under which terms, by what else
    work: AuditWork,
    asker: Asker,
    *,
    since: datetime,
    before: Terms,
    after: Terms,
    unanswerable: Callable[[EntryId], None],
) -> Iterator[Again]:
    """Ask every decision of a client that was recorded since an instant again under two versions of the terms.

    One that cannot be asked, such as about a department that no longer has a history, is passed to `unanswerable`.
    """
    known = _Known(work, asker.informants, (before, after))
    for entry, decided in decisions_since(work, since):
        if decided:
            view = recorded(entry)
            question = question_of(view, work.tenant_id, entry, asker.staff)
            try:
                old, new = known.outcomes(question, view.at)
            except (DepartmentUnknown, InvalidValue):
                unanswerable(entry.id)
            else:
                yield Again(view, old, new, (before.version, after.version), by_person(entry))
        elif not entry.action.startswith(_BESIDE):
            known.forget()


@define
class _Known:
    """What is known of a client as of the last change in its journal."""

    work: AuditWork
    informants: Informants
    versions: tuple[Terms, Terms]
    _premises: dict[tuple[int, bool], Premises] = field(factory=dict)
    _outcomes: dict[Question, tuple[Outcome, Outcome]] = field(factory=dict)
    _holders: dict[UserId, Holder] = field(factory=dict)
    _tree: Tree | None = None

    def forget(self) -> None:
        """Forget it: something changed."""
        self._premises.clear()
        self._outcomes.clear()
        self._holders.clear()
        self._tree = None

    def outcomes(self, question: Question, at: datetime) -> tuple[Outcome, Outcome]:
        """Answer a question as of an instant under both versions; raises DepartmentUnknown, InvalidValue.

        The same question has the same answers as long as nothing changes, unless it is about a thing of its own.
        """
        staff = isinstance(question.by, Staff)
        premised = [self._premised(place, at, staff=staff) for place in (0, 1)]
        found = self._outcomes.get(question) if question.about is None else None
        if found is None:
            old, new = (
                outcome_of(self._decide(question, each, at), under)
                for each, under in zip(premised, self.versions, strict=True)
            )
            found = self._outcomes[question] = (old, new)
        return found

    def _decide(self, question: Question, found: Premises, at: datetime) -> Decision:
        holder = self._holder(question.by, at)
        stranger = isinstance(question.by, ClientUser) and holder.presence is Presence.UNKNOWN
        if not stranger:
            found.require_sense(question, self._departments(at))
        about = NOTHING if stranger else matter(self.work, self.informants, question.about, at=at, seen=at)
        return judge(question, found.circumstances(question, holder, about))

    def _premised(self, version: int, at: datetime, *, staff: bool) -> Premises:
        place = (version, staff)
        found = self._premises.get(place)
        if found is None or (found.until is not None and at >= found.until):
            under = self.versions[version]
            found = premises(self.work, self.informants, at=at, known_at=at, seen=at, staff=staff, under=under)
            self._premises[place] = found
            self._outcomes.clear()
        return found

    def _holder(self, by: Actor, at: datetime) -> Holder:
        if not isinstance(by, ClientUser):
            return Holder()
        found = self._holders.get(by.user_id)
        if found is None:
            user = self.work.users.get(by.user_id, at)
            held = self.work.assignments.of_user(by.user_id, at) if user is not None else ()
            own = holdings(held, self.work.roles.all(at)) if held else ()
            found = Holder() if user is None else Holder(PRESENCE[user.state], own, self._departments(at))
            self._holders[by.user_id] = found
        return found

    def _departments(self, at: datetime) -> Tree:
        if self._tree is None:
            self._tree = Tree.of(self.work.departments.all(at))
        return self._tree


def question_of(
    view: RecordedDecisionView, tenant_id: TenantId, entry: JournalEntry, staff: dict[StaffId, frozenset[str]]
) -> Question:
    """Return the question that a recorded decision answered."""
    scopes = None if view.scopes is None else frozenset(view.scopes)
    held = entry.details.get("held")
    return Question(
        tenant_id=tenant_id,
        by=_actor(view.by, tenant_id, scopes, frozenset(map(str, held)) if isinstance(held, list) else None, staff),
        action=view.action,
        also=view.also,
        department_id=view.department_id,
        manner=Manner.ASK if view.manner is None else Manner(view.manner),
        capacity=None if view.capacity is None else LicenseeKind(view.capacity),
        about=view.about,
        amount=view.amount,
    )


def _actor(
    named: str,
    tenant_id: TenantId,
    scopes: frozenset[str] | None,
    held: frozenset[str] | None,
    staff: dict[StaffId, frozenset[str]],
) -> Actor:
    person, _slash, key = named.partition("/key:")
    kind, _colon, name = person.partition(":")
    if kind == "user":
        key_id = ApiKeyId(UUID(key)) if key else None
        return ClientUser(tenant_id, UserId(UUID(name)), scopes, key_id)
    if kind == "staff":
        staff_id = StaffId(UUID(name))
        return Staff(staff_id, staff.get(staff_id, frozenset()) if held is None else held)
    return System(name)


def outcome_of(decision: Decision, terms: Terms) -> Outcome:
    """Return what an answer says, with the price of what it offers."""
    priced = decision.verdict is Verdict.CHARGEABLE or any(each.code in _PRICED for each in decision.reasons)
    return Outcome(
        verdict=decision.verdict.value,
        clauses=decision.clauses,
        overruled=decision.overruled,
        reasons=tuple(each.code.value for each in decision.reasons),
        price=f"{terms.hourly_rate} per hour" if priced else "",
    )
