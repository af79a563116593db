"""Which client's own address mails come from: the connected one, while its connection works and the license holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from saas_core.integrations.queries.standing import sender_of
from saas_core.integrations.use_cases.act import CHECK, Act, is_suspended
from saas_core.integrations.values import EMAIL
from saas_core.kernel.actors import System
from saas_core.kernel.mail import From

if TYPE_CHECKING:
    from saas_core.integrations.ports import IntegrationsWork
    from saas_core.kernel.ids import Ids, TenantId
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.work import Transactions
    from saas_core.policy.ports import Judge

_BY: Final = System("mail")


@frozen(kw_only=True)
class SendersOfIntegrations:
    """Answers the mailroom's question which clients have an address of their own to send from."""

    transactions: Transactions[IntegrationsWork]
    clock: Clock
    ids: Ids
    judge: Judge

    def of(self, client: TenantId) -> tuple[From, str] | None:
        """Return a client's own sender, and where answers go, if elsewhere; None for the provider's own sender.

        Raises StoreFault.
        """
        with self.transactions.read(client) as work:
            sender = sender_of(work)
            if sender is None or is_suspended(Act(work, _BY, self.clock.now(), self.ids, self.judge)):
                return None
        return From(address=sender.address, name=sender.name), sender.reply_to

    def refused(self, client: TenantId) -> None:
        """Have a domain looked at now, whose address the provider of mail refused; raises StoreFault."""
        with self.transactions.begin(client) as work:
            work.tasks.want(CHECK, EMAIL, self.clock.now())
            work.commit()
