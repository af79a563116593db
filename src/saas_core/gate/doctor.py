"""The doctor: checks that every tenant must pass at any time, run one tenant after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from saas_core.gate.audit import Checkpoints, Guarded, chain_report
from saas_core.gate.ports import GateWork
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.parts import Check, Finding, HouseCheck, ProviderCheck
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge
from saas_core.tenancy.ports import Directory

W = TypeVar("W", bound=GateWork)

PAGE = 500


class StoreCheck(Guarded, Protocol):
    """Lets the store check itself."""

    def check(self) -> None:
        """Raise StoreVersion or StoreUnavailable when the store cannot be used by this code."""
        ...


@frozen
class Examination:
    """The result of an examination: the number of tenants and checks, and the findings.

    `stopped_after` is the short name after which to go on if it was stopped before it had seen every tenant.
    """

    tenants: int
    checks: int
    findings: tuple[Finding, ...]
    stopped_after: str | None = None

    @property
    def healthy(self) -> bool:
        """Return whether everything holds."""
        return not self.findings


@checked
class Doctor(Generic[W]):
    """Examines the whole store, for staff that may read journals."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[W],
        directory: Directory,
        checkpoints: Checkpoints,
        store: StoreCheck,
        checks: Sequence[Check[W]],
        house: Sequence[HouseCheck],
        provider_checks: Sequence[ProviderCheck],
        clock: Clock,
        judge: Judge,
    ) -> None:
        """Take the ports, and the checks of every client and of the whole system."""
        self._transactions = transactions
        self._directory = directory
        self._checkpoints = checkpoints
        self._store = store
        self._checks = tuple(checks)
        self._house = tuple(house)
        self._provider_checks = tuple(provider_checks)
        self._clock = clock
        self._judge = judge

    def examine(
        self,
        *,
        by: Actor,
        with_provider: bool = False,
        after: str = "",
        stopped: Callable[[], bool] = lambda: False,
        progress: Callable[[int], None] = lambda _tenants: None,
    ) -> Examination:
        """Examine every tenant once, on request also against its providers; changes nothing.

        It checks between two tenants whether it was `stopped`, and goes on where one that was stopped ended: with
        `after`, only tenants with a later short name are examined, and not the whole system again. `progress` gets the
        number of tenants examined. Raises Refused for anyone but staff that may read journals (1.1), StoreVersion,
        StoreUnavailable, and the provider check's own error if a provider is requested but not configured.
        """
        asked = self._provider_checks if with_provider else ()
        checks, findings = self._whole(by, asked, beginning=not after)
        tenants, last = 0, after
        for slug, tenant_id in self._tenants(after):
            if stopped():
                return Examination(tenants=tenants, checks=checks, findings=tuple(findings), stopped_after=last)
            tenants, last = tenants + 1, slug
            with self._transactions.read(tenant_id) as work:
                checks += 1 + len(self._checks)
                findings += self._chain(work, slug)
                findings += [found for each in self._checks for found in each.look(work, slug)]
            for each in asked:
                checks += 1
                findings += each.client(tenant_id, slug)
            progress(tenants)
        return Examination(tenants=tenants, checks=checks, findings=tuple(findings))

    def count_tenants(self, *, by: Actor) -> int:
        """Return how many tenants there are to examine; raises Refused as `examine` does."""
        with self._transactions.read(PROVIDER) as work:
            self._require(work, by)
        return self._directory.count()

    def _whole(self, by: Actor, asked: Sequence[ProviderCheck], *, beginning: bool) -> tuple[int, list[Finding]]:
        """Require that the actor may, and examine the whole system, unless one goes on; return checks and findings."""
        self._store.check()
        findings: list[Finding] = []
        with self._transactions.read(PROVIDER) as work:
            self._require(work, by)
            if not beginning:
                return 1, findings
            findings += self._chain(work, "provider")
        findings += self._store.guard_findings()
        findings += [found for each in self._house for found in each.look()]
        for each in asked:
            findings += each.house(self._slug)
        # Three more: that the store fits this code, its guards, and the provider's own journal.
        return 3 + len(self._house) + len(asked), findings

    def _require(self, work: GateWork, by: Actor) -> None:
        self._judge.require(work, Question(PROVIDER, by, "provider.journal"), self._clock.now())

    def _tenants(self, after: str) -> Iterator[tuple[str, TenantId]]:
        while page := self._directory.page(after, PAGE):
            yield from page
            after = page[-1][0]

    def _slug(self, tenant_id: TenantId) -> str:
        with self._transactions.read(tenant_id) as work:
            tenant = work.tenants.get()
        return "" if tenant is None else tenant.slug

    def _chain(self, work: GateWork, slug: str) -> Iterator[Finding]:
        try:
            report = chain_report(work, self._checkpoints)
        except InvalidValue as fault:
            yield Finding(
                "journal",
                slug,
                str(fault),
                "Compare the file of checkpoints with a backup of it.",
            )
            return
        if report.broken is not None:
            yield Finding(
                "journal",
                slug,
                report.broken.sentence,
                "Keep the store as it is, and compare it with a backup.",
            )
        for each in report.faults:
            yield Finding("facts", slug, each, "Keep the store as it is, and compare the license with a backup.")
