"""The names behind references to people, roles, departments and staff, for whoever may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from saas_core.access.policies import Tree
from saas_core.access.ports import AccessWork
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import PEOPLE_SEEN, ROLES_SEEN, STAFF
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import PROVIDER, DepartmentId, Ids, StaffId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_OF_CLIENT = frozenset({"user", "role", "department"})
_OF_STAFF = "staff"


class NamesByReference:
    """Names users, roles and departments of a client, and members of staff, by references such as `user:<id>`.

    Whoever may not list them somewhere else sees no name here either, except their own; staff that looks under a
    break-glass grant is journaled, as with every other look (1.5).
    """

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def names(self, *, by: Actor, tenant_id: TenantId, references: Iterable[str]) -> Mapping[str, str]:
        """Return the names that the actor may see, by reference."""
        wanted = {kind: ids for kind, ids in _by_kind(references).items() if ids}
        known: dict[str, str] = {}
        if _OF_CLIENT & wanted.keys() and tenant_id != PROVIDER:
            with self._acts.read(tenant_id, by) as act:
                known |= _of_client(act, wanted)
        if _OF_STAFF in wanted and isinstance(by, Staff):
            with self._acts.read(PROVIDER, by) as act:
                known |= _of_staff(act, wanted[_OF_STAFF])
        return known


def _by_kind(references: Iterable[str]) -> dict[str, set[UUID]]:
    """Return the ids of the references by kind, leaving out what is none."""
    kinds: dict[str, set[UUID]] = {kind: set() for kind in (*_OF_CLIENT, _OF_STAFF)}
    for each in references:
        kind, _, text = each.partition(":")
        if kind not in kinds:
            continue
        try:
            kinds[kind].add(UUID(text))
        except ValueError:
            continue
    return kinds


def _of_client(act: Act, wanted: Mapping[str, set[UUID]]) -> dict[str, str]:
    known: dict[str, str] = {}
    users = wanted.get("user", set())
    if users and not act.may(PEOPLE_SEEN):
        users = users & _own(act.by)
    for number in users:
        user = act.work.users.get(UserId(number))
        if user is not None:
            known[f"user:{number}"] = user.name
    roles = wanted.get("role")
    if roles and act.may(ROLES_SEEN):
        known |= {f"role:{each.id}": each.name for each in act.work.roles.all() if each.id in roles}
    departments = wanted.get("department")
    if departments and (act.may(PEOPLE_SEEN) or act.may(ROLES_SEEN)):
        tree = Tree.of(act.work.departments.all())
        paths = {number: tree.names(DepartmentId(number)) for number in departments}
        known |= {f"department:{number}": path for number, path in paths.items() if path}
    return known


def _own(by: Actor) -> set[UUID]:
    return {by.user_id} if isinstance(by, ClientUser) else set()


def _of_staff(act: Act, wanted: set[UUID]) -> dict[str, str]:
    members = wanted if act.may(STAFF) else wanted & {act.by.staff_id if isinstance(act.by, Staff) else None}
    found = (act.work.staff.get(StaffId(each)) for each in members)
    return {f"staff:{each.id}": each.name for each in found if each is not None}
