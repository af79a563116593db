"""Break-glass: access that a second person opens for a member of staff, for hours, visible to the client (1.5)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from saas_core.access.errors.keys_and_sessions import GrantOver, SecondPerson
from saas_core.access.values import GrantReason, GrantScope, GrantState
from saas_core.kernel import text
from saas_core.kernel.ids import EntryId, GrantId, StaffId, UserId


def _why(value: object) -> str:
    return text.name(value, "why")


@frozen(kw_only=True)
class BreakGlassGrant:
    """Permission for one member of staff to see or change a client's users and roles, approved by a second person.

    That is another member of staff, or if the provider has nobody else, or the last administrator is said to be locked
    out while there is an active owner, an owner of the client, `confirmed_by`: `by_client` says that owners were asked.
    It and `reason` are None for grants of former versions, which had only a text.
    `ended_by` names the actor who ended it early, as kind and id: `staff:…` or `user:…`.
    """

    id: GrantId
    staff_id: StaffId
    reason: GrantReason | None
    why: str = field(converter=_why)
    scope: GrantScope
    asked_at: datetime
    until: datetime
    by_client: bool | None = False
    approved_by: StaffId | None = None
    confirmed_by: UserId | None = None
    approved_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def makes_owners(self) -> bool:
        """Return whether somebody may become an owner under it: only where the last administrator is locked out.

        A grant for that is approved by staff only while there is no active owner; otherwise an owner confirms it.
        """
        return self.reason is GrantReason.LAST_ADMINISTRATOR

    def state_at(self, at: datetime) -> GrantState:
        """Return the state of the grant at an instant."""
        if self.ended_at is not None:
            return GrantState.ENDED
        if at >= self.until:
            return GrantState.EXPIRED
        return GrantState.ASKED if self.approved_at is None else GrantState.OPEN

    def approved(self, by: StaffId, at: datetime) -> BreakGlassGrant:
        """Return the grant, approved by another member of staff; raises SecondPerson, GrantOver."""
        if by == self.staff_id:
            raise SecondPerson
        self._require_asked(at)
        return evolve(self, approved_by=by, approved_at=at)

    def confirmed(self, by: UserId, at: datetime) -> BreakGlassGrant:
        """Return the grant, confirmed by an owner of the client; raises GrantOver."""
        self._require_asked(at)
        return evolve(self, confirmed_by=by, approved_at=at)

    def ended(self, by: str, at: datetime) -> BreakGlassGrant:
        """Return the grant ended early; one that is over stays as it is."""
        if self.state_at(at) in {GrantState.ENDED, GrantState.EXPIRED}:
            return self
        return evolve(self, ended_by=by, ended_at=at)

    def over_at(self, at: datetime) -> datetime | None:
        """Return the instant since which the grant is over; None while it is not."""
        if self.ended_at is not None:
            return self.ended_at
        return self.until if at >= self.until else None

    def _require_asked(self, at: datetime) -> None:
        state = self.state_at(at)
        if state is not GrantState.ASKED:
            raise GrantOver(state.value)


@frozen(kw_only=True)
class GrantUse:
    """Something seen or done under a grant; `id` is that of its entry in the client's journal.

    `revoked_at` is the instant at which the client had what was given by it taken back.
    """

    id: EntryId
    grant_id: GrantId
    at: datetime
    action: str
    subject: str
    revoked_at: datetime | None = None

    def revoked(self, at: datetime) -> GrantUse:
        """Return the use, taken back at the instant; one that was taken back earlier stays as it is."""
        return self if self.revoked_at is not None else evolve(self, revoked_at=at)
