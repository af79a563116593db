"""Licenses and their facts, told in days; and the desk of licensing over the store in process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve, field, frozen

from clock import Clock, Ids
from saas_app.bridges import SubscriptionsOfPayments
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.ids import PROVIDER, AssignmentId, HoldId, InstanceId, LicenseId, StaffId, TenantId, UserId
from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies import Standing, standing
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases import Licensing
from saas_core.licensing.values import HoldKind
from saas_core.payments.use_cases.renewing import Renewing
from saas_core.policy.catalogue import catalogue
from saas_core.policy.circumstances import Circumstances, Presence, Rights
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.judgement import judge
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Settings
from saas_memory import MemoryStore

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))
OWNER = ClientUser(TENANT, UserId(UUID(int=5)))
CLERK = Staff(StaffId(UUID(int=9)), frozenset({"staff.billing", "staff.licensing"}))
SUPPORT = Staff(StaffId(UUID(int=8)), frozenset({"staff.support"}))
SOFTWARE = System("worker")


@frozen
class Told:
    """Makes facts; days count from the first one, and a fact is learned when it is true unless told otherwise."""

    def day(self, number: float) -> datetime:
        """Return the instant a number of days after the first."""
        return FIRST + timedelta(days=number)

    def _at(self, day: float, learned: float | None) -> dict[str, datetime]:
        return {"effective_at": self.day(day), "recorded_at": self.day(day if learned is None else learned)}

    def accepted(self, day: float = 0, version: str = "2026-01", learned: float | None = None) -> LicenseFact:
        """Tell that terms were accepted."""
        by = UserId(UUID(int=5))
        return events.TermsAccepted(**self._at(day, learned), version=version, digest="ab" * 32, by=by)

    def paid(
        self, invoice: str, since: float, until: float, day: float | None = None, learned: float | None = None
    ) -> LicenseFact:
        """Tell that a period was paid, at its start unless told otherwise."""
        at = self._at(since if day is None else day, learned)
        return events.PeriodPaid(**at, invoice=invoice, since=self.day(since), until=self.day(until))

    def trial(self, since: float, until: float, day: float | None = None) -> LicenseFact:
        """Tell that a trial was granted."""
        at = self._at(since if day is None else day, None)
        return events.TrialGranted(**at, since=self.day(since), until=self.day(until))

    def invoice(self, news: str, invoice: str, day: float, learned: float | None = None) -> LicenseFact:
        """Tell that an invoice is overdue, settled or voided."""
        if news == "overdue":
            return events.InvoiceOverdue(**self._at(day, learned), invoice=invoice)
        kind = events.InvoiceSettled if news == "settled" else events.InvoiceVoided
        return kind(**self._at(day, learned), invoice=invoice)

    def refunded(self, invoice: str, day: float, *, full: bool = True, learned: float | None = None) -> LicenseFact:
        """Tell that an invoice was refunded."""
        return events.InvoiceRefunded(**self._at(day, learned), invoice=invoice, full=full)

    def dispute(self, news: str, day: float, invoice: str = "1", name: str = "d") -> LicenseFact:
        """Tell that a dispute was opened, won or lost."""
        if news == "opened":
            return events.DisputeOpened(**self._at(day, None), dispute=name, invoice=invoice)
        kind = events.DisputeWon if news == "won" else events.DisputeLost
        return kind(**self._at(day, None), dispute=name)

    def canceled(self, day: float, *, at_period_end: bool = True) -> LicenseFact:
        """Tell that a cancellation was asked."""
        return events.CancellationAsked(**self._at(day, None), at_period_end=at_period_end)

    def resumed(self, day: float) -> LicenseFact:
        """Tell that a cancellation was taken back."""
        return events.Resumed(**self._at(day, None))

    def ended(self, day: float) -> LicenseFact:
        """Tell that the provider ended the license."""
        return events.Ended(**self._at(day, None))

    def held(self, day: float, number: int = 1, clause: str = "0.2", why: str = "Resold to clients.") -> LicenseFact:
        """Tell that a hold was placed."""
        return events.HoldPlaced(
            **self._at(day, None),
            hold=HoldId(UUID(int=number)),
            kind=HoldKind.BREACH,
            by=StaffId(UUID(int=9)),
            why=why,
            clause=clause,
        )

    def lifted(self, day: float, number: int = 1) -> LicenseFact:
        """Tell that a hold was lifted."""
        by = StaffId(UUID(int=9))
        return events.HoldLifted(**self._at(day, None), hold=HoldId(UUID(int=number)), by=by, why="Settled")

    def heard(self, day: float, *, renews: bool) -> LicenseFact:
        """Tell what the payment provider said."""
        return events.ProviderHeard(**self._at(day, None), renews=renews, said="renews" if renews else "stops")

    def license(self, *facts: LicenseFact) -> License:
        """Make a license with these facts."""
        return License(
            id=LicenseId(UUID(int=2)),
            tenant_id=TENANT,
            instance_id=InstanceId(UUID(int=3)),
            terms_version="2026-01",
            opened_at=FIRST,
            facts=facts,
        )

    def standing(
        self, day: float, *facts: LicenseFact, known: float | None = None, accepted: bool = True, **settings: Any
    ) -> Standing:
        """Fold facts, terms accepted on the first day, by the shipped settings with changes."""
        agreed = (self.accepted(),) if accepted else ()
        known_at = self.day(10_000 if known is None else known)
        return standing(self.license(*agreed, *facts), Settings(**settings), at=self.day(day), known_at=known_at)


@pytest.fixture(scope="session")
def told() -> Told:
    return Told()


@pytest.fixture(scope="session")
def codes() -> Callable[[Standing], list[str]]:
    """Return the codes of a standing's reasons, in order."""
    return lambda seen: [each.code.value for each in seen.reasons]


