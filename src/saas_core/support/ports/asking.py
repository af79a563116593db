"""What support asks of others, in the unit of work of its own command; the application says who answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, EngagementId, TenantId, TicketId, UserId
from saas_core.kernel.work import Work
from saas_core.policy.decision import Question
from saas_core.policy.terms import Terms
from saas_core.support.model.scope import Proposal
from saas_core.support.model.ticket import Ticket
from saas_core.support.values import QuestionId


class Engagements(Protocol):
    """Keeps requests for paid work."""

    def request(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> EngagementId:
        """Return the one request of a ticket, made now unless it is there; it authorizes no work and no charge."""
        ...

    def withdraw(
        self, work: Work, engagement_id: EngagementId, *, by: Actor, at: datetime, asked_by: UserId | None
    ) -> None:
        """Withdraw a request as far as nothing of it was approved, and tell whoever asked for it.

        What was approved is not undone.
        """
        ...

    def erase(self, work: Work, user_id: UserId, *, at: datetime) -> None:
        """Remove the words of the requests that a user made."""
        ...


class Places(Protocol):
    """Where somebody may do something, as the gate judges it."""

    @property
    def everywhere(self) -> bool:
        """Whether it is allowed in the whole instance."""
        ...

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """Every department in which it is allowed."""
        ...


class Placing(Protocol):
    """Judges where somebody may do something."""

    def placed(self, work: Work, question: Question, at: datetime) -> Places:
        """Return where a question is allowed, as things stand in this unit of work."""
        ...


class People(Protocol):
    """Knows the client's users and departments."""

    def address(self, work: Work, user_id: UserId) -> str:
        """Return the address of a user who is not deactivated, in the form in which addresses are compared, or ""."""
        ...

    def user_at(self, work: Work, address: str) -> UserId | None:
        """Return the user with an address, unless that user is deactivated."""
        ...

    def names(self, work: Work, people: Iterable[UUID]) -> Mapping[UUID, str]:
        """Return the names of users of the client, by id; unknown ones are left out."""
        ...

    def department_names(self, work: Work, department_ids: Iterable[DepartmentId]) -> Mapping[DepartmentId, str]:
        """Return the paths of departments from the top, by id."""
        ...


class Clients(Protocol):
    """Knows the short names of clients."""

    def slug(self, work: Work) -> str:
        """Return the short name of the client."""
        ...

    def names(self, work: Work) -> tuple[str, ...]:
        """Return the names by which the client is known."""
        ...


class ClientNames(Protocol):
    """Knows what clients are called."""

    def name(self, work: Work) -> str:
        """Return the name of the client, as letters say it."""
        ...


class Classifier(Protocol):
    """Takes a guess at what a request is about; it never decides."""

    def propose(self, subject: str, text: str, terms: Terms, at: datetime) -> Proposal | None:
        """Return what a request seems to be about, with the words found and their clauses; None when unsure."""
        ...


class Unsure:
    """A classifier that never proposes anything, for where none is configured."""

    def propose(self, subject: str, text: str, terms: Terms, at: datetime) -> Proposal | None:  # noqa: ARG002
        """Return None."""
        return None


UNSURE: Final[Classifier] = Unsure()


class OpenQuestions(Protocol):
    """The questions on which the terms are silent (9.3)."""

    def ask(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> None:
        """Open a question for a ticket that needs a decision, unless it has one."""
        ...

    def withdraw(self, work: Work, *, ticket: Ticket, why: str, by: Actor, at: datetime) -> None:
        """Withdraw the question of a ticket, if it waits for an answer, and tell whoever asked it why."""
        ...


class Unasked:
    """Opens no question, for where no queue of questions is configured: the ticket itself waits in the work-list."""

    def ask(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> None:
        """Do nothing."""

    def withdraw(self, work: Work, *, ticket: Ticket, why: str, by: Actor, at: datetime) -> None:
        """Do nothing."""


UNASKED: Final[OpenQuestions] = Unasked()


class ReplyAddresses(Protocol):
    """Makes the addresses to which a person answers a ticket by mail."""

    def address(self, tenant_id: TenantId, ticket_id: TicketId, user_id: UserId, at: datetime) -> str:
        """Return the address for one person and one ticket; "" where no mail is taken in."""
        ...


class NoReplies:
    """Gives no address, for where no mail is taken in."""

    def address(self, tenant_id: TenantId, ticket_id: TicketId, user_id: UserId, at: datetime) -> str:  # noqa: ARG002
        """Return an empty text."""
        return ""


NO_REPLIES: Final[ReplyAddresses] = NoReplies()


class QuestionPages(Protocol):
    """Says where a client finds a question and a ticket."""

    def question(self, question_id: QuestionId) -> str:
        """Return an address on the web, or a command to type."""
        ...

    def ticket(self, ticket_id: TicketId) -> str:
        """Return an address on the web, or a command to type."""
        ...


class TicketPages(Protocol):
    """Says where a client finds a ticket."""

    def ticket(self, ticket_id: TicketId) -> str:
        """Return an address on the web, or a command to type."""
        ...
