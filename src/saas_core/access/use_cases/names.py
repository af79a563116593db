"""Names: the ids for the addresses, paths and names that people type."""

from __future__ import annotations

from saas_core.access.errors import RoleUnknown, UserUnknown
from saas_core.access.policies import department_at, name_key
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import organization
from saas_core.access.use_cases.act import Act, Acts, require_managing
from saas_core.access.values import LICENSE_SEEN, PEOPLE_SEEN
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.suggesting import MOST_COMPARED, near
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
                raise UserUnknown(typed=email.strip(), like=_addresses_like(act, email))
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
            wanted = name_key(name.strip())
            roles = act.work.roles.all()
            for role in roles:
                if name_key(role.name) == wanted:
                    return role.id
            raise RoleUnknown(typed=name.strip(), like=near(name, (each.name for each in roles)))

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
                typed = who.strip() if isinstance(who, str) else ""
                raise UserUnknown(typed=typed, like=_addresses_like(act, typed))
            return user.id

    def asked_department(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Find the department that a question is about, as `department` does; open to readers of the license."""
        with self._acts.read(tenant_id, by) as act:
            act.require(LICENSE_SEEN)
            return department_at(organization(act.work).tree, path)


def _addresses_like(act: Act, typed: str) -> tuple[str, ...]:
    """Return addresses that may have been meant, to whoever may list people anyway.

    Among many users only the first are compared. Staff learns none without a grant (1.5), and a look under a grant is
    journaled as any other.
    """
    if not typed or not act.may(PEOPLE_SEEN):
        return ()
    return near(typed, (each.email for each in act.work.users.page(None, MOST_COMPARED)))
