"""Comparing: our data against the provider's books, with no change on either side."""

from __future__ import annotations

from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.payments.books import Oddity, Repeated
from saas_core.payments.ports import Follower, PaymentBooks, PaymentsWork
from saas_core.payments.values import BILLING


class Comparison:
    """Compares our data with the provider's books, as a look does, outside of any transaction."""

    def __init__(
        self,
        *,
        transactions: Transactions[PaymentsWork],
        books: PaymentBooks,
        follower: Follower,
        clock: Clock,
        endpoint: str,
    ) -> None:
        """Take the ports, and over which endpoint news of accounts comes."""
        self._transactions = transactions
        self._books = books
        self._follower = follower
        self._clock = clock
        self._endpoint = endpoint

    def differences(self, tenant_id: TenantId) -> tuple[Oddity, ...]:
        """Return the provider's data about a client that we lack, except for news that still waits for its look.

        Raises ProviderFault, StoreFault.
        """
        with self._transactions.read(tenant_id) as work:
            account = work.payments.get()
        if account is None:
            return ()
        books = self._books.books(account.account)
        with self._transactions.read(tenant_id) as work:
            at = self._clock.now()
            if work.signals.waiting(self._endpoint, books.account):
                return ()
            pending = work.outbox.first(BILLING) is not None
            return self._follower.differences(work, books, at, pending=pending)

    def repeated(self) -> tuple[Repeated, ...]:
        """Return the intents that led to more than one object at the provider; raises ProviderFault."""
        return self._books.repeated()
