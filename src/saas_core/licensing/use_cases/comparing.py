"""Comparing: a license held beside the provider's books, and nothing changed on either side."""

from __future__ import annotations

from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.licensing.books import Books, Oddity, Repeated
from saas_core.licensing.policies import standing
from saas_core.licensing.policies.mirror import mirrored
from saas_core.licensing.ports import LicensingWork, PaymentBooks
from saas_core.licensing.queries import settings_in, terms_of
from saas_core.licensing.use_cases.looking import told
from saas_core.licensing.values import BILLING


class Comparison:
    """Holds licenses beside the provider's books, as a look does; nothing is open while the provider is asked."""

    def __init__(self, *, transactions: Transactions[LicensingWork], books: PaymentBooks, clock: Clock) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._books = books
        self._clock = clock

    def differences(self, tenant_id: TenantId) -> tuple[Oddity, ...]:
        """Give what the provider says of a client and its license does not; of news that waits for its look, nothing.

        Raises ProviderFault, StoreFault.
        """
        with self._transactions.read(tenant_id) as work:
            account = work.payments.get()
        if account is None:
            return ()
        books = self._books.books(account.account)
        with self._transactions.read(tenant_id) as work:
            return self._beside(work, books)

    def repeated(self) -> tuple[Repeated, ...]:
        """Give the intents of which more than one object came at the provider; raises ProviderFault."""
        return self._books.repeated()

    def _beside(self, work: LicensingWork, books: Books) -> tuple[Oddity, ...]:
        at, license_ = self._clock.now(), work.licenses.get()
        if license_ is None or work.signals.waiting(books.account):
            return ()
        settings = terms_of(work, license_, at=at, known_at=at).settings
        found = mirrored(license_, books, settings, at=at, pending=work.outbox.first(BILLING) is not None)
        if not found.facts:
            return ()
        sides = (license_, license_.with_facts(found.facts))
        before, after = (told(standing(each, settings_in(work), at=at, known_at=at)) for each in sides)
        missing = "1 fact is missing" if len(found.facts) == 1 else f"{len(found.facts)} facts are missing"
        says = f"The license says {before}, the provider {after}; {missing}."
        return (Oddity("license", books.account, says),)
