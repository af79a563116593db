"""Ports of estimates: what is asked of other contexts and of adapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

from attrs import frozen

from saas_core.engagements.estimates.content import Provider
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.kernel.ids import AssignmentId, DepartmentId, EngagementId, EstimateId, StaffId, TicketId, UserId
from saas_core.kernel.money import Money
from saas_core.kernel.work import Work


@frozen(kw_only=True)
class Person:
    """An active user of the client, as letters and evidence name it."""

    user_id: UserId
    name: str
    address: str


class People(Protocol):
    """Knows a client's people and what their roles allow."""

    def person(self, work: Work, user_id: UserId) -> Person | None:
        """Return an active user."""
        ...

    def holders(self, work: Work, permission: str, department_id: DepartmentId | None) -> Iterable[UserId]:
        """Return active users whose roles allow a permission there, whatever their limits, each once; owners first."""
        ...

    def roles(self, work: Work, user_id: UserId, through: Iterable[AssignmentId], at: datetime) -> tuple[str, ...]:
        """Return the names of the roles behind assignments of a user at an instant, each once."""
        ...

    def limit(self, work: Work, user_id: UserId, through: Iterable[AssignmentId], at: datetime) -> int | None:
        """Return the highest limit among assignments of a user at an instant, in minor units; None for no limit."""
        ...


class Parties(Protocol):
    """Knows the two sides of an estimate."""

    def client(self, work: Work) -> str:
        """Return the legal name of the client."""
        ...

    def zone(self, work: Work) -> str:
        """Return the client's time zone by its IANA name."""
        ...

    def provider(self, work: Work) -> Provider:
        """Return the provider as its documents name it."""
        ...

    def tax_statement(self, work: Work) -> str:
        """Return the sentence that says how taxes are treated."""
        ...


class Worked(Protocol):
    """Knows the time worked on an engagement under its approvals."""

    def used(
        self, work: Work, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> tuple[int, datetime | None]:
        """Return the billable seconds worked by `at`, and the instant at which a running timer uses up the rest.

        As known at `seen`, or now if that is None.
        """
        ...

    def by_rate(self, work: Work, engagement_id: EngagementId, *, at: datetime) -> Mapping[Money, int]:
        """Return the billable seconds worked by now at each rate, timers that run included."""
        ...


class NothingWorked:
    """The time of a platform without time entries: none."""

    def used(
        self, work: Work, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> tuple[int, datetime | None]:
        """Return no time for any engagement."""
        del work, engagement_id, at, seen
        return 0, None

    def by_rate(self, work: Work, engagement_id: EngagementId, *, at: datetime) -> Mapping[Money, int]:
        """Return no time at any rate."""
        del work, engagement_id, at
        return {}


NOTHING_WORKED: Final = NothingWorked()


class Colleagues(Protocol):
    """Knows the provider's staff."""

    def require_second(self, first: StaffId, second: StaffId, asked_at: datetime) -> None:
        """Require that a second member of staff is another, independent person.

        Raises SamePerson, StaffUnknown.
        """
        ...


class Staffing(Protocol):
    """Knows the names and addresses of the provider's staff."""

    def member(self, staff_id: StaffId) -> tuple[str, str] | None:
        """Return the name and the address of an active member of staff."""
        ...


class Pages(Protocol):
    """Says where clients find what letters speak of."""

    def approval(self, token: str) -> str:
        """Return the page that a link to an estimate opens, or the command that does it."""
        ...

    def estimate(self, estimate_id: EstimateId) -> str:
        """Return the page of an estimate, or the command that shows it."""
        ...

    def ticket(self, ticket_id: TicketId) -> str:
        """Return the page of a ticket, or the command that shows it."""
        ...


class Documents(Protocol):
    """Renders documents once, at the instant at which they are issued."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return the document of a content, of kind `estimate`, `invoice`, `credit_note` or `evidence`.

        The same content and instant give the same bytes. Raises DocumentsMissing where nothing renders documents.
        """
        ...

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the characters of a content that cannot be shown in the document; nothing is left out silently.

        Raises DocumentsMissing where nothing renders documents.
        """
        ...


class NoDocuments:
    """A platform on which nothing renders documents, so that nothing is issued."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Raise DocumentsMissing."""
        del kind, content, at
        raise DocumentsMissing

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Raise DocumentsMissing."""
        del kind, content
        raise DocumentsMissing
