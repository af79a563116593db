"""Names: the ids for the addresses, paths and names that people type."""

from __future__ import annotations

from saas_core.access.errors import RoleUnknown, UserUnknown
from saas_core.access.policies import department_at, role_named
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import organization
from saas_core.access.use_cases.act import Acts, require_managing
from saas_core.access.values import LICENSE_SEEN, PEOPLE_SEEN
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Refused
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import ReasonCode

_OF_ROLES = frozenset(
    {
        ReasonCode.USER_UNKNOWN,
        ReasonCode.USER_DEACTIVATED,
        ReasonCode.PERMISSION_MISSING,
        ReasonCode.DEPARTMENT_OUT_OF_SCOPE,
        ReasonCode.KEY_OUT_OF_SCOPE,
    }
)


class Names:
    """Resolves names for those who manage people or roles somewhere in the instance."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def user(self, *, by: Actor, tenant_id: TenantId, email: str) -> UserId:
        """Find a user by address, ignoring case; raises UserUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            user = act.work.users.by_email(email.strip())
            if user is None:
                raise UserUnknown
            return user.id

    def department(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Find a department by its path (`Sales/Retail`), or by its name if only one has it.

        Raises DepartmentUnknown, InvalidValue for a name that several have, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            return department_at(organization(act.work).tree, path)

    def role(self, *, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        """Find a role by name, ignoring case; raises RoleUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            role = role_named(act.work.roles.all(), name)
            if role is None:
                raise RoleUnknown
            return role.id

    def asked_user(self, *, by: Actor, tenant_id: TenantId, who: str | UserId) -> UserId:
        """Find the user that a question is about, by id or address, ignoring case; with or without a license.

        Open to staff, to the user in question, and to those who manage people: the answer to the question then names
        what is wrong with the license, and is not itself refused for it. Raises UserUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(LICENSE_SEEN)
            user = act.work.users.by_email(who.strip()) if isinstance(who, str) else act.work.users.get(who)
            if isinstance(by, ClientUser) and (user is None or user.id != by.user_id):
                decision = act.decide(PEOPLE_SEEN)
                if any(each.code in _OF_ROLES for each in decision.reasons):
                    raise Refused(decision)
            if user is None:
                raise UserUnknown
            return user.id

    def asked_department(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Find the department that a question is about, as `department` does; open to readers of the license."""
        with self._acts.read(tenant_id, by) as act:
            act.require(LICENSE_SEEN)
            return department_at(organization(act.work).tree, path)
