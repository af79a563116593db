"""Remembering: what answers rest on is read once for as long as nothing in the journal, and no time, changed it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from enum import Enum, auto
from typing import Final

from attrs import define, evolve, field, frozen

from saas_core.access.policies import Tree, holdings
from saas_core.access.policies.rights import PRESENCE
from saas_core.gate.audit import AuditWork
from saas_core.gate.gathering import NOTHING, Holder, Premises, matter, premises_under
from saas_core.gate.informants import Informants
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import UserId
from saas_core.kernel.instants import EARLIEST
from saas_core.kernel.journal import EntryKind, JournalEntry
from saas_core.licensing.policies.vouching import DETAIL
from saas_core.policy.circumstances import Presence
from saas_core.policy.decision import Decision, Question
from saas_core.policy.judgement import judge
from saas_core.policy.outcomes import Outcome, outcome_of
from saas_core.policy.terms import Terms

# Entries of these contexts change nothing that an answer rests on.
_BESIDE: Final = ("gate.", "support.", "mail.", "incoming.", "audit.", "delivery.", "inbox.", "signing.", "notices.")
_PEOPLE: Final = "access."
# Who comes in, and what staff looks at, changes nobody's rights.
_ENTRANCES: Final = frozenset(
    {
        "access.sign_in",
        "access.ask_sign_in",
        "access.try_sign_in_code",
        "access.end_session",
        "access.see_under_grant",
    }
)
_NO_TREE: Final = Tree({})


class Touched(Enum):
    """What an entry of a journal may have changed of what answers rest on."""

    NOTHING = auto()
    PEOPLE = auto()
    """Users, roles, departments and the grants of staff."""
    ANYTHING = auto()


def touched(entry: JournalEntry) -> Touched:
    """Return what an entry may have changed; of a context that is not known here, anything."""
    if entry.kind is not EntryKind.CHANGE or entry.action in _ENTRANCES or entry.action.startswith(_BESIDE):
        return Touched.NOTHING
    # Whoever joins may accept the terms with it, which is a fact of the license.
    if entry.action.startswith(_PEOPLE) and DETAIL not in entry.details:
        return Touched.PEOPLE
    return Touched.ANYTHING


@frozen
class _Known:
    """The premises of an instant under each version; time alone changes them at `until`, if ever."""

    at: datetime
    until: datetime | None
    each: tuple[Premises, ...]
    by_people: bool
    """Whether users, roles, departments or grants change them."""

    def holds(self, at: datetime, changed: datetime) -> bool:
        """Return whether they are those of another instant, too, if the last change was at one."""
        return changed <= self.at <= at and (self.until is None or at < self.until)


@define
class Remembered:
    """What is known of a client, or of the provider itself, for decisions that are asked again under some versions.

    `registered` are the instants, in order, at which permissions were registered, which stands in the provider's
    journal alone.
    """

    work: AuditWork
    informants: Informants
    versions: tuple[Terms, ...]
    registered: tuple[datetime, ...] = ()
    _changed: datetime = EARLIEST
    _people_changed: datetime = EARLIEST
    _premises: dict[bool, _Known] = field(factory=dict)
    _people_at: datetime | None = None
    _holders: dict[UserId, Holder] = field(factory=dict)
    _departments: Tree | None = None
    _answers: dict[Question, tuple[Outcome, ...]] = field(factory=dict)

    def note(self, entry: JournalEntry) -> None:
        """Take note of an entry that was written before the decisions that are still to come."""
        what = touched(entry)
        if what is Touched.ANYTHING:
            self._changed = max(self._changed, entry.at)
        if what is not Touched.NOTHING:
            self._people_changed = max(self._people_changed, entry.at)

    def answers(self, question: Question, at: datetime) -> tuple[Outcome, ...]:
        """Answer a question as of an instant under each version; raises DepartmentUnknown, InvalidValue.

        A decision may have been recorded after a change that came later than it was taken: it is answered as of its own
        instant. The same question has the same answers as long as nothing changes, unless it is about a thing.
        """
        known = self._known(at, staff=isinstance(question.by, Staff))
        self._require_people(at)
        found = self._answers.get(question) if question.about is None else None
        if found is None:
            decided = ((self._decided(question, each, at), each.unasked.terms) for each in known.each)
            found = self._answers[question] = tuple(outcome_of(decision, terms) for decision, terms in decided)
        return found

    def _decided(self, question: Question, premises: Premises, at: datetime) -> Decision:
        tree = _NO_TREE if question.department_id is None else self._tree(at)
        holder = self._holder(question.by, at, tree)
        stranger = isinstance(question.by, ClientUser) and holder.presence is Presence.UNKNOWN
        if not stranger:
            premises.require_sense(question, tree)
        about = NOTHING if stranger else matter(self.work, self.informants, question.about, at=at, seen=at)
        return judge(question, premises.circumstances(question, holder, about))

    def _known(self, at: datetime, *, staff: bool) -> _Known:
        found = self._premises.get(staff)
        if found is None or not found.holds(at, self._people_changed if found.by_people else self._changed):
            found = self._premises[staff] = self._read(at, staff=staff)
            self._answers.clear()
        return found

    def _read(self, at: datetime, *, staff: bool) -> _Known:
        each = premises_under(self.work, self.informants, self.versions, at=at, staff=staff)
        later = self.registered[bisect_right(self.registered, at) :]
        ends = (*(known.until for known in each), *later[:1])
        # Until activation owners count toward what is missing, and only staff asks under a grant.
        by_people = staff or not each[0].unasked.activated
        return _Known(at, min((end for end in ends if end is not None), default=None), each, by_people=by_people)

    def _require_people(self, at: datetime) -> None:
        """Forget the people and departments of other instants, if anything changed in between."""
        if self._people_at is None or not self._people_changed <= self._people_at <= at:
            self._people_at, self._departments = at, None
            self._holders.clear()
            self._answers.clear()

    def _holder(self, by: Actor, at: datetime, tree: Tree) -> Holder:
        if not isinstance(by, ClientUser):
            return Holder()
        found = self._holders.get(by.user_id)
        if found is None:
            found = self._holders[by.user_id] = self._read_holder(by.user_id, at)
        return found if tree is _NO_TREE or not found.held else evolve(found, tree=tree)

    def _read_holder(self, user_id: UserId, at: datetime) -> Holder:
        user = self.work.users.get(user_id, at)
        if user is None:
            return Holder()
        assigned = self.work.assignments.of_user(user_id, at)
        held = holdings(assigned, self.work.roles.all(at)) if assigned else ()
        return Holder(PRESENCE[user.state], held, _NO_TREE)

    def _tree(self, at: datetime) -> Tree:
        if self._departments is None:
            self._departments = Tree.of(self.work.departments.all(at))
        return self._departments
