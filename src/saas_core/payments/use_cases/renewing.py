"""Renewing: the renewal of a subscription at the provider of payments, as decided by another context."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import EffectId, Ids
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Effect
from saas_core.payments.ports import PaymentsWork
from saas_core.payments.values import BILLING, RENEWAL_ORDER, Renewal


@frozen(kw_only=True)
class Renewing:
    """Puts orders into the outbox, inside the unit of work of the command that decided them and journals them."""

    ids: Ids

    def known(self, work: PaymentsWork) -> bool:
        """Return whether the client has an account at the provider."""
        return work.payments.get() is not None

    def order(self, work: PaymentsWork, renewal: Renewal, at: datetime) -> None:
        """Request this renewal of the running subscription; if none runs, there is nothing to order."""
        account = work.payments.get()
        if account is not None and account.subscription:
            body: dict[str, Value] = {"subscription": account.subscription, "renewal": renewal.value}
            work.outbox.put(Effect(EffectId(self.ids.new()), at, RENEWAL_ORDER, BILLING, body))
