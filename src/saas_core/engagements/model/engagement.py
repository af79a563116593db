"""An engagement: a request for paid work, and how far it has come; only an approval authorizes work (4.1, 4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.model.transitions import EngagementCommand, after, allowed_in
from saas_core.engagements.values import ERASED, EngagementState
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId, UserId


@frozen(kw_only=True)
class Engagement:
    """An engagement, asked for by the client or by converting a ticket; `terms_version` bound it when it was asked for.

    One from a ticket holds nothing of what the ticket says, for not everybody who sees engagements sees that ticket.
    """

    id: EngagementId
    title: str
    text: str
    department_id: DepartmentId | None
    ticket_id: TicketId | None
    terms_version: str
    requested_by: str
    requested_at: datetime
    state: EngagementState = EngagementState.REQUESTED
    changed_at: datetime

    def takes(self, command: EngagementCommand, at: datetime) -> Engagement:
        """Return the engagement after a command; raises EngagementNotNow."""
        state = after(command, self.state)
        return self if state is self.state else evolve(self, state=state, changed_at=at)

    def worked(self, at: datetime, *, left: int, started: bool) -> Engagement:
        """Return the engagement after its time changed: begun, at its cap with no second left, or below it again."""
        after = (
            self.takes(EngagementCommand.START, at) if started and self.state is EngagementState.AUTHORIZED else self
        )
        if after.state is EngagementState.IN_PROGRESS and not left:
            return after.takes(EngagementCommand.REACH_CAP, at)
        return after.takes(EngagementCommand.RAISE_CAP, at) if after.state is EngagementState.AT_CAP and left else after

    def withdrawn(self, at: datetime) -> Engagement:
        """Return the engagement withdrawn, while nothing of it was approved; any other stays as it is."""
        if EngagementCommand.WITHDRAW not in allowed_in(self.state):
            return self
        return self.takes(EngagementCommand.WITHDRAW, at)

    def renewed(self, at: datetime) -> Engagement:
        """Return a withdrawn request as one that was made again; any other stays as it is."""
        return self.takes(EngagementCommand.RENEW, at) if self.state is EngagementState.WITHDRAWN else self

    def is_by(self, user_id: UserId) -> bool:
        """Return whether a user, or a program of that user, asked in its own words, and not by converting a ticket."""
        return self.ticket_id is None and self.requested_by.partition("/")[0] == f"user:{user_id}"

    def erased(self, at: datetime) -> Engagement:
        """Return the engagement without the words in which it was asked for; one without them stays as it is."""
        if (self.title, self.text) == (ERASED, ""):
            return self
        return evolve(self, title=ERASED, text="", changed_at=at)
