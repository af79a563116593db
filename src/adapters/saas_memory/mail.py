"""Mailings and suppressed addresses in process, outside the tenants."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import cached_property
from itertools import islice

from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import EffectId
from saas_core.mail.mailings import ASKED_AGAIN, Mailing, MailState, Suppression, before
from saas_memory.store import MemoryStore, MemoryWork


class OutsidePorts(MemoryStore):
    """Mailings and suppressions, outside units of work."""

    @cached_property
    def mailings(self) -> MemoryMailings:
        """The progress of each mail."""
        return MemoryMailings(self.guard)

    @cached_property
    def suppressions(self) -> MemorySuppressions:
        """Suppressed addresses, which no longer receive mail."""
        return MemorySuppressions(self.guard)


class Ports(MemoryWork):
    """Suppressed addresses, inside a unit of work."""

    @cached_property
    def suppressions(self) -> MemorySuppressionsAtHand:
        """Suppressed addresses."""
        return self.ending(MemorySuppressionsAtHand(self.store.suppressions, writing=self.writing))


class MemoryMailings:
    """The progress of each mail."""

    def __init__(self, guard: threading.RLock) -> None:
        """Start empty."""
        self._guard = guard
        self._rows: dict[EffectId, Mailing] = {}

    def get(self, mail_id: EffectId) -> Mailing | None:
        """Return a mail's progress; None if it was never handed over."""
        with self._guard:
            return self._rows.get(mail_id)

    def save(self, mailing: Mailing) -> None:
        """Record a mail's progress, unless feedback has already confirmed that it left."""
        with self._guard:
            known = self._rows.get(mailing.id)
            if known is None or known.state in ASKED_AGAIN:
                self._rows[mailing.id] = mailing

    def advance(self, mailing: Mailing) -> bool:
        """Record feedback on a mail, unless later feedback is known; returns whether it was news."""
        with self._guard:
            known = self._rows.get(mailing.id)
            if known is None or known.state not in before(mailing.state):
                return False
            self._rows[mailing.id] = mailing
            return True

    def page(self, after: EffectId | None, limit: int, state: MailState | None = None) -> tuple[Mailing, ...]:
        """Return mailings by id, after the given one, of one state or, for None, of any."""
        with self._guard:
            wanted = (each for each in self._rows.values() if state in {None, each.state})
            return tuple(sorted((each for each in wanted if after is None or each.id > after), key=_id)[:limit])

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of mailings last changed before an instant that will not be retried."""
        with self._guard:
            found = (each for each in self._rows.values() if each.changed_at < before and each.state not in ASKED_AGAIN)
            old = [each.id for each in islice(found, limit)]
            for each in old:
                del self._rows[each]
            return len(old)


class MemorySuppressions:
    """Suppressed addresses, which no longer receive mail."""

    def __init__(self, guard: threading.RLock) -> None:
        """Start empty."""
        self._guard = guard
        self._rows: dict[str, Suppression] = {}

    def get(self, address: str) -> Suppression | None:
        """Return why an address is suppressed; None if it is not."""
        with self._guard:
            found = self._rows.get(address)
            return None if found is None or found.lifted_at is not None else found

    def add(self, suppression: Suppression) -> bool:
        """Suppress the address; returns False if it already was, or was lifted after that feedback."""
        with self._guard:
            known = self._rows.get(suppression.address)
            if known is not None and (known.lifted_at is None or known.lifted_at >= suppression.since):
                return False
            self._rows[suppression.address] = suppression
            return True

    def page(self, after: str, limit: int) -> tuple[Suppression, ...]:
        """Return suppressions by digest, after the given one."""
        with self._guard:
            held = (self._rows[each] for each in sorted(self._rows) if each > after)
            return tuple(islice((each for each in held if each.lifted_at is None), limit))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of suppressions lifted before an instant; returns their number."""
        with self._guard:
            lifted = (each for each in self._rows.values() if each.lifted_at is not None and each.lifted_at < before)
            old = [each.address for each in islice(lifted, limit)]
            for each in old:
                del self._rows[each]
            return len(old)

    def lift(self, address: str, at: datetime) -> None:
        """Lift the suppression of an address."""
        with self._guard:
            self._rows[address] = evolve(self._rows[address], lifted_at=at)


class MemorySuppressionsAtHand:
    """Suppressions, inside a unit of work."""

    def __init__(self, suppressions: MemorySuppressions, *, writing: bool) -> None:
        """Apply changes when the unit of work commits."""
        self._suppressions = suppressions
        self._writing = writing
        self._lifted: dict[str, datetime] = {}

    def lift(self, address: str, at: datetime) -> bool:
        """Lift a suppression; returns whether the address was suppressed."""
        if not self._writing:
            message = "This unit of work is read-only."
            raise StoreFault(message, remedy="Begin a writing one.")
        there = self._suppressions.get(address) is not None and address not in self._lifted
        if there:
            self._lifted[address] = at
        return there

    def commit(self) -> None:
        """Make the changes permanent."""
        for address, at in self._lifted.items():
            self._suppressions.lift(address, at)
        self.close()

    def close(self) -> None:
        """Discard uncommitted changes."""
        self._lifted.clear()


def _id(mailing: Mailing) -> EffectId:
    return mailing.id
