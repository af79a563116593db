"""Looks: a client's account at the provider of payments is read again, and other contexts follow its books.

No transaction is open while the provider is asked. The answer counts only if no news of the account came meanwhile;
otherwise the account is read once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT, Lease
from saas_core.kernel.work import Transactions
from saas_core.payments.books import Books, Oddity
from saas_core.payments.model import Incident, PaymentAccount
from saas_core.payments.policies import oddities, unpaid
from saas_core.payments.ports import Contacts, Follower, LinkedAccounts, Owner, PaymentBooks, PaymentsWork
from saas_core.payments.values import BILLING, DRIFT, LOOK, TWO_ACCOUNTS


class Looks:
    """Looks at accounts, in one task each."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[PaymentsWork],
        books: PaymentBooks,
        accounts: LinkedAccounts,
        contacts: Contacts,
        follower: Follower,
        clock: Clock,
        endpoint: str,
    ) -> None:
        """Take the ports, and over which endpoint news of accounts comes."""
        self._transactions = transactions
        self._books = books
        self._accounts = accounts
        self._contacts = contacts
        self._follower = follower
        self._clock = clock
        self._endpoint = endpoint

    def work(self, lease: Lease) -> int:
        """Look at an account, and return 1 if everything is in step with it; raises ProviderFault, StoreFault."""
        if lease.task.tenant_id == PROVIDER:
            return self._find_owner(lease)
        books = self._books.books(lease.task.subject)
        with self._transactions.begin(lease.task.tenant_id) as work:
            done = work.tasks.holds(lease) and work.tasks.finish(lease)
            if done:
                self._keep(work, books)
            work.commit()
        return int(done)

    def _keep(self, work: PaymentsWork, books: Books) -> None:
        at, account = self._clock.now(), work.payments.get()
        if account is None or account.account != books.account:
            # What was paid through a former account can still be refunded or disputed there.
            self._follower.follow(work, evolve(books, former=True), at, pending=True)
            work.signals.settle(self._endpoint, books.account, at)
            return
        followed = self._follower.follow(work, books, at, pending=work.outbox.first(BILLING) is not None)
        if followed.drift and not work.signals.waiting(self._endpoint, books.account):
            drift = Incident(kind=DRIFT, subject=books.account, says=followed.drift, raised_at=at)
            work.incidents.add(drift)
        _incidents(work, oddities(books), at)
        self._remember(work, account, books)
        if _billed(work, books):
            work.tasks.want(SWEEP, CLIENT, at)
        work.signals.settle(self._endpoint, books.account, at)
        if followed.again_at is not None:
            # A change by time alone, such as a renewal at the end of a period, is looked at when it is due.
            work.tasks.want(LOOK, books.account, followed.again_at)

    def _remember(self, work: PaymentsWork, account: PaymentAccount, books: Books) -> None:
        """Record which subscription is running; from then on, the page it came from is of no further use.

        Neither is the page of an account that was deleted.
        """
        current = books.current
        running = current.ref if current is not None and current.state.begun else ""
        if running != account.subscription:
            work.payments.save(evolve(account, subscription=running))
        if (running and running != account.subscription) or books.gone:
            work.payments.save_checkout(None)

    def _find_owner(self, lease: Lease) -> int:
        """Find the owner of an object in the news; an object that is not ours needs no action."""
        owner = self._books.owner(lease.task.subject)
        linked = None if owner is None else self._accounts.find(owner.account)
        tenant_id = linked or (None if owner is None else owner.tenant_id)
        if owner is not None and tenant_id is not None:
            self._want(owner, tenant_id, linked=linked is not None)
        with self._transactions.begin(PROVIDER) as work:
            done = work.tasks.holds(lease) and work.tasks.finish(lease)
            if done:
                work.signals.settle(self._endpoint, lease.task.subject, self._clock.now())
            work.commit()
        return int(done)

    def _want(self, owner: Owner, tenant_id: TenantId, *, linked: bool) -> None:
        """Request a look at the owner's account; link it now if we opened it but never got the answer.

        A former account of the client is `linked` too.
        """
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            account = work.payments.get()
            if not self._contacts.known(work):
                return
            if account is None:
                work.payments.save(PaymentAccount(account=owner.account, opened_at=at))
            if linked or account is None or account.account == owner.account:
                work.tasks.want(LOOK, owner.account, at)
            else:
                says = f"The provider has {owner.account} for this client, which is linked to {account.account}."
                _incidents(work, (Oddity(TWO_ACCOUNTS, owner.account, says),), at, ends=False)
            work.commit()


def _billed(work: PaymentsWork, books: Books) -> bool:
    """Store the invoices still to be paid, and return whether they differ from before."""
    waiting = unpaid(books)
    if waiting == work.open_invoices.all():
        return False
    work.open_invoices.keep(waiting)
    return True


def _incidents(work: PaymentsWork, odd_now: tuple[Oddity, ...], at: datetime, *, ends: bool = True) -> None:
    """Store the present oddities as incidents, and end the incidents that are gone, unless they stay."""
    known: Mapping[tuple[str, str], Incident] = {(each.kind, each.subject): each for each in work.incidents.open()}
    odd = {(each.kind, each.ref): each for each in odd_now}
    for key, oddity in odd.items():
        if key not in known:
            work.incidents.add(Incident(kind=oddity.kind, subject=oddity.ref, says=oddity.says, raised_at=at))
    for key, incident in known.items():
        if ends and not incident.stays and key not in odd:
            work.incidents.end(incident, at)
