"""Answers to engagements: who a client's people are, what both sides are called, and who checks documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from saas_app.answers import ContactsOfTenancy, whole
from saas_core.access.model import EVERYTHING
from saas_core.access.policies import Tree, holdings
from saas_core.access.policies.rights import Holding, permissions_through
from saas_core.access.policies.second_person import Colleagues
from saas_core.access.values import APART, UserState, staff_holder
from saas_core.engagements.estimates.content import Provider
from saas_core.engagements.estimates.errors import SamePerson
from saas_core.engagements.estimates.ports.asking import Person
from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import PROVIDER, UserId
from saas_core.kernel.pages import LARGEST_PAGE, all_of

if TYPE_CHECKING:
    from saas_core.access.model import User
    from saas_core.access.ports import AccessWork
    from saas_core.engagements.billing.values import BillingProfile
    from saas_core.engagements.estimates.ports import EstimatesWork
    from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, StaffId
    from saas_core.kernel.work import Transactions, Work

TAX_STATEMENT = "Prices exclude tax; tax is shown apart on each invoice where it applies."


class PeopleOfEstimates:
    """Answers estimates' questions about the client's users and what their roles allow."""

    def person(self, work: Work, user_id: UserId) -> Person | None:
        """Return an active user."""
        user = whole(work).users.get(user_id)
        if user is None or user.state is not UserState.ACTIVE:
            return None
        return Person(user_id=user.id, name=user.name, address=canonical(user.email))

    def holders(self, work: Work, permission: str, department_id: DepartmentId | None) -> Iterator[UserId]:
        """Yield active users whose roles allow a permission there, whatever their limits, each once; owners first."""
        rows = whole(work)
        roles = [each for each in rows.roles.all() if permissions_through(each, permission)]
        places: list[DepartmentId | None] = [None]
        if department_id is not None:
            places += Tree.of(rows.departments.all()).path(department_id)
        # Owners have no limit, so that few others are looked at where few of these may approve so much.
        owners = [each.id for each in roles if EVERYTHING in each.permissions]
        given: set[UserId] = set()
        for some in (owners, [each.id for each in roles]):
            for each in _holding(rows, some, places):
                if each.id not in given:
                    given.add(each.id)
                    yield each.id

    def roles(self, work: Work, user_id: UserId, through: Iterable[AssignmentId], at: datetime) -> tuple[str, ...]:
        """Return the names of the roles behind assignments of a user at an instant, each once."""
        return tuple(dict.fromkeys(each.role.name for each in _held(work, user_id, through, at)))

    def limit(self, work: Work, user_id: UserId, through: Iterable[AssignmentId], at: datetime) -> int | None:
        """Return the highest limit among assignments of a user at an instant, in minor units; None for no limit."""
        limits = [each.limit_minor for each in _held(work, user_id, through, at)]
        return max((each for each in limits if each is not None), default=None) if None not in limits else None


def _holding(rows: AccessWork, role_ids: list[RoleId], places: list[DepartmentId | None]) -> Iterator[User]:
    """Yield the active users who hold one of the roles at one of the places, by id, a page at a time."""
    return all_of(lambda last: rows.holders.active(role_ids, places, None if last is None else last.id, LARGEST_PAGE))


def _held(work: Work, user_id: UserId, through: Iterable[AssignmentId], at: datetime) -> tuple[Holding, ...]:
    rows, wanted = whole(work), frozenset(through)
    return tuple(
        each
        for each in holdings(rows.assignments.of_user(user_id, at), rows.roles.all(at))
        if each.assignment.id in wanted
    )


@frozen
class PartiesOfTenancy:
    """Answers estimates' questions what both sides are called, and where the client is."""

    profile: BillingProfile

    def client(self, work: Work) -> str:
        """Return the legal name of the client."""
        return ContactsOfTenancy().contact(work).name

    def zone(self, work: Work) -> str:
        """Return the client's time zone by its IANA name."""
        return ContactsOfTenancy().zone(work)

    def provider(self, work: Work) -> Provider:
        """Return the provider as its documents name it."""
        del work
        return self.profile.provider

    def tax_statement(self, work: Work) -> str:
        """Return the sentence that says how taxes are treated."""
        del work
        return TAX_STATEMENT


@frozen(kw_only=True)
class StaffOfAccess:
    """Answers estimates' questions about the provider's staff."""

    transactions: Transactions[AccessWork]
    apart: timedelta = APART

    def require_second(self, first: StaffId, second: StaffId, asked_at: datetime) -> None:
        """Require that a second member of staff is another, independent person; raises SamePerson, StaffUnknown."""
        with self.transactions.read(PROVIDER) as work:
            colleagues = Colleagues.of(work.staff.all(), work.keys.of_holder(staff_holder(second)), self.apart)
        colleagues.require_second(first, second, asked_at, SamePerson)

    def member(self, staff_id: StaffId) -> tuple[str, str] | None:
        """Return the name and the address of an active member of staff."""
        with self.transactions.read(PROVIDER) as work:
            found = work.staff.get(staff_id)
        return None if found is None or not found.active else (found.name, canonical(found.email))


def estimates_in(work: Work) -> EstimatesWork:
    """Return a unit of work as estimates know it."""
    return whole(work)
