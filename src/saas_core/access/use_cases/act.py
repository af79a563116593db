"""Acts of access, which also journal every action and view of staff under a break-glass grant, with the grant (1.5)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

from attrs import field, frozen

from saas_core.access.ports import AccessWork
from saas_core.access.values import PEOPLE, PEOPLE_SEEN, ROLES, ROLES_SEEN, RoleGrant
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import DepartmentId, EntryId, GrantId
from saas_core.kernel.journal import EntryKind, Value
from saas_core.policy import acting
from saas_core.policy.decision import Decision, Question

Act: TypeAlias = acting.Act[AccessWork]


@frozen
class _WatchedAct(acting.Act[AccessWork]):
    """An act that collects each action that would be refused without a grant, with the grant."""

    under: list[tuple[GrantId, str]] = field(factory=list)

    def answer(self, question: Question) -> Decision:
        decision = super().answer(question)
        if decision.under is not None:
            self.under.append((decision.under, question.action))
        return decision

    def note(
        self, action: str, subject: str, details: Mapping[str, Value], kind: EntryKind = EntryKind.CHANGE
    ) -> EntryId:
        """Write an entry as any act does, naming the grant if it was done under one."""
        grant: dict[str, Value] = {"grant": str(self.under[0][0])} if self.under else {}
        return super().note(action, subject, {**details, **grant}, kind)


@frozen
class Acts(acting.Acts[AccessWork]):
    """Opens acts; if one leaves no entry, views by staff under a grant are journaled before they are returned."""

    @contextmanager
    def _opened(self, opening: AbstractContextManager[AccessWork], by: Actor) -> Generator[Act]:
        act: _WatchedAct | None = None
        try:
            with opening as work:
                act = _WatchedAct(work, by, self.clock.now(), self.ids, self.judge)
                yield act
        except SaasError:
            # An error under a grant reveals something to staff too.
            if act is not None:
                self._journal_look(act)
            raise
        if not act.noted:
            self._journal_look(act)

    def _journal_look(self, seen: _WatchedAct) -> None:
        if not seen.under:
            return
        grant_id, action = seen.under[0]
        with self.begin(seen.work.tenant_id, seen.by) as act:
            act.note("access.see_under_grant", f"grant:{grant_id}", {"grant": str(grant_id), "action": action})


def require_joining(act: Act, grants: Iterable[RoleGrant]) -> None:
    """Require that a user may be added with these roles: the actor manages people and roles wherever they hold.

    Without roles, the actor must manage people in the whole instance. Raises Refused.
    """
    places = tuple(dict.fromkeys(each.department_id for each in grants))
    act.require(PEOPLE, *places)
    if places:
        act.require(ROLES, *places)


def require_managing(act: Act) -> None:
    """Require that the actor manages people or roles somewhere, and so may read names and lists.

    Even the manager of a single department must find the users and roles for it. Raises Refused.
    """
    places: list[DepartmentId | None] = [None]
    if isinstance(act.by, ClientUser):
        places += [each.department_id for each in act.work.assignments.of_user(act.by.user_id)]
    for place in dict.fromkeys(places):
        if any(act.decide(action, place).allowed for action in (PEOPLE_SEEN, ROLES_SEEN)):
            return
    act.require(PEOPLE_SEEN)


def id_text(identifier: object | None) -> str | None:
    """Return an id as the journal and requests keep it."""
    return None if identifier is None else str(identifier)


def grants_form(grants: Iterable[RoleGrant]) -> list[Value]:
    """Return grants as requests keep them."""
    return [
        {"role": str(each.role_id), "department": id_text(each.department_id), "limit": each.approval_limit_minor}
        for each in grants
    ]
