"""The doctor: what must hold of every tenant at any time, looked at one tenant after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from attrs import frozen

from saas_core.access.queries.reading import owners_of
from saas_core.gate.audit import Checkpoints, chain_report
from saas_core.gate.ports import GateWork, ProviderOfPayments
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue, ProviderFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signals
from saas_core.kernel.tasks import Tasks
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge
from saas_core.tenancy.ports import Directory

T = TypeVar("T")
PAGE = 500
_LATE = timedelta(hours=1)


class StoreCheck(Protocol):
    """Lets the store look after itself."""

    def check(self) -> None:
        """Raise StoreVersion or StoreUnavailable when the store cannot be used by this code."""
        ...


@frozen
class Finding:
    """Something that does not hold: which check, of which tenant (its short name), and what would help."""

    check: str
    tenant: str
    sentence: str
    remedy: str


@frozen
class Examination:
    """What the doctor saw: how many tenants and checks, and what does not hold."""

    tenants: int
    checks: int
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Tell whether everything holds."""
        return not self.findings


@checked
class Doctor:
    """Examines the whole store, for staff that may read journals."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[GateWork],
        directory: Directory,
        checkpoints: Checkpoints,
        store: StoreCheck,
        tasks: Tasks,
        signals: Signals,
        provider: ProviderOfPayments,
        clock: Clock,
        judge: Judge,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._directory = directory
        self._checkpoints = checkpoints
        self._store = store
        self._tasks = tasks
        self._signals = signals
        self._provider = provider
        self._clock = clock
        self._judge = judge

    def examine(
        self,
        *,
        by: Actor,
        with_provider: bool = False,
        progress: Callable[[int], None] = lambda _tenants: None,
    ) -> Examination:
        """Look at every tenant once, on request at its books at the provider of payments too; changes nothing.

        Raises Refused for anyone but staff that may read journals (1.1), StoreVersion and StoreUnavailable, and
        PaymentsByHand when the provider is asked for and none is configured.
        """
        self._store.check()
        with self._transactions.read(PROVIDER) as work:
            question = Question(tenant_id=PROVIDER, by=by, action="provider.journal")
            self._judge.require(work, question, self._clock.now())
            findings = list(self._chain(work, "provider"))
        findings += self._waiting()
        tenants, checks = 0, 5
        if with_provider:
            checks += 1
            findings += self._repeated()
        for slug, tenant_id in self._tenants():
            tenants += 1
            with self._transactions.read(tenant_id) as work:
                for look in (self._chain, _license, _owner, _outbox, _incidents):
                    checks += 1
                    findings += look(work, slug)
            if with_provider:
                checks += 1
                findings += self._differences(tenant_id, slug)
            progress(tenants)
        return Examination(tenants=tenants, checks=checks, findings=tuple(findings))

    def _tenants(self) -> Iterator[tuple[str, TenantId]]:
        after = ""
        while page := self._directory.page(after, PAGE):
            yield from page
            after = page[-1][0]

    def _waiting(self) -> Iterator[Finding]:
        """Look at what is to be done for all tenants: parked, held by a dead worker, told and not looked after."""
        now = self._clock.now()
        parked = list(_all(lambda last: self._tasks.page(None if last is None else last.task, PAGE, parked=True)))
        if parked:
            yield Finding(
                "tasks",
                "provider",
                f"{_many(len(parked), 'task')} parked after failing too often.",
                "See `saas outbox list --parked`, mend the cause, then `saas outbox retry`.",
            )
        late = [
            each
            for each in _all(lambda last: self._tasks.page(None if last is None else last.task, PAGE))
            if each.leased_until is not None and each.leased_until < now - _LATE
        ]
        if late:
            yield Finding(
                "leases",
                "provider",
                f"{_many(len(late), 'lease')} long past the end, and nobody took over.",
                "Run `saas worker`.",
            )
        waiting = _all(lambda last: self._signals.page(None if last is None else last.place, PAGE, waiting=True))
        old = [each for each in waiting if each.received_at < now - _LATE]
        if old:
            yield Finding(
                "inbox",
                "provider",
                f"{_many(len(old), 'signal')} told over an hour ago and not looked after.",
                "Run `saas worker`; `saas inbox list --waiting` shows why they wait.",
            )

    def _differences(self, tenant_id: TenantId, slug: str) -> Iterator[Finding]:
        try:
            found = self._provider.differences(tenant_id)
        except ProviderFault as fault:
            yield _silent(slug, fault)
            return
        for each in found:
            yield Finding(
                "payments", slug, each.says, f"Run `saas license reconcile {slug}`, then `saas worker --once`."
            )

    def _repeated(self) -> Iterator[Finding]:
        try:
            found = self._provider.repeated()
        except ProviderFault as fault:
            yield _silent("provider", fault)
            return
        for each in found:
            slug = self._slug(each.tenant_id)
            yield Finding(
                "intent",
                slug or "provider",
                f"{len(each.refs)} objects came of one intent, each a {each.kind}: {', '.join(each.refs)}.",
                f"End all but one there by hand, then run `saas license reconcile {slug or '--all'}`.",
            )

    def _slug(self, tenant_id: TenantId | None) -> str:
        if tenant_id is None:
            return ""
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


def _all(page: Callable[[T | None], Sequence[T]]) -> Iterator[T]:
    """Give everything, a page at a time."""
    last: T | None = None
    while found := page(last):
        yield from found
        last = found[-1]


def _silent(slug: str, fault: ProviderFault) -> Finding:
    return Finding("payments", slug, f"The provider of payments was not heard: {fault.message}", "Look again later.")


def _license(work: GateWork, slug: str) -> Iterator[Finding]:
    tenant, license_ = work.tenants.get(), work.licenses.get()
    if tenant is None:
        yield Finding(
            "tenant",
            slug,
            "The short name leads to no client.",
            "Restore the client's rows from a backup.",
        )
    elif license_ is None or license_.tenant_id != tenant.id or license_.instance_id != tenant.instance.id:
        yield Finding(
            "license",
            slug,
            "The client has no license of its own instance.",
            "Restore it from a backup.",
        )


def _owner(work: GateWork, slug: str) -> Iterator[Finding]:
    tenant = work.tenants.get()
    if tenant is not None and tenant.instance.active and not owners_of(work):
        yield Finding(
            "owner",
            slug,
            "The active instance has no active owner.",
            "A person decides; see clause 9.3.",
        )


def _incidents(work: GateWork, slug: str) -> Iterator[Finding]:
    for each in work.incidents.open():
        yield Finding(
            "incident",
            slug,
            f"{each.kind} {each.subject}: {each.says}",
            "Look at the provider of payments; it ends by itself once it is not seen any more.",
        )


def _many(number: int, thing: str) -> str:
    if number == 1:
        return f"1 {thing} is"
    return f"{number} {thing}s are"


def _outbox(work: GateWork, slug: str) -> Iterator[Finding]:
    waiting = len(work.outbox.pending(limit=PAGE))
    if waiting:
        many = f"{PAGE} or more effects wait" if waiting == PAGE else f"{waiting} effects wait"
        told = "1 effect waits" if waiting == 1 else many
        yield Finding(
            "outbox",
            slug,
            f"{told} to be carried out.",
            "Run `saas worker --once`; `saas outbox list` shows why they wait.",
        )
