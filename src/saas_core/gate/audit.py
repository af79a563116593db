"""The journal as people use it: read, verified, and marked by checkpoints kept outside the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

from attrs import evolve, frozen

from saas_core.access.ports import AccessWork
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import PEOPLE_SEEN, ROLES_SEEN
from saas_core.gate.errors import ChainBroken
from saas_core.gate.ports import GateWork
from saas_core.gate.recorded import RecordedDecisionView, recorded
from saas_core.gate.withheld import by_person, without_people
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import PROVIDER, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Break, Checkpoint, JournalEntry, PublicKey, verify
from saas_core.kernel.pages import page_size
from saas_core.kernel.parts import Finding
from saas_core.kernel.sight import Sight, Unhindered
from saas_core.kernel.work import Transactions, Work
from saas_core.licensing.policies.vouching import differences, vouched_by
from saas_core.policy import acting
from saas_core.policy.ports import Judge

PAGE = 1000
GUARDS_DIFFER: Final = "What guards the journal in the database differs from its declaration; ask the provider."
W = TypeVar("W", bound=Work)


class AuditWork(AccessWork, GateWork, Protocol):
    """A unit of work with the grants of staff, under which a journal is read, and the facts it vouches for."""


class Checkpoints(Protocol):
    """Signed checkpoints, kept where the database's role cannot write."""

    def append(self, checkpoint: Checkpoint) -> Checkpoint:
        """Sign a checkpoint, store it, and return it."""
        ...

    def all(self, tenant_id: TenantId) -> tuple[Checkpoint, ...]:
        """Return the tenant's checkpoints; raises InvalidValue when one was altered."""
        ...

    def keys(self) -> tuple[PublicKey, ...]:
        """Return the public keys of all that signed checkpoints, the oldest first."""
        ...

    def rotate(self) -> PublicKey:
        """Make a new key that signs later checkpoints, keep the public keys of those before, and return the new one."""
        ...


class Guarded(Protocol):
    """Compares what guards the rows in the store with what is declared."""

    def guard_findings(self, *, of_journal: bool = False) -> Iterable[Finding]:
        """Find guards that are missing, differ or are not declared; of the journal's own tables alone on request."""
        ...


@frozen
class ChainReport:
    """The result of a verification: the number of entries read, and the first break, if any.

    `signed` counts the checkpoints whose signature others can check by the public key of its id. `facts` counts the
    license and its facts, for which the chain vouches; they are compared only if the chain is whole.
    `faults` says in words what differs there, and what no longer guards the journal.
    """

    tenant_id: TenantId
    entries: int
    checkpoints: int
    broken: Break | None
    facts: int = 0
    faults: tuple[str, ...] = ()
    signed: int = 0

    @property
    def whole(self) -> bool:
        """Return whether the chain, everything it vouches for, and its guards are as they must be."""
        return self.broken is None and not self.faults


