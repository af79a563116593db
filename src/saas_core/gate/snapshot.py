"""A snapshot: what answers of one tenant rest on, read at one edition and compiled, with the people met so far.

People whose roles and departments are the same share a profile, and with it every ruling, so that a user costs little
memory and the first question of the next one is answered at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from attrs import define, field, frozen

from saas_core.access.policies import holdings
from saas_core.access.policies.rights import PRESENCE
from saas_core.access.queries.reading import Organization, organization
from saas_core.gate.gathering import NOTHING, Holder, Matter, Premises, is_foreign, matter, premises
from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateWork
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.arguments import require_kind
from saas_core.kernel.ids import PROVIDER, AssignmentId, DepartmentId, RoleId, UserId
from saas_core.kernel.instants import LATEST
from saas_core.policy.circumstances import Presence
from saas_core.policy.decision import About, AboutKind, Decision, Manner, Question, Ruling
from saas_core.policy.judgement import judge

_ASK = Manner.ASK
_RULINGS = 10_000
"""So many rulings a profile keeps; whoever asks for ever new things does not fill the memory."""
_OTHERS = 1_000

_Roles: TypeAlias = tuple[tuple[RoleId, DepartmentId | None, int | None], ...]


@define(eq=False)
class Profile:
    """What several people have in common: presence, and which roles they hold where, up to which limits.

    `rulings` are kept by what was asked, each with the places in `held` of the assignments that allow it; None is all.
    """

    holder: Holder
    rulings: dict[object, tuple[Ruling, tuple[int, ...] | None]] = field(factory=dict)


@frozen(eq=False)
class Person:
    """A person by profile, and the assignments in the profile's order."""

    profile: Profile
    held: tuple[AssignmentId, ...] = ()


@define(eq=False)
class Room:
    """How many more people may be kept among those met lately, over all tenants."""

    left: int


_NOBODY = Holder()


