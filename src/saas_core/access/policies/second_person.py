"""The second person: whoever approves what staff asks for is independent of the one who asked (1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from attrs import frozen

from saas_core.access.errors import StaffUnknown
from saas_core.access.errors.keys_and_sessions import NoSecondPerson, SecondPerson
from saas_core.access.model import Key, StaffMember
from saas_core.access.values import STAFF_ADMIN, STAFF_BEFORE, staff_holder
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import StaffId

_SETUP = "system:setup"
_UNKNOWN = "unknown"
_HOURS = int(STAFF_BEFORE.total_seconds()) // 3600


class Refusals(Protocol):
    """What is said to somebody who is no second person, in the words of what was asked for."""

    def __call__(self) -> SaasError:
        """Return the error for the same person."""
        ...

    def too_new(self, hours: int) -> SaasError:
        """Return the error for somebody who joined the staff shortly before."""
        ...

    def related(self, days: int) -> SaasError:
        """Return the error for two people of whom one, or both by a third, came to the staff lately."""
        ...

    def key_seen(self) -> SaasError:
        """Return the error for somebody whose key was shown to another person."""
        ...


@frozen
class Colleagues:
    """The provider's staff and its live keys, by holder, at one instant.

    Two members count as one person for `apart` from the instant at which one of them, or a third for both, added the
    other to the staff.
    """

    members: Mapping[str, StaffMember]
    keys: Mapping[str, tuple[Key, ...]]
    apart: timedelta

    @classmethod
    def of(cls, members: Iterable[StaffMember], keys: Iterable[Key], apart: timedelta) -> Colleagues:
        """Return colleagues from all members and the keys of any holders."""
        held: dict[str, tuple[Key, ...]] = {}
        for each in keys:
            if each.ended_at is None:
                held[each.holder] = (*held.get(each.holder, ()), each)
        return cls({staff_holder(each.id): each for each in members}, held, apart)

    def member(self, staff_id: StaffId) -> StaffMember:
        """Return an active member of staff; raises StaffUnknown."""
        found = self.members.get(staff_holder(staff_id))
        if found is None or not found.active:
            raise StaffUnknown
        return found

    def require_second(
        self, first: StaffId, second: StaffId, asked_at: datetime, refusals: Refusals = SecondPerson
    ) -> None:
        """Require that `second` may approve what `first` asked for at an instant.

        That is another, active member who was there for a day, does not come from the first within `apart`, and holds
        only keys that nobody else has seen. Raises StaffUnknown, and SecondPerson unless others are given.
        """
        approver = self.member(second)
        if first == second:
            raise refusals()
        if approver.since is None or approver.since > asked_at - STAFF_BEFORE:
            raise refusals.too_new(_HOURS)
        if not self._independent(first, second, asked_at):
            raise refusals.related(self.apart.days)
        if not all(self._only_seen_by(approver, each) for each in self.keys.get(staff_holder(second), ())):
            raise refusals.key_seen()

    def nobody_else(self) -> NoSecondPerson:
        """Return the error where nobody may approve, with the times after which somebody may."""
        return NoSecondPerson(_HOURS, self.apart.days)

    def somebody_else(self, first: StaffId, asked_at: datetime) -> bool:
        """Return whether there is anybody who may approve what `first` asks for, once their key is their own."""
        for each in self.members.values():
            old = each.since is not None and each.since <= asked_at - STAFF_BEFORE
            may = each.active and STAFF_ADMIN in each.permissions and each.id != first
            if old and may and self._independent(first, each.id, asked_at):
                return True
        return False

    def _independent(self, first: StaffId, second: StaffId, at: datetime) -> bool:
        origins = self._origins(first, at), self._origins(second, at)
        return all(_UNKNOWN not in each for each in origins) and not origins[0] & origins[1]

    def _origins(self, staff_id: StaffId, at: datetime) -> frozenset[str]:
        """Return a member and whoever added it, and them, and so on, as far as that was lately."""
        found: list[str] = []
        holder: str | None = staff_holder(staff_id)
        while holder not in {*found, _SETUP}:
            member = None if holder is None else self.members.get(holder)
            if holder is None or member is None or member.since is None:
                return frozenset({*found, _UNKNOWN})
            found.append(holder)
            if member.since <= at - self.apart:
                break
            holder = member.made_by
        return frozenset(found)

    @staticmethod
    def _only_seen_by(member: StaffMember, key: Key) -> bool:
        # The first member of staff saw its own key at the setup; everybody else fetches one by mail.
        return key.link_id is not None or member.made_by == _SETUP
