"""An act: who acts, when, in which unit of work; what every command of access begins with."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import TypeVar

from attrs import field, frozen

from saas_core.access.ports import AccessWork
from saas_core.access.values import PEOPLE, PEOPLE_SEEN, ROLES, ROLES_SEEN, RoleGrant
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.commands import once
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import DepartmentId, EntryId, GrantId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Decision, Question, Refused
from saas_core.policy.ports import Judge

R = TypeVar("R")


@frozen
class Act:
    """Who acts, and the instant, taken after the tenant was locked.

    `under` gathers the break-glass grants without which something would have been refused, with what it was; `noted`
    the entries that were written.
    """

    work: AccessWork
    by: Actor
    at: datetime
    ids: Ids
    judge: Judge
    under: list[tuple[GrantId, str]] = field(factory=list)
    noted: list[EntryId] = field(factory=list)

    def decide(self, action: str, department_id: DepartmentId | None = None) -> Decision:
        """Ask whether the policy allows the action there."""
        question = Question(self.work.tenant_id, self.by, action, department_id=department_id)
        decision = self.judge.decide(self.work, question, self.at)
        if decision.under is not None:
            self.under.append((decision.under, action))
        return decision

    def require(self, action: str, department_id: DepartmentId | None = None) -> None:
        """Require that the policy allows the action there; raises Refused."""
        decision = self.decide(action, department_id)
        if not decision.allowed:
            raise Refused(decision)

    def may(self, action: str) -> bool:
        """Tell whether the policy allows the action in the whole instance, and so in each of its departments."""
        return self.decide(action).allowed

    def require_joining(self, grants: Iterable[RoleGrant]) -> None:
        """Require that somebody may be added with these roles: people and roles are managed wherever the roles hold.

        Without roles, people are managed in the whole instance. Raises Refused.
        """
        places = tuple(dict.fromkeys(each.department_id for each in grants))
        for place in places or (None,):
            self.require(PEOPLE, place)
        for place in places:
            self.require(ROLES, place)

    def require_managing(self) -> None:
        """Require that the actor manages people or roles somewhere: then names and lists may be read.

        Who manages a department only has to find the users and roles for it. Raises Refused.
        """
        places: list[DepartmentId | None] = [None]
        if isinstance(self.by, ClientUser):
            places += [each.department_id for each in self.work.assignments.of_user(self.by.user_id)]
        for place in dict.fromkeys(places):
            if any(self.decide(action, place).allowed for action in (PEOPLE_SEEN, ROLES_SEEN)):
                return
        self.require(PEOPLE_SEEN)

    def note(self, action: str, subject: str, details: Mapping[str, Value]) -> None:
        """Write the change into the journal; details are ids, names of permissions, numbers and digests.

        What was done under a break-glass grant names it (1.5).
        """
        if self.under:
            details = {**details, "grant": str(self.under[0][0])}
        entry = EntryId(self.ids.new())
        self.noted.append(entry)
        self.work.journal.append(
            JournalEntryDraft(id=entry, at=self.at, by=self.by, action=action, subject=subject, details=details)
        )

    def answer(
        self, key: str | None, command: str, request: Mapping[str, Value], result: type[R], do: Callable[[], R]
    ) -> R:
        """Carry out the command once per key, and make it last; raises KeyReused."""
        view = once(self.work, key=key, command=command, request=request, result=result, do=do)
        self.work.commit()
        return view


@frozen
class Acts:
    """Opens units of work for acts."""

    transactions: Transactions[AccessWork]
    clock: Clock
    ids: Ids
    judge: Judge

    @contextmanager
    def begin(self, tenant_id: TenantId, by: Actor) -> Generator[Act]:
        """Open an act for change, alone on the tenant; one that changed nothing was a look, see `read`."""
        with self._seen(self.transactions.begin(tenant_id), by) as act:
            yield act
        if not act.noted:
            self._tell(act)

    @contextmanager
    def read(self, tenant_id: TenantId, by: Actor) -> Generator[Act]:
        """Open an act that only reads; what staff saw under a break-glass grant is journaled before it is given."""
        with self._seen(self.transactions.read(tenant_id), by) as act:
            yield act
        self._tell(act)

    @contextmanager
    def undone(self, tenant_id: TenantId, by: Actor) -> Generator[Act]:
        """Open an act of which nothing lasts; what staff saw of it under a break-glass grant is journaled."""
        with self._seen(self.transactions.begin(tenant_id), by) as act:
            yield act
        self._tell(act)

    @contextmanager
    def _seen(self, opening: AbstractContextManager[AccessWork], by: Actor) -> Generator[Act]:
        """Open an act in a unit of work; what an error tells staff under a grant was seen too."""
        act: Act | None = None
        try:
            with opening as work:
                act = Act(work, by, self.clock.now(), self.ids, self.judge)
                yield act
        except SaasError:
            if act is not None:
                self._tell(act)
            raise

    def _tell(self, seen: Act) -> None:
        if not seen.under:
            return
        grant_id, action = seen.under[0]
        with self.begin(seen.work.tenant_id, seen.by) as act:
            act.note("access.see_under_grant", f"grant:{grant_id}", {"grant": str(grant_id), "action": action})
            act.work.commit()


def shown(identifier: object | None) -> str | None:
    """Give an id as the journal and requests have it."""
    return None if identifier is None else str(identifier)


def grants_shown(grants: Iterable[RoleGrant]) -> list[Value]:
    """Give grants as requests have them."""
    return [
        {"role": str(each.role_id), "department": shown(each.department_id), "limit": each.approval_limit_minor}
        for each in grants
    ]