@define(eq=False)
class Snapshot:
    """What answers of one tenant rest on, true from `since` until `until` unless another edition is found.

    `people` are those met lately, `former` those met before them, by the number of their id; `matters` the things asked
    about lately, by kind and number. `fresh_until` is a reading of the clock that never jumps, in seconds; after it the
    edition must be looked at again. `provided` tells that it is of the provider's own scope.
    """

    own_edition: int
    edition: int
    known: Premises
    organization: Organization
    since: datetime
    until: datetime
    room: Room
    provided: bool
    fresh_until: float = 0.0
    people: dict[int, Person] = field(factory=dict)
    former: dict[int, Person] = field(factory=dict)
    matters: dict[tuple[AboutKind, int], Matter] = field(factory=dict)
    _profiles: dict[tuple[Presence, _Roles], Profile] = field(factory=dict)
    _others: dict[object, Person] = field(factory=dict)
    _stranger: Person = field(factory=lambda: Person(Profile(_NOBODY)))

    @classmethod
    def of(cls, work: GateWork, informants: Informants, at: datetime, provided: int, room: Room) -> Snapshot:
        """Read and compile; `provided` is the edition of the provider's scope, read before. Raises TenantUnknown.

        Everything known is taken, also what a machine with a faster clock recorded a moment ahead: it will not be
        told of again.
        """
        known = premises(work, informants, at=at, known_at=LATEST, seen=None)
        return cls(
            own_edition=work.edition,
            edition=work.edition + provided,
            known=known,
            organization=organization(work),
            since=at,
            until=known.until or LATEST,
            room=room,
            provided=work.tenant_id == PROVIDER,
        )

    def answer(self, question: Question, now: datetime) -> Decision | None:
        """Answer a question from memory, None when the asking person, or what is asked about, has yet to be met.

        Users of other clients are met in the provider's scope alone, where nothing of any client is known. Raises
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
                # A program shares its person's profile, and no ruling of it.
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
            # By what is known of a thing, not by its id: a ruling is made anew when that changes.
            about, asked = known, (asked, known, question.amount)
        ruling, places = person.profile.rulings.get(asked) or self._ruled(question, person, asked, about)
        held = person.held
        through = held if places is None else tuple([held[place] for place in places])
        return Decision(question, ruling, now, now, through)

    def holds(self, now: datetime, ticks: float) -> bool:
        """Return whether answers may be given from memory at an instant, and at a reading of the clock in seconds."""
        return self.since <= now < self.until and ticks < self.fresh_until

    def unmet(self, questions: Iterable[Question]) -> tuple[UserId, ...]:
        """Return the users of the tenant who ask and were not met yet."""
        asking = (each.by for each in questions if isinstance(each.by, ClientUser) and not is_foreign(each))
        unmet = {each.user_id.int: each.user_id for each in asking}
        return tuple(unmet[each] for each in unmet if each not in self.people and each not in self.former)

    def unknown(self, questions: Iterable[Question], now: datetime) -> tuple[About, ...]:
        """Return the things asked about of which nothing is known at this instant."""
        things = dict.fromkeys(each.about for each in questions if each.about is not None and not is_foreign(each))
        return tuple(each for each in things if self._matter(each, now) is None)

    def learn(self, work: GateWork, informants: Informants, about: About, now: datetime) -> None:
        """Look up a thing that is asked about, out of a unit of work of this edition."""
        self.room.left -= 1
        self.matters[about.kind, about.id.int] = matter(work, informants, about, at=now, seen=None)

    def meet(self, work: GateWork, user_id: UserId) -> None:
        """Read what a user holds, out of a unit of work of this edition."""
        self.room.left -= 1
        user = work.users.get(user_id)
        if user is None:
            self.people[user_id.int] = self._stranger
            return
        presence = PRESENCE[user.state]
        own = holdings(work.assignments.of_user(user_id), self.organization.roles)
        roles = tuple((each.role.id, each.assignment.department_id, each.limit_minor) for each in own)
        profile = self._profiles.get((presence, roles))
        if profile is None:
            profile = Profile(Holder(presence, own, self.organization.tree))
            profile = self._profiles.setdefault((presence, roles), profile)
        self.people[user_id.int] = Person(profile, tuple(each.assignment.id for each in own))

    def age(self) -> None:
        """Forget those not met since the last time, their profiles, and the things asked about."""
        self.matters = {}
        self.former = self.people
        self.people = {}
        self._profiles = {}

    def _matter(self, about: About | None, now: datetime) -> Matter | None:
        """Return what is known of the thing asked about, None when it must be looked up."""
        if about is None or about.kind is AboutKind.TICKET:
            return NOTHING
        known = self.matters.get((about.kind, about.id.int))
        return None if known is None or (known.until is not None and known.until <= now) else known

    def _recalled(self, number: int) -> Person | None:
        person = self.former.get(number)
        if person is not None and self.room.left > 0:
            self.room.left -= 1
            self.people[number] = person
        return person

    def _kind(self, by: Staff) -> object:
        """Return what a member of staff shares with others: its permissions, or nothing while a grant is in force."""
        granted = any(each.staff_id == by.staff_id for each in self.known.unasked.grants)
        return by if granted else by.permissions

    def _other(self, kind: object) -> Person:
        """Return staff by its permissions, and the software by its name."""
        person = self._others.get(kind)
        if person is None:
            if len(self._others) >= _OTHERS:
                self._others.clear()
            person = self._others[kind] = Person(Profile(_NOBODY))
        return person

    def _ruled(
        self, question: Question, person: Person, asked: object, about: Matter
    ) -> tuple[Ruling, tuple[int, ...] | None]:
        """Judge for all of a profile; raises DepartmentUnknown, InvalidValue."""
        require_kind(question, Question, "question")
        profile = person.profile
        if person is not self._stranger:
            self.known.require_sense(question, self.organization.tree)
        decision = judge(question, self.known.circumstances(question, profile.holder, about))
        order = profile.holder.held
        through = frozenset(decision.through)
        places = tuple(place for place, each in enumerate(order) if each.assignment.id in through)
        entry = (decision.ruling, None if len(places) == len(order) else places)
        if len(profile.rulings) >= _RULINGS:
            profile.rulings.clear()
        profile.rulings[asked] = entry
        return entry
