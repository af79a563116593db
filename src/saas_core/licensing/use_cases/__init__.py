"""Use cases of licensing: open, accept, pay, hold, cancel, end and read licenses."""

from __future__ import annotations

from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.licensing.ports import LicensingWork, Subscriptions
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases.acceptance import Acceptance
from saas_core.licensing.use_cases.corrections import Corrections
from saas_core.licensing.use_cases.holds import Holds
from saas_core.licensing.use_cases.payments import Payments
from saas_core.licensing.use_cases.term import Course
from saas_core.policy.ports import Judge


@checked
class Licensing(Payments, Corrections, Holds, Course, Acceptance, LicenseReader):
    """Records facts of a license, one per command, and returns the license as it then stands."""

    def __init__(
        self,
        *,
        transactions: Transactions[LicensingWork],
        subscriptions: Subscriptions,
        clock: Clock,
        ids: Ids,
        judge: Judge,
    ) -> None:
        """Take the ports."""
        Payments.__init__(
            self, transactions=transactions, subscriptions=subscriptions, clock=clock, ids=ids, judge=judge
        )
        LicenseReader.__init__(self, transactions=transactions, clock=clock, judge=judge)


__all__ = ["Licensing"]
