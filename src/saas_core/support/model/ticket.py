"""A ticket: its state and its scope, two axes that are guarded together.

Every command method takes the instant as a value and returns the changed ticket; the transition table is asked first,
then the rules of the scope. Clauses 2.3.a, 2.4, 3.1 to 3.8 and 5.1.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve, frozen

from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId, UserId
from saas_core.policy.decision import Fact
from saas_core.support.errors import (
    AppealOnly,
    DisputeByClassifier,
    DisputeOpen,
    MergeRefused,
    NotConverted,
    NotDisputed,
    NotIncluded,
    ReopenWindowOver,
    ResolutionUnfit,
    TicketMixed,
    TicketUnclassified,
)
from saas_core.support.model.scope import OFFERED, REFUSED, UNCLASSIFIED, Classification, Proposal, Scope
from saas_core.support.model.transitions import CARRIES_ON, TicketCommand, after
from saas_core.support.values import (
    FINAL,
    LIVE,
    DisputeState,
    Queue,
    Resolution,
    ScopeKind,
    Side,
    TicketKind,
    TicketState,
)

_DECLINED = Resolution.DECLINED_OUT_OF_SCOPE


@frozen(kw_only=True)
class Opening:
    """The decision under which a ticket was opened, kept with it for good.

    `facts` are those of the license; `persons` are those of whoever opened it, which the client alone sees.
    """

    terms_version: str
    at: datetime
    clauses: tuple[str, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...]
    persons: tuple[Fact, ...] = ()


@frozen(kw_only=True)
class Ticket:
    """A request of a client, or an appeal about its license.

    `requester_id` is the user for whom it was opened, None as long as that person is no user yet. `awaited` is the
    keyed digest of the address for which it was opened, until that person has written to it. `clauses` are
    those of its scope. `waits_for` and `waits_since` say whose turn it is.
    `classified` counts the classifications, `classified_by` is the actor of the last one. `parts` counts the tickets
    that it was split into.
    """

    id: TicketId
    kind: TicketKind = TicketKind.SUPPORT
    subject: str
    department_id: DepartmentId | None = None
    opened_by: UserId
    requester_id: UserId | None
    awaited: str | None = None
    opened_at: datetime
    opening: Opening
    state: TicketState = TicketState.NEW
    scope: Scope = UNCLASSIFIED
    clauses: tuple[str, ...] = ()
    proposed_topic: str | None = None
    proposal: Proposal | None = None
    classified: int = 0
    classified_by: str | None = None
    dispute: DisputeState | None = None
    resolution: Resolution | None = None
    resolved_at: datetime | None = None
    ended_at: datetime | None = None
    waits_for: Side = Side.STAFF
    waits_since: datetime
    changed_at: datetime
    parent_id: TicketId | None = None
    parts: int = 0
    follows_id: TicketId | None = None
    merged_into: TicketId | None = None
    engagement_id: EngagementId | None = None

    @property
    def queue(self) -> Queue | None:
        """What the ticket waits for, as the work-list shows it; None once nobody has to do anything."""
        if self.dispute is DisputeState.OPEN and self.state not in FINAL:
            return Queue.DISPUTE
        if self.state not in LIVE:
            return None
        if self.scope.kind is ScopeKind.UNCLASSIFIED:
            return Queue.CLASSIFICATION
        return Queue.US if self.waits_for is Side.STAFF else Queue.THEM

    def reopens(self, at: datetime, window: timedelta) -> bool:
        """Return whether the client may take it up again: counted from `resolved_at`, the last instant included."""
        return self.state is TicketState.RESOLVED and self.resolved_at is not None and at <= self.resolved_at + window

    def written(self, at: datetime, window: timedelta) -> Ticket:
        """Return the ticket after a message of the client; raises NotNow, ReopenWindowOver."""
        state = after(TicketCommand.WRITE, self.state)
        if self.state is TicketState.RESOLVED:
            return self.reopened(at, window)
        return self._waiting(Side.STAFF, at, state)

    def answered(self, at: datetime) -> Ticket:
        """Return the ticket after a message of staff that does not solve it; raises NotNow."""
        return self._waiting(Side.CLIENT, at, after(TicketCommand.ANSWER, self.state))

    def solved(self, at: datetime) -> Ticket:
        """Return the ticket after a message of staff that solves it.

        Raises NotNow, TicketUnclassified, TicketMixed, DisputeOpen, ResolutionUnfit, and NotIncluded where support does
        not do what was asked for: it is declined or converted instead (2.4, 5.1).
        """
        state = after(TicketCommand.SOLVE, self.state)
        if self.scope.kind in REFUSED:
            message = "this is not included in standard support, so no answer solves it (clauses 2.4, 5.1)."
            refusal = NotIncluded(message, field="solution", remedy="Decline it, or convert it into a request.")
            refusal.row = self.scope.named or ""
            raise refusal
        return self._resolved(state, Resolution.ANSWERED, at)

    def classified_as(self, found: Classification) -> Ticket:
        """Return the ticket with another classification; earlier ones stay as they were.

        Raises NotNow, DisputeOpen, and AppealOnly for an appeal that is classified as anything but about the license.
        """
        state = after(TicketCommand.CLASSIFY, self.state)
        self._require_no_dispute()
        return self._found(found, state)

    def resolved(self, how: Resolution, at: datetime) -> Ticket:
        """Return the ticket resolved, by any way but a conversion.

        Raises NotNow, TicketUnclassified, TicketMixed until it was split, DisputeOpen, NotIncluded, and ResolutionUnfit
        for a way that does not fit what it is about.
        """
        state = after(TicketCommand.RESOLVE, self.state)
        if how is Resolution.ANSWERED and self.scope.kind in REFUSED:
            return self.solved(at)
        if how is Resolution.CONVERTED_TO_ENGAGEMENT:
            message = "a ticket is converted by a command of its own."
            raise ResolutionUnfit(message, field="how", remedy="Convert it.")
        return self._resolved(state, how, at)

    def converted(self, engagement_id: EngagementId, at: datetime) -> Ticket:
        """Return the ticket converted into a request for paid work, which authorizes no work and no charge (4.1, 4.2).

        One that was declined is still converted. Raises NotNow, TicketUnclassified, DisputeOpen, and NotConverted for
        anything but an exclusion or paid work.
        """
        state = self.require_convertible()
        return evolve(
            self._resolved(state, Resolution.CONVERTED_TO_ENGAGEMENT, at),
            engagement_id=engagement_id,
            resolved_at=self.resolved_at or at,
        )

    def require_convertible(self) -> TicketState:
        """Return the state that a conversion leads to; raises as `converted` does."""
        state = after(TicketCommand.CONVERT, self.state)
        self._require_classified()
        self._require_no_dispute()
        if self.scope.kind not in OFFERED or self.resolution not in {None, _DECLINED}:
            message = f"a ticket that is {self.scope.kind.value.replace('_', ' ')} is not converted (clause 5.1)."
            raise NotConverted(message, field="ticket", remedy="Classify it as an exclusion or as paid work first.")
        return state

    def split(self, parts: int, at: datetime) -> Ticket:
        """Return the ticket split into some more parts; raises NotNow, and TicketConflict unless it is mixed."""
        state = after(TicketCommand.SPLIT, self.state)
        if self.scope.kind is not ScopeKind.MIXED:
            message = "only a ticket that asks for several things is split."
            raise TicketMixed(message, field="ticket", remedy="Classify it as mixed first.")
        return evolve(self, state=state, parts=self.parts + parts, changed_at=at)

    def merged(self, into: Ticket, at: datetime) -> Ticket:
        """Return the ticket merged into another one, which is the last of its chain.

        Raises NotNow, DisputeOpen, MergeRefused for itself, for a ticket that leads back here, for one that is done,
        and for one of another kind.
        """
        state = after(TicketCommand.MERGE, self.state)
        self._require_no_dispute()
        if into.id == self.id:
            message = "a ticket is not merged into itself, nor into one that was merged into it."
            raise MergeRefused(message, field="into", remedy="Name another ticket.")
        if into.state not in CARRIES_ON or into.kind is not self.kind:
            message = "is of another kind." if into.state in CARRIES_ON else f"is {into.state.value}."
            raise MergeRefused(message, field="into", remedy="Name a ticket of the same kind that is still worked on.")
        return evolve(self, state=state, merged_into=into.id, ended_at=at, changed_at=at)

    def carrying(self, merged: Ticket, at: datetime) -> Ticket:
        """Return the ticket after another one was merged into it, which waited for staff: now it does, and as long."""
        since = merged.waits_since if self.waits_for is Side.CLIENT else min(self.waits_since, merged.waits_since)
        return evolve(self, state=CARRIES_ON[self.state], waits_for=Side.STAFF, waits_since=since, changed_at=at)

    def reopened(self, at: datetime, window: timedelta) -> Ticket:
        """Return the ticket taken up again by the client; raises NotNow, ReopenWindowOver."""
        state = after(TicketCommand.REOPEN, self.state)
        if not self.reopens(at, window):
            message = f"it was resolved more than {window.days} days ago."
            raise ReopenWindowOver(message, field="ticket", remedy="Open a new ticket that follows this one.")
        return evolve(self._waiting(Side.STAFF, at, state), resolution=None, resolved_at=None)

    def closed(self, at: datetime) -> Ticket:
        """Return the ticket closed for good; raises NotNow, and DisputeOpen while a dispute is to be decided."""
        state = after(TicketCommand.CLOSE, self.state)
        self._require_no_dispute()
        return evolve(self, state=state, ended_at=at, changed_at=at)

    def disputed(self, at: datetime) -> Ticket:
        """Return the ticket with its exclusion disputed by the client, once for each classification.

        Raises NotNow, DisputeOpen, NotDisputed for a ticket that is not out of scope or whose dispute was decided.
        """
        state = after(TicketCommand.DISPUTE, self.state)
        self._require_no_dispute()
        if self.scope.kind is not ScopeKind.OUT_OF_SCOPE or self.dispute is not None:
            message = "was decided before." if self.dispute else "there is no exclusion to dispute."
            raise NotDisputed(message, field="dispute", remedy="Only an exclusion is disputed, and only once.")
        if state is TicketState.OPEN:
            return evolve(self._waiting(Side.STAFF, at, state), dispute=DisputeState.OPEN, waits_since=at)
        return evolve(self, state=state, dispute=DisputeState.OPEN, waits_since=at, changed_at=at)

    def upheld(self, by: str, at: datetime) -> Ticket:
        """Return the ticket whose exclusion stands; raises NotNow, NotDisputed, DisputeByClassifier."""
        state = after(TicketCommand.UPHOLD, self.state)
        self._require_decides(by)
        return evolve(self, state=state, dispute=DisputeState.UPHELD, changed_at=at)

    def overturned(self, found: Classification) -> Ticket:
        """Return the ticket back in scope, open again; raises NotNow, NotDisputed, DisputeByClassifier."""
        state = after(TicketCommand.OVERTURN, self.state)
        self._require_decides(found.by)
        return evolve(
            self._found(found, state),
            dispute=DisputeState.OVERTURNED,
            resolution=None,
            resolved_at=None,
            waits_for=Side.STAFF,
            waits_since=found.at,
        )

    def redacted(self, at: datetime) -> Ticket:
        """Return the ticket without what was derived from a text that was removed."""
        return evolve(self, state=after(TicketCommand.REDACT, self.state), proposal=None, changed_at=at)

    def _found(self, found: Classification, state: TicketState) -> Ticket:
        if self.kind is TicketKind.APPEAL and found.scope.kind is not ScopeKind.ABOUT_LICENSE:
            message = "an appeal is about the license, and carries no support (clause 0.1)."
            raise AppealOnly(message, field="scope", remedy="Have the client open a ticket for anything else.")
        return evolve(
            self,
            state=state,
            scope=found.scope,
            clauses=found.clauses,
            classified=found.number,
            classified_by=found.by,
            dispute=None,
            changed_at=found.at,
        )

    def _resolved(self, state: TicketState, how: Resolution, at: datetime) -> Ticket:
        self._require_classified()
        self._require_no_dispute()
        if self.scope.kind is ScopeKind.MIXED and not self.parts:
            message = "it asks for several things, each of which gets its own verdict (clause 5.1)."
            raise TicketMixed(message, field="ticket", remedy="Split it first.")
        fitting = self.scope.resolutions
        if how not in fitting:
            message = f"a ticket that is {self.scope.kind.value.replace('_', ' ')} is not resolved as {how.value}."
            allowed = ", ".join(each.value for each in Resolution if each in fitting)
            raise ResolutionUnfit(message, field="how", remedy=f"It is resolved as: {allowed}.")
        return evolve(self, state=state, resolution=how, resolved_at=at, changed_at=at)

    def _waiting(self, side: Side, at: datetime, state: TicketState) -> Ticket:
        """Return the ticket with somebody's turn; who waits longer is not set back by another message."""
        since = self.waits_since if self.waits_for is side and self.state in LIVE else at
        return evolve(self, state=state, waits_for=side, waits_since=since, changed_at=at)

    def _require_classified(self) -> None:
        if self.scope.kind is ScopeKind.UNCLASSIFIED:
            message = "nobody has said yet what it is about."
            raise TicketUnclassified(message, field="ticket", remedy="Classify it first.")

    def _require_no_dispute(self) -> None:
        if self.dispute is DisputeState.OPEN:
            message = "its exclusion is disputed."
            raise DisputeOpen(message, field="ticket", remedy="Decide the dispute first.")

    def _require_decides(self, by: str) -> None:
        if self.dispute is not DisputeState.OPEN:
            message = "there is no dispute to decide."
            raise NotDisputed(message, field="dispute", remedy="Only the client disputes an exclusion.")
        if by == self.classified_by:
            message = "was made by whoever classified the ticket."
            raise DisputeByClassifier(message, field="by", remedy="Have somebody else decide.")
