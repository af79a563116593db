"""Comparing two versions of the terms by what they would have decided: counts from one outcome to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from attrs import define

from saas_core.access.use_cases.act import Acts as WatchedActs
from saas_core.gate.audit import AuditWork, require_reading, sees_people
from saas_core.gate.flips import Flips, ReplayView
from saas_core.gate.informants import Informants
from saas_core.gate.replay import Asker, asked_again
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Acts
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.ports import Judge
from saas_core.policy.queries import ComparisonView, comparison_view
from saas_core.policy.terms import Terms
from saas_core.tenancy.ports import Directory

LONGEST_DAYS: Final = 3_660
MOST_DECISIONS: Final = 10_000_000
MOST_ENTRIES: Final = 1_000_000_000
OPENED: Final = 20
"""To open the journal of a client costs about as much as to read so many entries of it."""
_PAGE = 500


@checked
class TermsReplay:
    """Compares versions of the terms by the decisions that were recorded of all clients."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AuditWork],
        directory: Directory,
        clock: Clock,
        ids: Ids,
        judge: Judge,
        informants: Informants,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._looks = WatchedActs(transactions, clock, ids, judge)
        self._directory = directory
        self._informants = informants

    def compare(self, *, by: Actor, before: str, document: bytes) -> ComparisonView:
        """Return every difference between a published version and a document that is not published.

        Raises TermsInvalid, TermsUnknown, Refused for anyone but staff that may read journals (1.1).
        """
        with self._acts.read(PROVIDER, by) as act:
            require_reading(act)
            return comparison_view(_known(act.work, before), read_terms(document))

    def replay(  # noqa: PLR0913 - who, which versions, how much, and how it goes on
        self,
        *,
        by: Actor,
        before: bytes,
        after: bytes,
        days: int = 30,
        most: int = MOST_DECISIONS,
        most_entries: int = MOST_ENTRIES,
        progress: Callable[[int], None] = lambda _percent: None,
    ) -> ReplayView:
        """Ask the decisions recorded in the last days again, of the provider and of all clients, under two terms.

        Either document may be published or not. At most so many decisions are asked, and so many entries of journals
        are read on the way, each client counting as 20 of them. `progress` gets the percentage of journals read so far.
        What clients' people asked is shown, and counted exactly, under a grant alone, and that is journaled (1.5).
        Raises TermsInvalid, InvalidValue for days that are not 1 to 3,660, Refused for anyone but staff that may read
        journals (1.1).
        """
        if not 1 <= days <= LONGEST_DAYS:
            message = f"{days} is out of range."
            raise InvalidValue(message, field="days", remedy=f"Give 1 to {LONGEST_DAYS}.")
        with self._acts.read(PROVIDER, by) as act:
            require_reading(act)
            staff = {each.id: each.permissions for each in act.work.staff.all() if each.active}
            since = act.at - timedelta(days=days)
            asker, versions = Asker(self._informants, staff), (_read(act.work, before), _read(act.work, after))
        found = Flips(versions[0].version, versions[1].version, since)
        replaying = _Replaying(found, asker, versions, most, most_entries)
        scopes = list(self._scopes())
        for number, (name, tenant_id) in enumerate(scopes):
            with self._acts.read(tenant_id, by) as act:
                for reached in replaying.journal(act.work, name):
                    progress(int(100 * (number + reached) / len(scopes)))
            if found.of_people:
                found.settle(seen=self._sees(tenant_id, by))
            progress(100 * (number + 1) // len(scopes))
            if not found.complete:
                break
        return found.view()

    def _sees(self, tenant_id: TenantId, by: Actor) -> bool:
        """Return whether the actor sees what a client's people asked; under a grant that is journaled (1.5)."""
        with self._looks.read(tenant_id, by) as act:
            return sees_people(act)

    def _scopes(self) -> Iterator[tuple[str, TenantId]]:
        """Yield the provider's own scope, where it is asked whom to take on (0.2), and those of all clients."""
        yield "provider", PROVIDER
        after = ""
        while page := self._directory.page(after, _PAGE):
            yield from page
            after = page[-1][0]


@define
class _Replaying:
    """A replay as far as it went: what was found, and the decisions and entries that may still be read."""

    found: Flips
    asker: Asker
    versions: tuple[Terms, Terms]
    most: int
    entries: int

    def journal(self, work: AuditWork, name: str) -> Iterator[float]:
        """Ask the decisions of a journal again; yield the share of it that is done, time and again."""
        self.entries -= OPENED
        again = asked_again(work, self.asker, since=self.found.since, versions=self.versions, most=self.entries)
        for stretch in again:
            self.entries -= stretch.entries
            for each in stretch.again:
                if each is None:
                    self.found.unanswerable += 1
                elif self.found.decisions < self.most:
                    self.found.take(name, each)
                else:
                    self.found.complete = False
                    return
            yield stretch.reached
        self.found.complete = self.entries > 0


def _known(work: AuditWork, version: str) -> Terms:
    found = work.terms.get(version)
    if found is None:
        message = f"there is no version {version[:60]!r}."
        raise TermsUnknown(message, field="before", remedy="List the versions to see those published.")
    return found


def _read(work: AuditWork, document: bytes) -> Terms:
    """Read a document of terms, as strictly as it was read when it was published, if it was."""
    text = document.decode(errors="replace")
    published = next((each for each in work.terms.all() if each.document == text), None)
    return read_terms(document) if published is None else published
