"""Looking: requests for a worker to read accounts at the provider of payments again."""

from __future__ import annotations

from datetime import datetime, timedelta

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Tasks
from saas_core.payments.ports import LinkedAccounts
from saas_core.payments.values import LOOK

_PAGE = 500
REMEMBERED = 10_000
"""Of so many accounts it is remembered whose they are."""


def want_looks(tasks: Tasks, accounts: LinkedAccounts, at: datetime, every: timedelta | None = None) -> int:
    """Request a look at every account, at once or each at its turn, and return their number; raises StoreFault."""
    after, found = "", 0
    while page := accounts.page(after, _PAGE):
        tasks.want_all(LOOK, [(tenant_id, account) for account, tenant_id in page], at, every)
        after, found = page[-1][0], found + len(page)
    return found


def look_for(signal: Signal) -> tuple[str, str] | None:
    """Return the task that looks at the account of a signal; None for news that concerns no account."""
    return (LOOK, signal.account) if signal.account else None


class AccountOwners:
    """Says whose news about accounts is: the client's that an account is linked to, the provider's until it is.

    A link is for good, so those that were found are remembered; news comes in bursts, and asking is a way there and
    back. What is not linked is asked anew each time. An account that is linked meanwhile is found by the look itself.
    """

    def __init__(self, accounts: LinkedAccounts) -> None:
        """Begin with none remembered."""
        self._accounts = accounts
        self._known: dict[str, TenantId] = {}

    def owner(self, signal: Signal) -> TenantId:
        """Return whose a signal is; raises StoreFault."""
        known = self._known.get(signal.account)
        if known is not None:
            return known
        found = self._accounts.find(signal.account)
        if found is None:
            return PROVIDER
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[signal.account] = found
        return found
