"""Recording: the way every command of licensing adds its one fact, journals it, and returns the license."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from saas_core.kernel.commands import Command, journal_form
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies.vouching import vouched
from saas_core.licensing.ports import LicensingWork, Subscriptions
from saas_core.licensing.queries import LicenseView, license_view, live
from saas_core.licensing.values import Renewal
from saas_core.policy import acting
from saas_core.policy.acting import Acts, Caller
from saas_core.policy.ports import Judge

PAYMENTS = "provider.payments"
LICENSES = "provider.licenses"

Act: TypeAlias = acting.Act[LicensingWork]
C = TypeVar("C", bound=Command)


class Recording:
    """The ports of licensing, and the single way to record a fact."""

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
        self._subscriptions = subscriptions
        self._acts = Acts(transactions, clock, ids, judge)

    def _record(
        self,
        command: C,
        caller: Caller,
        action: str,
        fact: Callable[[Act, License, C], LicenseFact],
        renewal: Renewal | None = None,
    ) -> LicenseView:
        """Record the fact that a command derives from the license as it is.

        `renewal` is the change to a subscription that runs at the provider of payments, if any. Raises Refused,
        NotFound for an unknown client, KeyReused, and whatever `fact` raises.
        """

        def do(act: Act, command: C) -> LicenseView:
            license_ = live(act.work)
            made = fact(act, license_, command)
            richer = license_.with_facts((made,))
            if len(richer.facts) > len(license_.facts):
                digests = act.work.licenses.append(license_.id, (made,))
                if renewal is not None:
                    self._subscriptions.order(act.work, renewal, act.at)
                details = {**journal_form(command), **vouched(digests)}
                act.note(command.NAME, f"license:{license_.id}", details)
                act.want(SWEEP, CLIENT)
            return license_view(act.work, richer, by=act.by, at=act.at, known_at=act.at)

        return self._acts.carry_out(command, caller, LicenseView, do, judged=lambda act, _command: act.require(action))
