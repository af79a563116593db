"""Ports of questions on which the terms are silent: repositories, the provider's precedents, and the queue."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.support.model.question import Asker, PolicyQuestion, Precedent
from saas_core.support.values import PrecedentId, QuestionId


@frozen(order=True)
class QuestionPlace:
    """The place of an open question in the queue of all clients, by the instant at which it was asked."""

    asked_at: datetime
    tenant_id: TenantId
    question_id: QuestionId


class Questions(Protocol):
    """The tenant's questions; saving one also keeps its place in the queue of staff."""

    def get(self, question_id: QuestionId) -> PolicyQuestion | None:
        """Return a question."""
        ...

    def save(self, question: PolicyQuestion) -> None:
        """Store a question, new or answered."""
        ...

    def about(self, action: str, terms_version: str) -> PolicyQuestion | None:
        """Return the question about an action under a version of the terms."""
        ...

    def of_ticket(self, ticket_id: TicketId) -> PolicyQuestion | None:
        """Return the last question about a ticket."""
        ...

    def count_open(self) -> int:
        """Return the number of open questions that users asked, without those of tickets."""
        ...

    def page(self, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return questions by id, those after the given one."""
        ...

    def asked_by(self, user_id: UserId, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return the questions that a user asked, by id, those after the given one."""
        ...

    def ask(self, asker: Asker) -> None:
        """Store that a user asked a question, unless that user did before."""
        ...

    def askers(self, question_id: QuestionId, after: UserId | None, limit: int) -> tuple[Asker, ...]:
        """Return who asked a question, by user id, those after the given one."""
        ...

    def erase(self, user_id: UserId) -> int:
        """Remove the words in which a user asked; return the number of questions asked so."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove questions that were answered before an instant, up to a limit; return the number removed."""
        ...


class Precedents(Protocol):
    """The answers that the provider gave before; readable and added to in any tenant's work, and never changed."""

    def get(self, precedent_id: PrecedentId) -> Precedent | None:
        """Return a precedent."""
        ...

    def add(self, precedent: Precedent) -> None:
        """Store a precedent."""
        ...

    def on(self, action: str, limit: int) -> tuple[Precedent, ...]:
        """Return the precedents on an action, the newest first."""
        ...


class QuestionQueue(Protocol):
    """The open questions of all clients; every call is a transaction of its own."""

    def page(self, after: QuestionPlace | None, limit: int) -> tuple[QuestionPlace, ...]:
        """Return the places of open questions, those asked first before others."""
        ...
