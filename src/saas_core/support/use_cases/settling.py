"""Settling: what a ticket gave rise to ends with the reason for it, in the unit of work that ends that (4.1, 9.3)."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor
from saas_core.support.model.scope import OFFERED
from saas_core.support.model.ticket import Ticket
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import Engagements, OpenQuestions
from saas_core.support.values import FINAL, ScopeKind, TicketState

_CLASSIFIED = "Its ticket was classified otherwise, so nothing is left to decide."
_ENDED = {
    TicketState.CLOSED: "Its ticket was closed, so nothing is left to decide.",
    TicketState.MERGED: "Its ticket was merged into another one, which is answered.",
}


def reclassified(  # noqa: PLR0913 - the ports, and the work, of which ticket, by whom, when
    work: SupportWork, engagements: Engagements, questions: OpenQuestions, *, ticket: Ticket, by: Actor, at: datetime
) -> None:
    """Withdraw the request of a ticket for which no estimate is offered now, and the question that is no doubt now."""
    if ticket.engagement_id is not None and ticket.scope.kind not in OFFERED:
        engagements.withdraw(work, ticket.engagement_id, by=by, at=at, asked_by=ticket.requester_id)
    if ticket.scope.kind is not ScopeKind.NEEDS_DECISION:
        questions.withdraw(work, ticket=ticket, why=_CLASSIFIED, by=by, at=at)


def ended(work: SupportWork, questions: OpenQuestions, *, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Withdraw the question of a ticket that was closed or merged; nothing else waits for an answer to it."""
    if ticket.state in FINAL:
        questions.withdraw(work, ticket=ticket, why=_ENDED[ticket.state], by=by, at=at)
