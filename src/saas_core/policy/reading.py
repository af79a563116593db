"""Who may read what waits to be delivered, of all clients: staff that reads journals (1.1)."""

from __future__ import annotations

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge


@frozen
class Readers:
    """Lets those in who may read what waits."""

    transactions: Transactions[Work]
    clock: Clock
    judge: Judge

    def require(self, by: Actor) -> None:
        """Require that somebody is one of them; raises Refused."""
        with self.transactions.read(PROVIDER) as work:
            self.judge.require(work, Question(PROVIDER, by, "provider.journal"), self.clock.now())