@checked
class Audit:
    """Reading and verifying journals.

    Staff reads what is about a client's people under a break-glass grant alone, and that is journaled (1.5).
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AuditWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        checkpoints: Checkpoints,
        store: Guarded,
        sight: Sight | None = None,
    ) -> None:
        """Take the ports; without `sight` entries show all of what they hold."""
        self._sight = sight or Unhindered()
        self._store = store
        self._acts = Acts(transactions, clock, ids, judge)
        self._chains = acting.Acts[AuditWork](transactions, clock, ids, judge)
        self._checkpoints = checkpoints

    def entries(self, *, by: Actor, tenant_id: TenantId, after: int = 0, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Read entries after a position, oldest first, at most 1,000.

        Without a grant, staff sees no ids of the client's users, no roles and no scopes; see `without_people`. Raises
        Refused for a user without `audit.read` and for staff without a right to it (1.4, 1.1).
        """
        with self._acts.read(tenant_id, by) as act:
            require_reading(act)
            found = act.work.journal.entries(after=after, limit=page_size(limit, PAGE))
            seen = found if sees_people(act) else tuple(map(without_people, found))
            return self._sight.shown(act.work, by, act.at, seen)

    def decision(self, *, by: Actor, tenant_id: TenantId, decision_id: EntryId) -> RecordedDecisionView:
        """Return a decision that was recorded in the journal, by the id that it carries.

        Raises DecisionUnknown, also for an id of another client, and Refused as `entries` does, and to staff without a
        grant for a decision about a user of the client (1.5).
        """
        with self._acts.read(tenant_id, by) as act:
            require_reading(act)
            found = act.work.journal.find(decision_id)
            if found is not None and by_person(found) and foreign(act):
                act.require(ROLES_SEEN)
            return recorded(found)

    def verify(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        progress: Callable[[int], None] = lambda _position: None,
    ) -> ChainReport:
        """Read the tenant's chain from its start and compare it with its head, its checkpoints and the license's facts.

        What guards the journal in the database is compared with its declaration, too; a client's user is told only
        that it differs.

        Raises Refused as `entries` does, InvalidValue when the file of checkpoints was altered.
        """
        with self._chains.read(tenant_id, by) as act:
            require_reading(act)
            report = chain_report(act.work, self._checkpoints, progress)
        guards = tuple(each.sentence for each in self._store.guard_findings(of_journal=True))
        if guards and isinstance(by, ClientUser):
            # What the provider's database is made of is no client's business; that its journal is in doubt is.
            guards = (GUARDS_DIFFER,)
        return evolve(report, faults=(*report.faults, *guards))

    def checkpoint(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> Checkpoint:
        """Store the chain's present end outside the database, so that a tail cut off later is detected.

        The chain is read from its start first. Raises ChainBroken if it does not verify, also against any earlier
        checkpoint; Refused as `entries` does, KeyReused, InvalidValue when the file of checkpoints was altered.
        """
        return self._acts.across(
            Request("audit.checkpoint", key=idempotency_key),
            Checkpoint,
            by=by,
            tenant_id=tenant_id,
            judged=require_reading,
            do=lambda: self._mark(tenant_id, by),
        )

    def _mark(self, tenant_id: TenantId, by: Actor) -> Checkpoint:
        with self._chains.read(tenant_id, by) as act:
            # A checkpoint of a chain that was written anew would vouch for it.
            broken = chain_report(act.work, self._checkpoints).broken
            if broken is not None:
                raise ChainBroken(broken)
            position, digest = act.work.journal.head()
        mark = Checkpoint(tenant_id=tenant_id, position=position, hash=digest, at=act.at)
        return self._checkpoints.append(mark) if position else mark

    def keys(self) -> tuple[PublicKey, ...]:
        """Return the public keys of checkpoints, the oldest first; anyone may have them, to check what we signed."""
        return self._checkpoints.keys()

    def rotate_key(self, *, by: Actor, idempotency_key: str | None = None) -> PublicKey:
        """Sign later checkpoints by a new key; earlier ones are still verified by theirs.

        The former private key is removed, and the provider's journal names the new one. Raises Refused for anyone but
        staff that manages staff, KeyReused, StoreUnavailable where the key file cannot be written.
        """
        with self._chains.begin(PROVIDER, by) as act:
            act.require("provider.staff")
            request = Request("audit.rotate_key", key=idempotency_key)
            return act.once(request, PublicKey, lambda: self._rotate(act))

    def _rotate(self, act: acting.Act[AuditWork]) -> PublicKey:
        made = self._checkpoints.rotate()
        act.note("audit.rotate_key", f"key:{made.key_id}", {"key": made.key_id})
        return made


def foreign(act: Act) -> bool:
    """Return whether staff looks at a client."""
    return isinstance(act.by, Staff) and act.work.tenant_id != PROVIDER


def sees_people(act: Act) -> bool:
    """Return whether the actor may see ids of users, roles and scopes in the journal: not staff without a grant."""
    return not foreign(act) or (act.may(PEOPLE_SEEN) and act.may(ROLES_SEEN))


def require_reading(act: acting.Act[W]) -> None:
    """Require that the actor may read the journal of the current scope; raises Refused (1.4, 1.1)."""
    own = isinstance(act.by, ClientUser) and act.work.tenant_id != PROVIDER
    act.require("audit.read" if own else "provider.journal")


def chain_report(
    work: GateWork,
    checkpoints: Checkpoints,
    progress: Callable[[int], None] = lambda _position: None,
) -> ChainReport:
    """Verify the chain of the current tenant and what it vouches for, reading a page of entries at a time."""
    marks = checkpoints.all(work.tenant_id)
    head = work.journal.head()
    chain: dict[str, set[str]] = {}
    broken = verify(_entries(work, progress, chain), head=head, checkpoints=marks)
    stored = work.licenses.digests()
    return ChainReport(
        tenant_id=work.tenant_id,
        entries=head[0],
        checkpoints=len(marks),
        signed=sum(1 for each in marks if each.signature),
        broken=broken,
        facts=len(stored),
        # Entries that cannot be trusted vouch for nothing, and those behind the break were not read.
        faults=() if broken else tuple(differences(chain, stored)),
    )


def _entries(work: Work, progress: Callable[[int], None], chain: dict[str, set[str]]) -> Iterator[JournalEntry]:
    """Yield all entries, and collect the digests for which they vouch, by place."""
    after = 0
    while page := work.journal.entries(after=after, limit=PAGE):
        for entry in page:
            for place, digest in vouched_by(entry).items():
                chain.setdefault(place, set()).add(digest)
            yield entry
        # A row that was moved to the front must not make the reading go in circles.
        after = max(after + 1, page[-1].position)
        progress(after)
