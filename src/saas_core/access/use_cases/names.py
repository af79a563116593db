"""Names: the ids for the addresses, paths and names that people type."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.access.errors import RoleUnknown, UserUnknown
from saas_core.access.model import User
from saas_core.access.policies import department_at, role_named
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import organization
from saas_core.access.use_cases.act import Act, Acts, require_finding
from saas_core.access.values import LICENSE_SEEN, PEOPLE_SEEN, ROLES_SEEN
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, Ids, RoleId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.suggesting import MOST_COMPARED, near
from saas_core.kernel.text import LONGEST_EMAIL
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Decision, Refused
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
        """Find a user by address, ignoring case, with or without a license; raises UserUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_finding(act)
            user = _found(act, email)
            if user is None:
                raise UserUnknown(typed=email.strip(), like=_addresses_like(act, email))
            return user.id

    def department(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Find a department by its path (`Sales/Retail`), or by its name if only one has it.

        Raises DepartmentUnknown, InvalidValue for a name that several have, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            require_finding(act)
            return department_at(organization(act.work).tree, path)

    def role(self, *, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        """Find a role by name, ignoring case; raises RoleUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_finding(act)
            roles = act.work.roles.all()
            role = role_named(roles, name)
            if role is None:
                raise RoleUnknown(typed=name.strip(), like=near(name, (each.name for each in roles)))
            return role.id

    def asked_user(self, *, by: Actor, tenant_id: TenantId, who: str | UserId) -> UserId:
        """Find the user that a question is about, by id or address, ignoring case; with or without a license.

        Open to the user in question, and to those who manage people: the answer to the question then names what is
        wrong with the license, and is not itself refused for it. Staff needs a break-glass grant for it (1.5), or asks
        before activation. Raises UserUnknown, Refused.
        """
        return self.asked_users(by=by, tenant_id=tenant_id, who=(who,))[0]

    def asked_users(self, *, by: Actor, tenant_id: TenantId, who: Iterable[str | UserId]) -> tuple[UserId, ...]:
        """Find the users that several questions are about, each as `asked_user` does, in one consistent state."""
        with self._acts.read(tenant_id, by) as act:
            _require_asking(act, ROLES_SEEN)
            seen: Decision | None = None
            found: list[UserId] = []
            for each in who:
                user = _found(act, each)
                if isinstance(by, ClientUser) and (user is None or user.id != by.user_id):
                    seen = seen or act.decide(PEOPLE_SEEN)
                    if any(each.code in _OF_ROLES for each in seen.reasons):
                        raise Refused(seen)
                if user is None:
                    typed = each.strip() if isinstance(each, str) else ""
                    raise UserUnknown(typed=typed, like=_addresses_like(act, typed))
                found.append(user.id)
            return tuple(found)

    def asked_department(self, *, by: Actor, tenant_id: TenantId, path: str) -> DepartmentId:
        """Find the department that a question is about, as `department` does; open to the client's users.

        Staff needs a break-glass grant for it (1.5), or asks before activation.
        """
        with self._acts.read(tenant_id, by) as act:
            _require_asking(act, PEOPLE_SEEN)
            return department_at(organization(act.work).tree, path)


def _require_asking(act: Act, action: str) -> None:
    """Require that the actor may ask about the client's people: its users may, and staff as far as it may see them."""
    act.require(LICENSE_SEEN if isinstance(act.by, ClientUser) else action)


def _found(act: Act, who: str | UserId) -> User | None:
    if not isinstance(who, str):
        return act.work.users.get(who)
    address = who.strip()
    # What no address can be is not folded first.
    return act.work.users.by_email(address) if len(address) <= LONGEST_EMAIL else None


def _addresses_like(act: Act, typed: str) -> tuple[str, ...]:
    """Return addresses that may have been meant, to whoever may list people anyway.

    Among many users only the first are compared. Staff learns none without a grant (1.5), and a look under a grant is
    journaled as any other.
    """
    if not typed or not act.may(PEOPLE_SEEN):
        return ()
    return near(typed, (each.email for each in act.work.users.page(None, MOST_COMPARED)))
