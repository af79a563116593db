"""Break-glass: access that two members of staff open for one of them, for hours, visible to the client (1.5)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from saas_core.access.errors.keys_and_sessions import GrantOver, SecondPerson
from saas_core.access.values import GrantScope, GrantState
from saas_core.kernel import text
from saas_core.kernel.ids import GrantId, StaffId


def _reason(value: object) -> str:
    return text.name(value, "reason")


@frozen(kw_only=True)
class BreakGlassGrant:
    """Permission for one member of staff to see or change a client's users and roles, approved by another one.

    `ended_by` names the actor who ended it early, as kind and id: `staff:…` or `user:…`.
    """

    id: GrantId
    staff_id: StaffId
    reason: str = field(converter=_reason)
    scope: GrantScope
    asked_at: datetime
    until: datetime
    approved_by: StaffId | None = None
    approved_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None

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
        state = self.state_at(at)
        if state is not GrantState.ASKED:
            raise GrantOver(state.value)
        return evolve(self, approved_by=by, approved_at=at)

    def ended(self, by: str, at: datetime) -> BreakGlassGrant:
        """Return the grant ended early; one that is over stays as it is."""
        if self.state_at(at) in {GrantState.ENDED, GrantState.EXPIRED}:
            return self
        return evolve(self, ended_by=by, ended_at=at)
