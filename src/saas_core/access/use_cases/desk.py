"""The path that every command of access takes: begin, judge, answer a repeat, change, journal, commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from attrs import frozen

from saas_core.access.model import Department, Role, User
from saas_core.access.policies import held_patterns, within
from saas_core.access.ports import AccessWork
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.commands import once
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import DepartmentId, EntryId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Note, Value
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge

R = TypeVar("R")


@frozen(kw_only=True)
class Ports:
    """What every desk of access needs of the outside."""

    transactions: Transactions[AccessWork]
    clock: Clock
    ids: Ids
    judge: Judge
    digests: Digests


@frozen(kw_only=True)
class Command:
    """What is asked, by whom, under which name and key; `request` is what a repeat must match."""

    by: Actor
    tenant_id: TenantId
    action: str
    name: str
    request: Mapping[str, Value]
    key: str | None
    department_id: DepartmentId | None = None


class Desk:
    """Carries commands out; subclasses say what each changes."""

    def __init__(self, ports: Ports) -> None:
        """Take the ports."""
        self._ports = ports

    def _carry_out(
        self,
        command: Command,
        result: type[R],
        change: Callable[[AccessWork, datetime], R],
    ) -> R:
        """Judge and carry out one command in one unit of work; raises Refused, KeyReused and what `change` raises."""
        with self._ports.transactions.begin(command.tenant_id) as work:
            at = self._ports.clock.now()
            question = Question(
                tenant_id=command.tenant_id,
                by=command.by,
                action=command.action,
                department_id=command.department_id,
            )
            self._ports.judge.require(work, question, at)
            answer = once(
                work,
                key=command.key,
                command=command.name,
                request=command.request,
                result=result,
                do=lambda: change(work, at),
            )
            work.commit()
            return answer

    def _note(
        self,
        work: AccessWork,
        at: datetime,
        by: Actor,
        action: str,
        subject: str,
        details: Mapping[str, Value],
    ) -> None:
        work.journal.append(
            Note(
                id=EntryId(self._ports.ids.new()),
                at=at,
                by=by,
                action=action,
                subject=subject,
                details=details,
            )
        )

    def _not_beyond(
        self,
        work: AccessWork,
        by: Actor,
        wanted: frozenset[str],
        department_id: DepartmentId | None,
    ) -> None:
        """Raise MoreThanHeld when a user grants more than the own roles allow in that department (1.4.b).

        Staff is let in by the judge only until activation, when there is nobody yet to compare it with (2.1).
        """
        if isinstance(by, ClientUser):
            within(wanted, own_patterns(work, by.user_id, department_id))


def own_patterns(
    work: AccessWork, user_id: UserId, department_id: DepartmentId | None
) -> frozenset[str]:
    """Give the permissions and areas that a user holds in a department, or in the instance as a whole."""
    roles = {each.id: each for each in work.roles.all()}
    tree = {each.id: each for each in work.departments.all()}
    return held_patterns(work.assignments.of_user(user_id), roles, tree, department_id)


def the_user(work: AccessWork, user_id: UserId) -> User:
    """Give a user; raises NotFound."""
    user = work.users.get(user_id)
    if user is None:
        message = "there is no such user."
        raise NotFound(
            message,
            field="user",
            remedy="Check the address; `saas users list` shows them.",
        )
    return user


def the_role(work: AccessWork, role_id: RoleId) -> Role:
    """Give a role; raises NotFound."""
    role = next((each for each in work.roles.all() if each.id == role_id), None)
    if role is None:
        message = "there is no such role."
        raise NotFound(
            message,
            field="role",
            remedy="Check its name; `saas roles list` shows them.",
        )
    return role


def the_department(work: AccessWork, department_id: DepartmentId) -> Department:
    """Give a department; raises NotFound."""
    department = next(
        (each for each in work.departments.all() if each.id == department_id), None
    )
    if department is None:
        message = "there is no such department."
        raise NotFound(
            message,
            field="department",
            remedy="Check its name; `saas departments list` shows them.",
        )
    return department
