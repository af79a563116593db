"""Room: how much is held in memory at most, and how much of that is taken."""

from __future__ import annotations

from attrs import define, field, frozen


@frozen(kw_only=True)
class Bounds:
    """Bounds of what is held and trusted: bytes, users and tenants, and the seconds between two looks for news.

    Bytes are estimates. An engagement or integration that was asked about counts as one user.
    """

    bytes: int = 1024 * 1024 * 1024
    users: int = 1_000_000
    tenants: int = 100_000
    seconds: float = 1.0


@define(eq=False)
class Room:
    """What may still be added to everything held, in bytes and users, before something must go.

    One tenant may fill half of it with what was met lately; that then makes way. Threads take room without a lock, so
    what is left is near the truth and counted anew when it is used up.
    """

    bounds: Bounds
    bytes: int = field(init=False)
    users: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start with all of it."""
        self.renew(0, 0)

    @property
    def used_up(self) -> bool:
        """Return whether something must go."""
        return self.bytes <= 0 or self.users < 0

    @property
    def bytes_of_one(self) -> int:
        """The most bytes that one tenant fills with what was met lately."""
        return max(self.bounds.bytes // 2, 1)

    @property
    def users_of_one(self) -> int:
        """The most users of one tenant that count as met lately."""
        return max(self.bounds.users // 2, 1)

    def take(self, taken: int, users: int) -> None:
        """Take room, or give it back with numbers below zero."""
        self.bytes -= taken
        self.users -= users

    def renew(self, taken: int, users: int) -> None:
        """Set what is left after counting what is held."""
        self.bytes = self.bounds.bytes - taken
        self.users = self.bounds.users - users
