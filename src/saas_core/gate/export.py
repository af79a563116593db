"""The client's own data, taken out page by page; it stays open without a license (0.1).

Each page is read from one state and judged anew, so an export of any size holds little and ends when its asker's rights
do. Of each part only those are told whose roles let them read it, whatever is wrong with the license.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from attrs import frozen

from saas_core.access.model import User
from saas_core.access.policies import Tree, holdings
from saas_core.access.queries.views import AssignmentView, assignment_view, department_view, role_view
from saas_core.access.values import PEOPLE, ROLES
from saas_core.gate.gathering import tenant_in
from saas_core.gate.ports import GateWork
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import InstanceId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.work import Transactions
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.queries import fact_view
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import ReasonCode
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.queries import AccountView, account_view

EXPORT = "data.export"

# What shuts a part because of the license or the setup alone does not keep a client from its own data (0.1); whatever
# else is a reason, also one that is added some day, keeps the asker from it.
_IN_SPITE_OF = frozenset(
    {
        ReasonCode.LICENSE_ON_HOLD,
        ReasonCode.LICENSE_MISSING,
        ReasonCode.TERMS_NOT_ACCEPTED,
        ReasonCode.LICENSE_NOT_STARTED,
        ReasonCode.FIRST_PAYMENT_PENDING,
        ReasonCode.PAYMENT_REFUNDED,
        ReasonCode.PAYMENT_DISPUTED,
        ReasonCode.PAYMENT_OVERDUE,
        ReasonCode.RENEWAL_UNCONFIRMED,
        ReasonCode.LICENSE_CANCELED,
        ReasonCode.LICENSE_EXPIRED,
        ReasonCode.SETUP_INCOMPLETE,
    }
)
_MANAGING = (PEOPLE, ROLES)


@frozen
class ExportedTenant:
    """The client, its instance, and its account."""

    tenant_id: TenantId
    slug: str
    kind: str
    added_at: datetime
    instance_id: InstanceId
    region: str
    activated_at: datetime | None
    account: AccountView | None


@frozen
class ExportedUser:
    """A user, and the roles it holds."""

    user_id: UserId
    name: str
    email: str
    state: str
    assignments: tuple[AssignmentView, ...]


@frozen
class ExportPage:
    """A page of one part: its records, and after what the next one begins; None when the part has ended.

    `withheld` tells that the asker's roles do not let it read this part, which is then empty.
    """

    part: str
    records: tuple[object, ...]
    after: str | None
    withheld: bool = False


@checked
class Exports:
    """Takes out all that is a client's own, but for secrets, which nobody is told."""

    def __init__(self, *, transactions: Transactions[GateWork], clock: Clock, judge: Judge) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._judge = judge

    def page(self, *, by: Actor, tenant_id: TenantId, part: str, after: str = "", limit: int = 500) -> ExportPage:
        """Give a page of a part, one of PARTS, beginning after what the page before said; at most 1,000 records.

        Raises Refused without `data.export`, TenantUnknown, InvalidValue for an unknown part and for an `after` that
        no page said.
        """
        reader = _PARTS.get(part)
        if reader is None:
            message = f"{part[:40]!r} is no part of an export."
            raise InvalidValue(message, field="part", remedy=f"Name one of {', '.join(PARTS)}.")
        needed, read = reader
        with self._transactions.read(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id, by, EXPORT), at)
            if needed and not any(self._reads(work, by, each, at) for each in needed):
                return ExportPage(part, (), None, withheld=True)
            size = page_size(limit)
            found, last = read(work, after, size, at)
            return ExportPage(part, tuple(found), last)

    def _reads(self, work: GateWork, by: Actor, action: str, at: datetime) -> bool:
        decision = self._judge.decide(work, Question(work.tenant_id, by, action), at)
        return all(each.code in _IN_SPITE_OF for each in decision.reasons)


_Read = Callable[[GateWork, str, int, datetime], tuple[Sequence[object], str | None]]


def _tenant(work: GateWork, after: str, _limit: int, _at: datetime) -> tuple[Sequence[object], str | None]:
    _require_none(after)
    tenant = tenant_in(work)
    if tenant is None:
        raise TenantUnknown
    told = ExportedTenant(
        tenant_id=tenant.id,
        slug=tenant.slug,
        kind=tenant.kind.value,
        added_at=tenant.added_at,
        instance_id=tenant.instance.id,
        region=tenant.instance.region,
        activated_at=tenant.instance.activated_at,
        account=account_view(tenant),
    )
    return (told,), None


def _license(work: GateWork, after: str, limit: int, at: datetime) -> tuple[Sequence[object], str | None]:
    license_ = work.licenses.get()
    if license_ is None:
        raise LicenseUnknown
    facts, begins = license_.known(at), _position(after)
    ends = begins + limit
    return [fact_view(each) for each in facts[begins:ends]], str(ends) if ends < len(facts) else None


def _departments(work: GateWork, after: str, _limit: int, _at: datetime) -> tuple[Sequence[object], str | None]:
    _require_none(after)
    tree = Tree.of(work.departments.all())
    return [department_view(each, tree.names(each.id)) for each in tree.departments.values()], None


def _roles(work: GateWork, after: str, _limit: int, _at: datetime) -> tuple[Sequence[object], str | None]:
    _require_none(after)
    return [role_view(each) for each in work.roles.all()], None


def _users(work: GateWork, after: str, limit: int, _at: datetime) -> tuple[Sequence[object], str | None]:
    page = work.users.page(_user(after), limit)
    tree, roles = Tree.of(work.departments.all()), work.roles.all()

    def told(user: User) -> ExportedUser:
        held = holdings(work.assignments.of_user(user.id), roles)
        shown = tuple(assignment_view(each, tree.names(each.assignment.department_id)) for each in held)
        return ExportedUser(user.id, user.name, user.email, user.state.value, shown)

    return [told(each) for each in page], str(page[-1].id) if len(page) == limit else None


def _journal(work: GateWork, after: str, limit: int, _at: datetime) -> tuple[Sequence[object], str | None]:
    entries = work.journal.entries(after=_position(after), limit=limit)
    return entries, str(entries[-1].position) if len(entries) == limit else None


_PARTS: Mapping[str, tuple[tuple[str, ...], _Read]] = MappingProxyType(
    {
        "tenant": ((), _tenant),
        "license": ((), _license),
        "departments": (_MANAGING, _departments),
        "roles": (_MANAGING, _roles),
        "users": (_MANAGING, _users),
        "journal": (("audit.read",), _journal),
    }
)
PARTS = tuple(_PARTS)
"""What an export is made of, in its order."""


def _require_none(after: str) -> None:
    if after:
        raise _unknown()


def _position(after: str) -> int:
    if after and not (after.isascii() and after.isdigit() and len(after) < len(str(2**63))):
        raise _unknown()
    return int(after or 0)


def _user(after: str) -> UserId | None:
    try:
        return UserId(UUID(after)) if after else None
    except ValueError:
        raise _unknown() from None


def _unknown() -> InvalidValue:
    message = "is not what a page said."
    return InvalidValue(message, field="after", remedy="Give what the page before said, or nothing.")
