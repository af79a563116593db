"""The part of support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.parts import Check, Finding, Forgetting, Kept, Part
from saas_core.support.export import EXPORT
from saas_core.support.letters import LETTERS
from saas_core.support.model.files import LOOSE_KEPT
from saas_core.support.model.scope import DEFECT
from saas_core.support.model.seeing import EVERYBODYS
from saas_core.support.model.ticket import Ticket
from saas_core.support.policies.times import kept_under
from saas_core.support.ports import SupportWork, TicketFilter, TicketPlace
from saas_core.support.use_cases.act import CLOSE, LETTER, UNUSED
from saas_core.support.use_cases.questions import LETTER as QUESTION_LETTER
from saas_core.support.values import (
    APPEAL,
    OF_PEOPLE,
    OPEN,
    REQUEST,
    SEE,
    STAFF,
    STAFF_APPEALS,
    TICKETS_KEPT,
    Resolution,
    TicketState,
)

_RESTORE: Final = "Restore it from a backup."


def _all(work: SupportWork) -> Iterator[Ticket]:
    return all_of(
        lambda last: work.tickets.page(
            TicketFilter(), EVERYBODYS, None if last is None else TicketPlace(last.opened_at, last.id), LARGEST_PAGE
        )
    )


def _orphans(work: SupportWork, slug: str) -> Iterator[Finding]:
    """Find tickets that lead to a ticket that is not there."""
    for ticket in _all(work):
        for what in (ticket.parent_id, ticket.follows_id, ticket.merged_into):
            if what is not None and work.tickets.get(what) is None:
                yield Finding("tickets", slug, f"Ticket {ticket.id} leads to {what}, which is not there.", _RESTORE)
        if (ticket.state is TicketState.MERGED) != (ticket.merged_into is not None):
            yield Finding("tickets", slug, f"Ticket {ticket.id} is merged into nothing, or not at all.", _RESTORE)


def _conversions(work: SupportWork, slug: str) -> Iterator[Finding]:
    """Find conversions without their one request."""
    for ticket in _all(work):
        converted = ticket.resolution is Resolution.CONVERTED_TO_ENGAGEMENT
        if converted and ticket.engagement_id is None:
            yield Finding("conversions", slug, f"Ticket {ticket.id} was converted into nothing.", _RESTORE)
        engagement_id = ticket.engagement_id
        if engagement_id is not None and work.engagements.ticket_of(engagement_id) != ticket.id:
            sentence = f"Ticket {ticket.id} leads to the request {engagement_id}, which does not lead back."
            yield Finding("conversions", slug, sentence, _RESTORE)


@frozen
class _EndedTickets:
    """Forgets tickets, each after the time that the terms name under which it was opened."""

    work: SupportWork

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that ended that long before an instant, up to a limit; return the number removed."""
        removed = 0
        for place, (kept, versions) in enumerate(kept_under(self.work.terms.all())):
            # After the longest time every ticket goes, also one whose version of the terms is missing from the store.
            under = versions if place else None
            if removed < limit:
                removed += self.work.tickets.forget(before - kept, limit - removed, under)
        return removed


def _questions(work: SupportWork) -> Forgetting:
    return work.questions


@frozen
class _UnusedFiles:
    """Forgets files that no ticket refers to, and has their bytes removed."""

    work: SupportWork

    def forget(self, before: datetime, limit: int) -> int:
        """Remove files that were sent before an instant, up to a limit; return the number removed."""
        gone = self.work.ticket_files.drop_unused(before, limit)
        for each in gone:
            self.work.tasks.want(UNUSED, f"file:{each}", before)
        return len(gone)


PART: Final = Part[SupportWork](
    name="support",
    tasks=(CLOSE, UNUSED),
    effects=(LETTER, QUESTION_LETTER),
    letters=LETTERS,
    export=EXPORT,
    checks=(Check("tickets", _orphans), Check("conversions", _conversions)),
    retention=(
        Kept(_EndedTickets, timedelta(0)),
        Kept(_questions, TICKETS_KEPT),
        Kept(_UnusedFiles, LOOSE_KEPT),
    ),
    actions=frozenset({APPEAL, DEFECT, OPEN, REQUEST, SEE, STAFF, STAFF_APPEALS, *OF_PEOPLE}),
)
