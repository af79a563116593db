"""Replay: recorded decisions are asked again under two versions of the terms, with the facts of their instants.

What an answer rests on is read once for as long as nothing in the journal changed it, so that a hundred thousand
decisions take well under a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.gate.audit import AuditWork
from saas_core.gate.informants import Informants
from saas_core.gate.recorded import RecordedDecisionView, recorded
from saas_core.gate.remembering import Remembered
from saas_core.gate.withheld import by_person
from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApiKeyId, StaffId, TenantId, UserId
from saas_core.kernel.journal import EntryFilter, JournalEntry
from saas_core.policy.decision import LicenseeKind, Manner, Question
from saas_core.policy.outcomes import Outcome
from saas_core.policy.terms import Terms
from saas_core.tenancy import policies

PAGE: Final = 1000
_ADDING: Final = "tenancy.add_tenant"


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


@frozen
class Stretch:
    """Some entries of a journal in their order: how many, and the share of the way to its end that they reach.

    `again` are the decisions among them, asked again as they are taken from it; None for one that cannot be, such as
    about a department that no longer has a history.
    """

    entries: int
    reached: float
    again: Iterator[Again | None]


def asked_again(
    work: AuditWork, asker: Asker, *, since: datetime, versions: tuple[Terms, Terms], most: int
) -> Iterator[Stretch]:
    """Ask the decisions of a journal that were recorded since an instant again under two versions of the terms.

    Each stretch is read once the one before it was taken to its end; all have at most so many entries together.
    """
    registered = tuple(sorted({each.since for each in work.permissions.all()}))
    known = Remembered(work, asker.informants, versions, registered)
    last = work.journal.newest(EntryFilter(until=since), limit=1)
    begin = after = last[0].position if last else 0
    end, _hash = work.journal.head()
    while most > 0 and (page := work.journal.entries(after=after, limit=min(PAGE, most))):
        after, most = page[-1].position, most - len(page)
        yield Stretch(len(page), min(1.0, (after - begin) / max(1, end - begin)), _answered(page, known, asker.staff))


def _answered(
    page: tuple[JournalEntry, ...], known: Remembered, staff: dict[StaffId, frozenset[str]]
) -> Iterator[Again | None]:
    names = known.versions[0].version, known.versions[1].version
    for entry in page:
        if "verdict" not in entry.details or "terms" not in entry.details:
            known.note(entry)
            continue
        view = recorded(entry)
        try:
            old, new = known.answers(question_of(view, known.work.tenant_id, entry, staff), view.at)
        except (DepartmentUnknown, InvalidValue):
            yield None
        else:
            yield Again(view, old, new, names, by_person(entry))


def question_of(
    view: RecordedDecisionView, tenant_id: TenantId, entry: JournalEntry, staff: dict[StaffId, frozenset[str]]
) -> Question:
    """Return the question that a recorded decision answered."""
    scopes = None if view.scopes is None else frozenset(view.scopes)
    held = entry.details.get("held")
    by = _actor(view.by, tenant_id, scopes, frozenset(map(str, held)) if isinstance(held, list) else None, staff)
    if view.action == _ADDING:
        # Whether a kind of licensee is taken on (0.2) is recorded as the request that it was refused to.
        return Question(tenant_id, by, policies.ADD, capacity=LicenseeKind(str(entry.details["kind"])))
    return Question(
        tenant_id=tenant_id,
        by=by,
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
