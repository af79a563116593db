"""Who sees which ticket: its opener and whom it was opened for, and whoever may read those of its department.

At the client this is decided by its roles (1.4.b, 1.4.c, 1.5); staff sees the tickets of a client, and through them
nothing else.
"""

from __future__ import annotations

from attrs import field, frozen

from saas_core.kernel.ids import DepartmentId, UserId
from saas_core.support.model.ticket import Ticket


@frozen(kw_only=True)
class Seer:
    """Whoever looks at tickets: with everything open, or some departments, and a person's own.

    `awaited` is the keyed digest of the person's address, under which a ticket may have been opened before the person
    was a user.
    """

    everything: bool = False
    departments: frozenset[DepartmentId] = field(factory=frozenset)
    user_id: UserId | None = None
    awaited: str = ""

    def owns(self, ticket: Ticket) -> bool:
        """Return whether it is the person's own ticket."""
        mine = self.user_id is not None and self.user_id in {ticket.opened_by, ticket.requester_id}
        # An address that somebody had when the ticket was opened may be another one's today.
        return mine or (bool(self.awaited) and ticket.awaited == self.awaited and ticket.requester_id is None)

    def sees(self, ticket: Ticket) -> bool:
        """Return whether it sees a ticket; nothing else decides that, in no list, count, search, export or mail."""
        return self.everything or self.owns(ticket) or ticket.department_id in self.departments


EVERYBODYS = Seer(everything=True)
"""Sees all tickets of a client: its staff of support, and whoever reads those of the whole instance."""
