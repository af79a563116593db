"""Looking: requests for a worker to read accounts at the provider of payments again."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Tasks
from saas_core.payments.ports import LinkedAccounts
from saas_core.payments.values import LOOK

_PAGE = 500


def want_looks(tasks: Tasks, accounts: LinkedAccounts, at: datetime) -> int:
    """Request a look at every account, and return their number; raises StoreFault."""
    after, found = "", 0
    while page := accounts.page(after, _PAGE):
        tasks.want_all(LOOK, [(tenant_id, account) for account, tenant_id in page], at)
        after, found = page[-1][0], found + len(page)
    return found


def look_again(signal: Signal) -> tuple[str, str] | None:
    """Return the task that looks at the account of a signal once more; None for news that concerns no account."""
    return (LOOK, signal.account) if signal.account else None