@define
class Desk(Clock):
    """Licensing wired over the store in process; its judge knows the shipped terms and one active owner."""

    store: MemoryStore = field(factory=MemoryStore)
    at: datetime = FIRST
    ids: Ids = field(factory=lambda: Ids(100))
    through: tuple[AssignmentId, ...] = (AssignmentId(UUID(int=7)),)
    activated: bool = True
    licensing: Licensing = field(init=False)
    reader: LicenseReader = field(init=False)
    owner: ClientUser = OWNER
    staff: Staff = CLERK
    support: Staff = SUPPORT
    software: System = SOFTWARE
    tenant: TenantId = TENANT

    def __attrs_post_init__(self) -> None:
        """Wire it, publish the shipped terms, and open the tenant's license."""
        self.licensing = Licensing(
            transactions=self.store,
            subscriptions=SubscriptionsOfPayments(Renewing(ids=self.ids)),
            clock=self,
            ids=self.ids,
            judge=self,
        )
        self.reader = LicenseReader(transactions=self.store, clock=self, judge=self)
        with self.store.begin(PROVIDER) as work:
            work.terms.put(evolve(shipped_terms(), effective_from=self.at))
            work.commit()
        with self.store.begin(TENANT) as work:
            self.licensing.open_license(
                work,
                tenant_id=TENANT,
                instance_id=InstanceId(UUID(int=3)),
                terms_version=shipped_terms().version,
                at=self.at,
            )
            work.commit()

    def decide(self, work: Any, question: Question, at: datetime) -> Decision:
        """Judge by the shipped terms."""
        terms = shipped_terms()
        license_ = work.licenses.get()
        known = Circumstances(
            at=at,
            known_at=at,
            terms=terms,
            catalogue=catalogue(terms.actions, terms.reserved),
            licensee=LicenseeKind.BUSINESS_OPERATOR,
            license=standing(license_, terms.settings, at=at, known_at=at).state(),
            rights=Rights(Presence.ACTIVE, self.through),
            activated=self.activated,
        )
        return judge(question, known)

    def require(self, work: Any, question: Question, at: datetime) -> Decision:
        """Judge, or refuse."""
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision

    def accept(self, digest: str | None = None) -> None:
        """Let the owner accept the terms, as an invitation does."""
        with self.store.begin(TENANT) as work:
            given = shipped_terms().digest if digest is None else digest
            self.licensing.accept_terms(work, user_id=self.owner.user_id, digest=given, at=self.at)
            work.commit()

    def offer(self, version: str, since: datetime, **settings: Any) -> str:
        """Publish another version, with other settings, and give its digest."""
        shipped = shipped_terms()
        changed = evolve(
            shipped,
            version=version,
            effective_from=since,
            settings=evolve(shipped.settings, **settings),
            digest=version.ljust(64, "0"),
        )
        with self.store.begin(PROVIDER) as work:
            work.terms.put(changed)
            work.commit()
        return changed.digest

    def pass_days(self, days: float) -> datetime:
        """Let time pass, and give the instant."""
        self.at += timedelta(days=days)
        return self.at

    def license(self) -> License:
        """Return what the store keeps."""
        with self.store.read(TENANT) as work:
            kept = work.licenses.get()
        assert kept is not None
        return kept

    def notes(self) -> list[Any]:
        """Return the entries of the tenant's journal."""
        with self.store.read(TENANT) as work:
            return list(work.journal.entries())


@pytest.fixture
def desk() -> Desk:
    return Desk()
