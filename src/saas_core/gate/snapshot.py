"""A snapshot: the basis of one tenant's answers, read at one edition and compiled, with the people met so far.

People with the same roles in the same departments share a profile and all its rulings, so a user costs little memory,
and the next one's first question is answered at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from attrs import define, field, frozen

from saas_core.access.policies import holdings
from saas_core.access.policies.rights import PRESENCE
from saas_core.access.queries.reading import Organization, organization
from saas_core.access.queries.roll import Member
from saas_core.gate.gathering import NOTHING, Holder, Matter, Premises, is_foreign, matter, premises
from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateWork
from saas_core.gate.room import Room
from saas_core.gate.tallies import Tallies, Tally
from saas_core.gate.turns import Turn
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.arguments import require_kind
from saas_core.kernel.ids import PROVIDER, AssignmentId, DepartmentId, RoleId, UserId
from saas_core.kernel.instants import LATEST
from saas_core.policy.circumstances import Presence
from saas_core.policy.decision import About, AboutKind, Decision, Manner, Question, Ruling, require_few_names
from saas_core.policy.judgement import judge

_ASK = Manner.ASK
_RULINGS = 10_000
"""The most rulings that a profile keeps, so that endless new questions cannot fill the memory."""
_OTHERS = 1_000
# What is held takes about as many bytes; a test compares them with what Python allocates.
_SNAPSHOT_BYTES = 4_000
_DEPARTMENT_BYTES = 330
_ROLE_BYTES = 650
_PATTERN_BYTES = 90
_PERSON_BYTES = 270
_ASSIGNMENT_BYTES = 120
_PROFILE_BYTES = 1_400
_RULING_BYTES = 1_000

_Roles: TypeAlias = tuple[tuple[RoleId, DepartmentId | None, int | None], ...]


@define(eq=False)
class Profile:
    """Presence, roles, departments and limits that several people have in common.

    `rulings` are kept by question, each with the places in `held` of the assignments that allow it, None for all, and
    the tally that counts them.
    """

    holder: Holder
    rulings: dict[object, tuple[Ruling, tuple[int, ...] | None, Tally]] = field(factory=dict)


@frozen(eq=False)
class Person:
    """A person: the profile, and the assignments in the profile's order."""

    profile: Profile
    held: tuple[AssignmentId, ...] = ()


_NOBODY = Holder()


