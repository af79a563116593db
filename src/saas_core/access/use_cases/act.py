"""Acts of access, which also journal every action and view of staff under a break-glass grant, with the grant (1.5)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

from attrs import field, frozen

from saas_core.access.errors import OwnersOnly
from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.policies import Grantor, owner_role
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, grantor, owners_of
from saas_core.access.values import (
    PEOPLE,
    PEOPLE_SEEN,
    PEOPLE_TAKEN,
    ROLES,
    ROLES_SEEN,
    ROLES_TAKEN,
    RoleGrant,
)
from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import DepartmentId, EntryId, GrantId, UserId
from saas_core.kernel.journal import EntryKind, Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.secrets import hashed
from saas_core.kernel.tasks import CLIENT
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
        if not self.under:
            return super().note(action, subject, details, kind)
        grant_id = self.under[0][0]
        entry = super().note(action, subject, {**details, "grant": str(grant_id)}, kind)
        use_grant(self, grant_id, entry, action, subject)
        return entry


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
            details: dict[str, Value] = {"grant": str(grant_id), "action": action}
            entry = act.note("access.see_under_grant", f"grant:{grant_id}", details)
            use_grant(act, grant_id, entry, action, f"grant:{grant_id}")


def use_grant(act: Act, grant_id: GrantId, entry: EntryId, action: str, subject: str) -> None:
    """Keep that a grant was used, by the entry that says how, and have the client told."""
    act.work.grant_uses.save(GrantUse(id=entry, grant_id=grant_id, at=act.at, action=action, subject=subject))
    act.want(SWEEP, CLIENT)


def grant_of(act: Act) -> BreakGlassGrant | None:
    """Return the break-glass grant under which staff acts; None for whoever needs none."""
    under = act.under if isinstance(act, _WatchedAct) else []
    return act.work.break_glass.get(under[0][0]) if under else None


def grantor_of(act: Act, known: Organization) -> Grantor:
    """Read the limits of an actor's grants; under most grants staff makes nobody an owner (1.5)."""
    under = grant_of(act)
    return grantor(act.work, act.by, known, owners=under is None or under.makes_owners)


def by_link(act: Act, kind: str, token: str) -> Act:
    """Return the act as one by the holder of a link: until it is used, nothing else tells one holder from another."""
    return act.acting_as(System(f"{kind}/{hashed(token)}"))


def require_power_over(act: Act, user_id: UserId) -> None:
    """Require an owner, in person, to change a user who holds the Owner role; staff may until activation (2.1).

    Raises OwnersOnly.
    """
    role = owner_role(act.work.roles.all())
    if role is None or all(each.role_id != role.id for each in act.work.assignments.of_user(user_id)):
        return
    if isinstance(act.by, Staff) and grant_of(act) is None:
        return
    match act.by:
        case ClientUser(user_id=own, scopes=None) if any(each.id == own for each in owners_of(act.work)):
            return
        case _:
            raise OwnersOnly


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
    _require_somewhere(act, PEOPLE_SEEN, ROLES_SEEN)


def require_finding(act: Act) -> None:
    """Require that the actor manages people or roles somewhere, or may take them away, which needs no license.

    Raises Refused.
    """
    _require_somewhere(act, PEOPLE_SEEN, ROLES_SEEN, PEOPLE_TAKEN, ROLES_TAKEN)


def _require_somewhere(act: Act, *actions: str) -> None:
    places: list[DepartmentId | None] = [None]
    if isinstance(act.by, ClientUser):
        places += [each.department_id for each in act.work.assignments.of_user(act.by.user_id)]
    for place in dict.fromkeys(places):
        if any(act.decide(action, place).allowed for action in actions):
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
