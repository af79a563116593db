"""Places and menus: where somebody may do something, and which of many actions, from the rulings of `check`.

A right to a department holds in all that lie under it, so the departments to which the asker's roles are bound are the
only ones to ask about; whatever else is judged is the same in all of them (1.4.c).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from attrs import field, frozen

from saas_core.access.policies import Tree
from saas_core.gate.gathering import circumstances, is_foreign
from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateWork
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import require_kind
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, TenantId, read_id
from saas_core.policy.decision import Decision, Question
from saas_core.policy.judgement import judge
from saas_core.policy.reasons import Reason

if TYPE_CHECKING:
    from saas_core.gate.snapshot import Snapshot

_Decide: TypeAlias = Callable[[Question], Decision | None]
"""Decides a question from one consistent state; None if its asker has yet to be met."""


@frozen
class Places:
    """The departments of a client in which somebody may do something, at the instant of the answer.

    `tops` are those granted, each with all that lie under it; none if it is allowed in the whole instance or nowhere.
    `decision` answers for the whole instance: its reasons tell why it is not allowed everywhere. Keep it no longer than
    a request: the next question may be answered differently.
    """

    decision: Decision
    tops: tuple[DepartmentId, ...]
    _tree: Tree = field(eq=False, repr=False)
    _bounds: tuple[int, ...] = field(eq=False, repr=False, init=False)
    _positions: Mapping[int, int] = field(eq=False, repr=False, init=False)

    @_bounds.default
    def _bounded(self) -> tuple[int, ...]:
        layout = self._tree.layout
        if self.decision.allowed:
            return (0, len(layout.ids))
        return tuple(chain.from_iterable(layout.spans[each.int] for each in self.tops))

    @_positions.default
    def _placed(self) -> Mapping[int, int]:
        return self._tree.layout.positions

    @property
    def tenant_id(self) -> TenantId:
        """The client whose departments these are."""
        return self.decision.question.tenant_id

    @property
    def action(self) -> str:
        """The action that was asked about."""
        return self.decision.question.action

    @property
    def everywhere(self) -> bool:
        """True if it is allowed in the whole instance: in every department, and outside of them."""
        return self.decision.allowed

    @property
    def valid_until(self) -> datetime | None:
        """The instant before which the answer holds; None if time alone never changes it."""
        return self.decision.valid_until

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons why it is not allowed everywhere, most fundamental first; those of one place `check` tells."""
        return self.decision.reasons

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """Every department in which it is allowed, in the order of the tree."""
        ids, bounds = self._tree.layout.ids, self._bounds
        return tuple(chain.from_iterable(ids[begins:ends] for begins, ends in zip(*[iter(bounds)] * 2, strict=True)))

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of `tops` from the top of the tree, as in `Sales/Retail`."""
        return tuple(self._tree.names(each) for each in self.tops)

    @property
    def levels(self) -> int:
        """The most levels of departments that one of `tops` is the uppermost of; 0 if there are none."""
        return max((self._tree.layout.levels[each.int] for each in self.tops), default=0)

    def __bool__(self) -> bool:
        """Return whether it is allowed anywhere."""
        return self.everywhere or bool(self.tops)

    def __contains__(self, place: DepartmentId | str | None) -> bool:
        """Return whether it is allowed in a department, or for None in the whole instance.

        False for a department that the client does not have. Raises InvalidValue for what is not an id.
        """
        try:
            position = self._positions.get(place.int)  # type: ignore[union-attr]
        except AttributeError:
            if place is None:
                return self.everywhere
            return DepartmentId(read_id(place, "DepartmentId")) in self  # type: ignore[arg-type]
        return position is not None and bisect_right(self._bounds, position) % 2 == 1


@frozen
class Permitted:
    """The answers about many actions, in the order asked: iterating yields the open ones.

    Without a department, an action is open if it is allowed in the whole instance or else in any department, which its
    decision then names.
    """

    decisions: Mapping[str, Decision]

    def __contains__(self, action: str) -> bool:
        """Return whether an action is open; False for one that was not asked about."""
        decision = self.decisions.get(action)
        return decision is not None and decision.allowed

    def __iter__(self) -> Iterator[str]:
        """Yield the open actions."""
        return (action for action, decision in self.decisions.items() if decision.allowed)

    def __len__(self) -> int:
        """Return the number of open actions."""
        return sum(decision.allowed for decision in self.decisions.values())

    def reasons(self, action: str) -> tuple[Reason, ...]:
        """Return all reasons that close an action, most fundamental first; raises KeyError if it was not asked."""
        return self.decisions[action].reasons


@frozen
class Where:
    """The question where somebody may do something, answered from a snapshot or from a unit of work."""

    question: Question

    @classmethod
    def asked(cls, by: Actor, action: str, tenant_id: TenantId | None) -> Where:
        """Return the question about a client, by default that of the user; raises InvalidValue."""
        return cls(_question(by, action, tenant_id))

    def held(self, snapshot: Snapshot, now: datetime) -> Places | None:
        """Return the places from memory; None if the asker has yet to be met."""
        bound = snapshot.bound(self.question)
        if bound is None:
            return None
        return self._places(bound, snapshot.organization.tree, lambda each: snapshot.answer(each, now, 0))

    def read(self, work: GateWork, informants: Informants, now: datetime) -> Places | None:
        """Return the places from one consistent state of the store; raises TenantUnknown."""
        tree = Tree.of(() if is_foreign(self.question) else work.departments.all(now))
        return self._places(_bound(work, self.question, now), tree, _decider(work, informants, now))

    def _places(self, bound: Iterable[DepartmentId], tree: Tree, decide: _Decide) -> Places | None:
        whole = decide(self.question)
        if whole is None:
            return None
        allowed: list[DepartmentId] = []
        for each in () if whole.allowed else bound:
            decision = decide(_at(self.question, each))
            if decision is None:
                return None
            if decision.allowed:
                allowed.append(each)
        return Places(whole, tree.layout.tops(allowed), tree)


@frozen
class Which:
    """The question which of several actions are open to somebody, answered from a snapshot or from a unit of work."""

    questions: tuple[Question, ...]

    @classmethod
    def asked(cls, by: Actor, actions: Iterable[str], tenant_id: TenantId | None, place: DepartmentId | None) -> Which:
        """Return the question about each action once; raises InvalidValue for anything but a list of names."""
        if isinstance(actions, (str, bytes)):
            message = "must be a list."
            raise InvalidValue(message, field="actions", remedy="Pass a list of names, even for one action.")
        require_kind(actions, Iterable, "actions")
        names = tuple(dict.fromkeys(require_kind(each, str, "actions") for each in actions))
        if not names:
            return cls(())
        first = _question(by, names[0], tenant_id, place)
        return cls((first, *(Question(first.tenant_id, first.by, each, (), place) for each in names[1:])))

    @property
    def question(self) -> Question:
        """The first of the questions, whose asker and client are those of all."""
        return self.questions[0]

    def held(self, snapshot: Snapshot, now: datetime) -> Permitted | None:
        """Return the answers from memory; None if the asker has yet to be met."""
        bound = snapshot.bound(self.question)
        return None if bound is None else self._permitted(bound, lambda each: snapshot.answer(each, now, 0))

    def read(self, work: GateWork, informants: Informants, now: datetime) -> Permitted | None:
        """Return the answers from one consistent state of the store; raises TenantUnknown, DepartmentUnknown."""
        return self._permitted(_bound(work, self.question, now), _decider(work, informants, now))

    def _permitted(self, bound: tuple[DepartmentId, ...], decide: _Decide) -> Permitted | None:
        found: dict[str, Decision] = {}
        for question in self.questions:
            decision = decide(question)
            for each in bound if question.department_id is None else ():
                if decision is None or decision.allowed:
                    break
                there = decide(_at(question, each))
                decision = there if there is None or there.allowed else decision
            if decision is None:
                return None
            found[question.action] = decision
        return Permitted(MappingProxyType(found))


def _question(by: Actor, action: str, tenant_id: TenantId | None, place: DepartmentId | None = None) -> Question:
    if tenant_id is None:
        if not isinstance(by, ClientUser):
            message = "does not say at which client."
            raise InvalidValue(message, field="tenant_id", remedy="Name the client; a user's own is the default.")
        tenant_id = by.tenant_id
    question = Question(tenant_id, by, action, (), place)
    usual = (
        isinstance(by, ClientUser)
        and (by.scopes is None or isinstance(by.scopes, frozenset))
        and isinstance(action, str)
        and all(isinstance(each, UUID) for each in (tenant_id, by.tenant_id, by.user_id))
        and (place is None or isinstance(place, UUID))
    )
    # Looking into it takes longer than the answer; a question as it should be does not pay for it.
    return question if usual else require_kind(question, Question, "question")


def _at(question: Question, place: DepartmentId) -> Question:
    return Question(question.tenant_id, question.by, question.action, (), place)


def _bound(work: GateWork, question: Question, at: datetime) -> tuple[DepartmentId, ...]:
    """Read the departments to which the asker's roles are bound, as of an instant."""
    if not isinstance(question.by, ClientUser) or is_foreign(question):
        return ()
    held = (each.department_id for each in work.assignments.of_user(question.by.user_id, at))
    return tuple(dict.fromkeys(each for each in held if each is not None))


def _decider(work: GateWork, informants: Informants, at: datetime) -> _Decide:
    return lambda each: judge(each, circumstances(work, informants, each, at=at, known_at=at))
