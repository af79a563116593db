"""Handlers of the tasks of mail: stored feedback, applied again."""

from __future__ import annotations

from attrs import frozen

from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signals
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions, Work
from saas_core.mail.feedback import News
from saas_core.mail.mailroom import Mailroom


@frozen(kw_only=True)
class FeedbackAgain:
    """Applies stored feedback once more, such as news about a mail that was not yet known when it came."""

    transactions: Transactions[Work]
    signals: Signals
    mailroom: Mailroom
    clock: Clock

    def work(self, lease: Lease) -> int:
        """Apply the feedback, and return 1 if it changed anything; feedback removed meanwhile changes nothing.

        Raises StoreFault.
        """
        endpoint, _, event = lease.task.subject.partition(":")
        kept = self.signals.find(endpoint, event)
        changed = kept is not None and self.mailroom.apply(News.of_signal(kept.signal))
        with self.transactions.begin(lease.task.tenant_id) as work:
            if work.tasks.holds(lease) and work.tasks.finish(lease):
                work.signals.mark(endpoint, event, self.clock.now())
            work.commit()
        return int(changed)
