"""A bulletin: posted, and over when it is withdrawn or its time has come."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from example_context.errors import BulletinOver
from example_context.values import BulletinId


@frozen(kw_only=True)
class Bulletin:
    """What a client tells its own people, from `posted_at` on and before `until`, or before it was withdrawn."""

    id: BulletinId
    text: str
    posted_at: datetime
    until: datetime
    withdrawn_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Return whether it is to be seen at an instant."""
        return self.withdrawn_at is None and self.posted_at <= at < self.until

    def withdrawn(self, at: datetime) -> Bulletin:
        """Return the bulletin withdrawn; raises BulletinOver when it is over already."""
        if not self.in_force(at):
            raise BulletinOver
        return evolve(self, withdrawn_at=at)

    def expired(self) -> Bulletin:
        """Return the bulletin withdrawn at the end of its time."""
        return evolve(self, withdrawn_at=self.until)