@define(eq=False)
class Snapshot:
    """The basis of one tenant's answers, valid from `since` until `until` unless another edition is found.

    `people` are those met lately, `former` those met before them, by the number of their id; `awaited` are those that
    somebody waits to meet, in turns of `meeting`. `matters` are the things asked about lately, by kind and number.
    `provided` is true in the provider's own scope. `basis`, `lately` and `before` are the bytes that the basis, what
    was met lately and what was met before take.
    """

    own_edition: int
    known: Premises
    organization: Organization
    since: datetime
    until: datetime
    room: Room
    provided: bool
    basis: int
    tallies: Tallies = field(factory=Tallies)
    lately: int = 0
    before: int = 0
    people: dict[int, Person] = field(factory=dict)
    former: dict[int, Person] = field(factory=dict)
    matters: dict[tuple[AboutKind, int], Matter] = field(factory=dict)
    awaited: dict[int, UserId] = field(factory=dict)
    meeting: Turn = field(factory=Turn)
    _profiles: dict[tuple[Presence, _Roles], Profile] = field(factory=dict)
    _others: dict[object, Person] = field(factory=dict)
    _stranger: Person = field(factory=lambda: Person(Profile(_NOBODY)))

    @classmethod
    def of(
        cls, work: GateWork, informants: Informants, at: datetime, room: Room, tallies: Tallies | None = None
    ) -> Snapshot:
        """Read and compile a snapshot; raises TenantUnknown.

        It includes everything known, even facts that a machine with a faster clock recorded a moment ahead, since no
        further news of them will come.
        """
        known = premises(work, informants, at=at, known_at=LATEST, seen=None)
        found = organization(work)
        return cls(
            own_edition=work.edition,
            known=known,
            organization=found,
            since=at,
            until=known.until or LATEST,
            room=room,
            provided=work.tenant_id == PROVIDER,
            tallies=tallies or Tallies(),
            basis=_SNAPSHOT_BYTES
            + _DEPARTMENT_BYTES * len(found.tree.departments)
            + sum(_ROLE_BYTES + _PATTERN_BYTES * len(each.permissions) for each in found.roles),
        )

    @property
    def bytes(self) -> int:
        """About how many bytes it takes."""
        return self.basis + self.lately + self.before

    @property
    def size(self) -> int:
        """How many users and things it holds at most."""
        return len(self.people) + len(self.former) + len(self.matters)

    def answer(self, question: Question, now: datetime, counted: int = 1) -> Decision | None:
        """Answer a question from memory; return None if its asker or the thing it is about has yet to be met.

        It counts as one answer, or as none for whoever only looks where something may be done.

        Users of other clients are met only in the provider's scope, where nothing is known of any client. Raises
        DepartmentUnknown, InvalidValue.
        """
        asked: object = question.action
        if question.also or question.capacity is not None or question.manner is not _ASK:
            asked = (asked, question.also, question.capacity, question.manner, question.department_id)
        elif question.department_id is not None:
            asked = (asked, question.department_id.int)
        by = question.by
        if isinstance(by, ClientUser):
            if by.scopes is not None:
                # A program shares its person's profile, but none of its rulings.
                asked = (asked, by.scopes)
            if by.tenant_id.int != question.tenant_id.int:
                if not self.provided:
                    return None
                person = self._stranger
            else:
                number = by.user_id.int
                met = self.people.get(number) or self._recalled(number)
                if met is None:
                    return None
                person = met
        else:
            person = self._other(self._kind(by) if isinstance(by, Staff) else by.name)
        about = NOTHING
        if question.about is not None or question.amount is not None:
            known = self._matter(question.about, now) if person is not self._stranger else NOTHING
            if known is None:
                return None
            # By the facts about a thing, not by its id, so that a ruling is made again when they change.
            about, asked = known, (asked, known, question.amount)
        ruling, places, tally = person.profile.rulings.get(asked) or self._ruled(question, person, asked, about)
        tally.count += counted
        held = person.held
        through = held if places is None else tuple([held[place] for place in places])
        return Decision(question, ruling, now, now, through)

    def bound(self, question: Question) -> tuple[DepartmentId, ...] | None:
        """Return the departments to which the asker's roles are bound; None if a user here has yet to be met."""
        if not isinstance(question.by, ClientUser) or is_foreign(question):
            return ()
        number = question.by.user_id.int
        person = self.people.get(number) or self._recalled(number)
        return None if person is None else person.profile.holder.departments

    def holds(self, now: datetime) -> bool:
        """Return whether answers may be given from it at an instant, unless another edition is found."""
        return self.since <= now < self.until

    def unmet(self, questions: Iterable[Question]) -> tuple[UserId, ...]:
        """Return the asking users of the tenant that were not met yet."""
        asking = (each.by for each in questions if isinstance(each.by, ClientUser) and not is_foreign(each))
        unmet = {each.user_id.int: each.user_id for each in asking}
        return tuple(unmet[each] for each in unmet if not self.knows(each))

    def unknown(self, questions: Iterable[Question], now: datetime) -> tuple[About, ...]:
        """Return the things asked about that are not known at this instant."""
        things = dict.fromkeys(each.about for each in questions if each.about is not None and not is_foreign(each))
        return tuple(each for each in things if self._matter(each, now) is None)

    def learn(self, work: GateWork, informants: Informants, about: About, now: datetime) -> None:
        """Look up a thing that is asked about, in a unit of work of this edition."""
        self._take(_PERSON_BYTES, 1)
        self.matters[about.kind, about.id.int] = matter(work, informants, about, at=now, seen=None)

    def knows(self, number: int) -> bool:
        """Return whether a user was met lately, or before that, by the number of the id."""
        return number in self.people or number in self.former

    def meet(self, user_id: UserId, member: Member | None) -> None:
        """Take a user in, as read at this edition; None is nobody."""
        if member is None:
            self._take(_PERSON_BYTES, 1)
            self.people[user_id.int] = self._stranger
            return
        presence = PRESENCE[member.state]
        own = holdings(member.assignments, self.organization.roles)
        roles = tuple((each.role.id, each.assignment.department_id, each.limit_minor) for each in own)
        profile = self._profiles.get((presence, roles))
        self._take(_PERSON_BYTES + len(own) * _ASSIGNMENT_BYTES + (0 if profile else _PROFILE_BYTES), 1)
        if profile is None:
            profile = Profile(Holder(presence, own, self.organization.tree))
            profile = self._profiles.setdefault((presence, roles), profile)
        self.people[user_id.int] = Person(profile, tuple(each.assignment.id for each in own))

    def age(self) -> None:
        """Forget the people not met since the last call, and the rulings and the things asked about since then."""
        for each in (*self.people.values(), self._stranger):
            each.profile.rulings = {}
        self.matters = {}
        self.former = self.people
        self.people = {}
        self._profiles = {}
        self._others = {}
        kept = tuple(self.former.values())
        self.before = len(kept) * _PERSON_BYTES + sum(len(each.held) for each in kept) * _ASSIGNMENT_BYTES
        self.lately = 0

    def _take(self, taken: int, users: int = 0) -> None:
        """Take room for what is added; what was met before makes way where one tenant fills half of all room."""
        room = self.room
        met = len(self.people) + len(self.matters)
        if self.lately >= room.bytes_of_one or (users and met >= room.users_of_one):
            self.age()
        self.lately += taken
        room.take(taken, users)

    def _matter(self, about: About | None, now: datetime) -> Matter | None:
        """Return the facts about the thing asked about; None if it must be looked up."""
        if about is None or about.kind is AboutKind.TICKET:
            return NOTHING
        known = self.matters.get((about.kind, about.id.int))
        return None if known is None or (known.until is not None and known.until <= now) else known

    def _recalled(self, number: int) -> Person | None:
        person = self.former.get(number)
        if person is not None:
            self._take(_PERSON_BYTES + len(person.held) * _ASSIGNMENT_BYTES, 1)
            self.people[number] = person
        return person

    def _kind(self, by: Staff) -> object:
        """Return the permissions of a member of staff, which others share; the member alone if a grant is in force."""
        granted = any(each.staff_id == by.staff_id for each in self.known.unasked.grants)
        return by if granted else by.permissions

    def _other(self, kind: object) -> Person:
        """Return the person that stands for staff with some permissions, or for the software under a name."""
        person = self._others.get(kind)
        if person is None:
            if len(self._others) >= _OTHERS:
                self._others.clear()
            person = self._others[kind] = Person(Profile(_NOBODY))
        return person

    def _alike(self, question: Question, about: Matter) -> object | None:
        """Return what questions share whose answers differ in nothing but names that the catalogue does not list.

        There is no end to such names; None if the catalogue lists all actions of a question.
        """
        catalogue, names = self.known.unasked.catalogue, (question.action, *question.also)
        if all(each in catalogue.actions for each in names):
            return None
        # Of such a name counts only whether it lies in an area that is never granted, and by which clauses.
        rows = ((each, catalogue.find(each)) for each in names)
        kinds = tuple(each if each in catalogue.actions else row and row.clauses for each, row in rows)
        scopes = question.by.scopes if isinstance(question.by, ClientUser) else None
        return (kinds, question.capacity, question.manner, question.department_id, scopes, about, question.amount)

    def _ruled(
        self, question: Question, person: Person, asked: object, about: Matter
    ) -> tuple[Ruling, tuple[int, ...] | None, Tally]:
        """Judge for all people of a profile; raises DepartmentUnknown, InvalidValue."""
        require_kind(question, Question, "question")
        require_few_names(question)
        profile = person.profile
        alike = self._alike(question, about)
        asked = asked if alike is None else alike
        found = None if alike is None else profile.rulings.get(alike)
        if found is not None:
            return found
        if person is not self._stranger:
            self.known.require_sense(question, self.organization.tree)
        decision = judge(question, self.known.circumstances(question, profile.holder, about))
        order = profile.holder.held
        through = frozenset(decision.through)
        places = tuple(place for place, each in enumerate(order) if each.assignment.id in through)
        entry = (decision.ruling, None if len(places) == len(order) else places, self.tallies.of(decision.ruling))
        if len(profile.rulings) >= _RULINGS:
            profile.rulings.clear()
        self._take(_RULING_BYTES)
        profile.rulings[asked] = entry
        return entry
