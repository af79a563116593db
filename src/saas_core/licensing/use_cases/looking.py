"""Looking: a client's account at the provider of payments is read afresh, and the license follows what it says.

No transaction is open while the provider is asked. What was read counts only if nothing was heard of the account
meanwhile; otherwise it is read once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import evolve

from saas_core.kernel.actors import System
from saas_core.kernel.ids import PROVIDER, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.tasks import CLIENT, LOOK, SWEEP, Lease
from saas_core.kernel.work import Transactions
from saas_core.licensing.books import Books, InvoiceState, Oddity
from saas_core.licensing.model import Incident, License, OpenInvoice, PaymentAccount
from saas_core.licensing.policies import Standing, standing
from saas_core.licensing.policies.mirror import Mirrored, mirrored
from saas_core.licensing.ports import LicensingWork, LinkedAccounts, Owner, PaymentBooks
from saas_core.licensing.queries import settings_in, terms_of
from saas_core.licensing.values import BILLING

MIRROR = System("payments")
DRIFT = "drift"
LATE = timedelta(minutes=15)
"""News that is older than this when a look finds it, and of which nothing was heard, was lost on its way."""


class Looks:
    """Looks at accounts, one task each."""

    def __init__(
        self,
        *,
        transactions: Transactions[LicensingWork],
        books: PaymentBooks,
        accounts: LinkedAccounts,
        clock: Clock,
        ids: Ids,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._books = books
        self._accounts = accounts
        self._clock = clock
        self._ids = ids

    def work(self, lease: Lease) -> int:
        """Look at an account, and give 1 when the license is in step with it; raises ProviderFault, StoreFault."""
        if lease.task.tenant_id == PROVIDER:
            return self._find_owner(lease)
        books = self._books.books(lease.task.subject)
        with self._transactions.begin(lease.task.tenant_id) as work:
            done = work.tasks.holds(lease) and work.tasks.finish(lease)
            if done:
                self._keep(work, books)
            work.commit()
        return int(done)

    def _keep(self, work: LicensingWork, books: Books) -> None:
        at = self._clock.now()
        license_, account = work.licenses.get(), work.payments.get()
        if license_ is None or account is None or account.account != books.account:
            work.signals.settle(books.account, at)
            return
        settings = terms_of(work, license_, at=at, known_at=at).settings
        found = mirrored(license_, books, settings, at=at, pending=work.outbox.first(BILLING) is not None)
        richer = license_.with_facts(found.facts)
        before, after = (standing(each, settings_in(work), at=at, known_at=at) for each in (license_, richer))
        if found.facts:
            work.licenses.append(license_.id, found.facts)
            self._note(work, license_, found, at)
        if not work.signals.waiting(books.account):
            _drift(work, books.account, found, (before, after), at)
        _incidents(work, found.oddities, at)
        self._follow(work, account, books)
        if _billed(work, books) or found.facts:
            work.tasks.want(SWEEP, CLIENT, at)
        work.signals.settle(books.account, at)
        if after.valid_until is not None:
            # What time changes is looked at when it does: a renewal at the end of its period, for one.
            work.tasks.want(LOOK, books.account, after.valid_until)

    def _follow(self, work: LicensingWork, account: PaymentAccount, books: Books) -> None:
        """Remember which subscription runs; once one does, the page it came from is no use any more."""
        current = books.current
        running = current.ref if current is not None and current.state.begun else ""
        if running != account.subscription:
            work.payments.save(evolve(account, subscription=running))
            if running:
                work.payments.save_checkout(None)

    def _note(self, work: LicensingWork, license_: License, found: Mirrored, at: datetime) -> None:
        kinds = sorted(type(each).__name__ for each in found.facts)
        note = JournalEntryDraft(
            id=EntryId(self._ids.new()),
            at=at,
            by=MIRROR,
            action="licensing.mirror",
            subject=f"license:{license_.id}",
            details={"facts": list(kinds)},
        )
        work.journal.append(note)

    def _find_owner(self, lease: Lease) -> int:
        """Find out whose an object is that news came of; of what is not ours nothing is to be done."""
        owner = self._books.owner(lease.task.subject)
        tenant_id = None if owner is None else self._accounts.find(owner.account) or owner.tenant_id
        if owner is not None and tenant_id is not None:
            self._want(owner, tenant_id)
        with self._transactions.begin(PROVIDER) as work:
            done = work.tasks.holds(lease) and work.tasks.finish(lease)
            if done:
                work.signals.settle(lease.task.subject, self._clock.now())
            work.commit()
        return int(done)

    def _want(self, owner: Owner, tenant_id: TenantId) -> None:
        """Have the owner's account looked at; one that we opened without hearing of it is linked now."""
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            account = work.payments.get()
            if work.licenses.get() is None:
                return
            if account is None:
                work.payments.save(PaymentAccount(account=owner.account, opened_at=at))
            if account is None or account.account == owner.account:
                work.tasks.want(LOOK, owner.account, at)
            else:
                says = f"The provider has {owner.account} for this client, which is linked to {account.account}."
                _incidents(work, (Oddity("two accounts", owner.account, says),), at, ends=False)
            work.commit()


def _billed(work: LicensingWork, books: Books) -> bool:
    """Keep the invoices still to be paid, and tell whether they are others than before."""
    waiting = tuple(
        OpenInvoice(
            ref=each.ref,
            number=each.number,
            owed=each.to_pay,
            due_at=each.due_at,
            failed=each.failed,
            link=each.link,
        )
        for each in sorted(books.invoices, key=lambda each: each.ref)
        if each.state is InvoiceState.OPEN
    )
    if waiting == work.open_invoices.all():
        return False
    work.open_invoices.keep(waiting)
    return True


def _incidents(work: LicensingWork, oddities: tuple[Oddity, ...], at: datetime, *, ends: bool = True) -> None:
    """Keep what is odd now as incidents, and end those that are not seen any more."""
    known: Mapping[tuple[str, str], Incident] = {(each.kind, each.subject): each for each in work.incidents.open()}
    odd = {(each.kind, each.ref): each for each in oddities}
    for key, oddity in odd.items():
        if key not in known:
            work.incidents.add(Incident(kind=oddity.kind, subject=oddity.ref, says=oddity.says, raised_at=at))
    for key, incident in known.items():
        if ends and key not in odd:
            work.incidents.end(incident, at)


def _drift(work: LicensingWork, account: str, found: Mirrored, sides: tuple[Standing, Standing], at: datetime) -> None:
    """Keep what both sides said, where news was lost on its way and the license was wrong for it; mended by now."""
    before, after = sides
    lost = [each for each in found.facts if each.effective_at < at - LATE]
    if not lost or (before.reasons, before.term, before.payment) == (after.reasons, after.term, after.payment):
        return
    says = f"The license said {told(before)}, the provider {told(after)}; {len(lost)} facts were missing."
    work.incidents.add(Incident(kind=DRIFT, subject=account, says=says, raised_at=at, ended_at=at))


def told(seen: Standing) -> str:
    """Give a standing in a few words."""
    codes = ", ".join(each.code.value for each in seen.reasons) or "in good standing"
    return f"{seen.term.value}, {seen.payment.value} ({codes})"
