"""Closing: the end of an engagement that was delivered and billed; what was carried is dropped (4.1)."""

from __future__ import annotations

from saas_core.engagements.billing.commands import CloseEngagement
from saas_core.engagements.billing.errors import Unbilled
from saas_core.engagements.billing.use_cases.act import Act
from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.model.transitions import EngagementCommand, after
from saas_core.engagements.work.queries import CourseView, course_view
from saas_core.kernel.commands import journal_form


def close(act: Act, command: CloseEngagement) -> CourseView:
    """Close a delivered engagement; raises RequestUnknown, EngagementNotNow, Unbilled.

    Nothing is open under it: estimates that nobody decided on and timers ended with its delivery.
    """
    engagement = act.work.engagements.get(command.engagement_id)
    if engagement is None:
        raise RequestUnknown
    after(EngagementCommand.CLOSE, engagement.state)
    waiting = act.work.time_entries.billable(engagement.id)
    if waiting or act.work.invoices.unissued(engagement.id) is not None:
        message = "time of this engagement waits to be billed."
        raise Unbilled(message, field="engagement", remedy="Issue an invoice for it, or write it off.")
    closed = engagement.takes(EngagementCommand.CLOSE, act.at)
    act.work.engagements.save(closed)
    act.note(command.NAME, f"engagement:{engagement.id}", journal_form(command))
    return course_view(closed)
