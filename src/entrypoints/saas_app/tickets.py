"""Answers to support: who a client's people are, what it is called, and who keeps what tickets are converted into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from saas_app.answers import ContactsOfTenancy, whole
from saas_core.access.policies import Tree
from saas_core.access.values import UserState
from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import DepartmentId, EngagementId, UserId
from saas_core.policy.terms import offered
from saas_core.tenancy.errors import TenantUnknown

if TYPE_CHECKING:
    from saas_core.access.model import User
    from saas_core.engagements.ports import EngagementsWork
    from saas_core.engagements.use_cases.of_others import RequestsOfOthers
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.work import Work
    from saas_core.support.model.ticket import Ticket


class PeopleOfAccess:
    """Answers support's questions about the client's users and departments."""

    def address(self, work: Work, user_id: UserId) -> str:
        """Return the address of a user who is not deactivated, in the form in which addresses are compared, or ""."""
        user = whole(work).users.get(user_id)
        return "" if user is None or _gone(user) else canonical(user.email)

    def user_at(self, work: Work, address: str) -> UserId | None:
        """Return the user with an address, unless that user is deactivated."""
        user = whole(work).users.by_email(address)
        return None if user is None or _gone(user) else user.id

    def names(self, work: Work, people: Iterable[UUID]) -> Mapping[UUID, str]:
        """Return the names of users of the client, by id; unknown ones are left out."""
        users = (whole(work).users.get(UserId(each)) for each in people)
        return {each.id: each.name for each in users if each is not None}

    def department_names(self, work: Work, department_ids: Iterable[DepartmentId]) -> Mapping[DepartmentId, str]:
        """Return the paths of departments from the top, by id."""
        tree = Tree.of(whole(work).departments.all())
        return {each: tree.names(each) for each in department_ids if each in tree.departments}


class SlugsOfTenancy:
    """Answers support's question for the short name of a client."""

    def slug(self, work: Work) -> str:
        """Return the short name of the client."""
        tenant = whole(work).tenants.get()
        if tenant is None:
            raise TenantUnknown
        return tenant.slug

    def names(self, work: Work) -> tuple[str, ...]:
        """Return the name and the short name of the client."""
        tenant = whole(work).tenants.get()
        return () if tenant is None else (tenant.slug, ContactsOfTenancy().contact(work).name)


@frozen
class RequestsOfEngagements:
    """Keeps what tickets are converted into as requests of engagements, in the same unit of work."""

    requests: RequestsOfOthers

    def request(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> EngagementId:
        """Return the one request of a ticket; it is called as the terms call the row, never as the ticket is."""
        rows = whole(work)
        version = ticket.opening.terms_version
        terms = rows.terms.get(version) or offered(rows.terms.all(), at)
        row = next((each for each in terms.actions if each.name == ticket.scope.named), None)
        return self.requests.of_ticket(
            _requests(work),
            ticket_id=ticket.id,
            title="custom work" if row is None else row.title,
            department_id=ticket.department_id,
            terms_version=version,
            by=by,
            at=at,
        )

    def withdraw(
        self, work: Work, engagement_id: EngagementId, *, by: Actor, at: datetime, asked_by: UserId | None
    ) -> None:
        """Withdraw a request, unless something of it was approved; whoever opened the ticket is told."""
        self.requests.withdraw(_requests(work), engagement_id, by, at, asked_by)

    def erase(self, work: Work, user_id: UserId, *, at: datetime) -> None:
        """Remove the words of the requests that a user made."""
        self.requests.erase(_requests(work), user_id, at)


def _requests(work: Work) -> EngagementsWork:
    return whole(work)


def _gone(user: User) -> bool:
    return user.state is UserState.DEACTIVATED
