"""The users of a tenant, in process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen

from saas_core.access.errors import EmailTaken
from saas_core.access.model import User
from saas_core.access.values import UserState
from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import UserId
from saas_memory.history import History, changed, held
from saas_memory.space import Rows, View

_CHUNK = 200


@frozen
class _Person:
    """A user's current record and the history of its states."""

    user: User
    states: History[UserState]

    def as_of(self, at: datetime | None) -> User | None:
        """Return the user in the state of that instant, with current name and address."""
        state = held(self.states, at)
        return None if state is None else evolve(self.user, state=state)


class MemoryUsers:
    """The tenant's users; past states are kept, but names and addresses are always the current ones."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._people: Rows[UserId, _Person] = Rows(view, "users")
        self._addresses: Rows[str, UserId] = Rows(view, "user_addresses")

    def get(self, user_id: UserId, at: datetime | None = None) -> User | None:
        """Return the user as of the instant, or the current user."""
        person = self._people.get(user_id)
        return None if person is None else person.as_of(at)

    def by_email(self, email: str) -> User | None:
        """Return the user with the address, ignoring case."""
        user_id = self._addresses.get(canonical(email))
        return None if user_id is None else self.get(user_id)

    def by_emails(self, emails: Iterable[str]) -> tuple[User, ...]:
        """Return the users with one of these addresses, ignoring case, in no particular order."""
        found = {canonical(each): self.by_email(each) for each in emails}
        return tuple(each for each in found.values() if each is not None)

    def save(self, user: User, at: datetime) -> None:
        """Save the user's state as of the instant; raises EmailTaken."""
        key = canonical(user.email)
        known = self._people.get(user.id)
        kept = known is not None and known.user.email == user.email
        if not kept and self._addresses.get(key) not in {None, user.id}:
            message = "Another user has this address."
            raise EmailTaken(message, field="email", remedy="Give another address, or change that user.")
        if known is not None and canonical(known.user.email) != key:
            self._addresses.drop(canonical(known.user.email))
        if not kept:
            self._addresses.put(key, user.id)
        states = known.states if known is not None else ()
        self._people.put(user.id, _Person(user, changed(states, user.state, at)))

    def page(self, after: UserId | None, limit: int, state: UserState | None = None) -> tuple[User, ...]:
        """Return users by id, after the given one, optionally of one state."""
        found: list[User] = []
        while len(found) < limit:
            chunk = self._people.scan(after=after, limit=_CHUNK)
            found += [each.user for each in chunk if state is None or each.user.state is state]
            if len(chunk) < _CHUNK:
                break
            after = chunk[-1].user.id
        return tuple(found[:limit])
