"""Recording: how every command of licensing adds its one fact, once, journaled, and answers with the license."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import field, frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.commands import once
from saas_core.kernel.ids import EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.tasks import CLIENT, SWEEP
from saas_core.kernel.work import Transactions
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.ports import LicensingWork, Subscriptions
from saas_core.licensing.queries import LicenseView, license_view, live
from saas_core.licensing.values import Renewal
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge

PAYMENTS = "provider.payments"
LICENSES = "provider.licenses"


@frozen(kw_only=True)
class Command:
    """A command: its name, what the policy is asked, its request, and how it makes its fact at an instant.

    `details` go into the journal as well; `unsaid` are free texts that only tell a repeated request from another one.
    `renewal` is what the provider of payments is to do about it, where a subscription runs there.
    """

    name: str
    action: str
    fact: Callable[[LicensingWork, License, datetime], LicenseFact]
    details: Mapping[str, Value] = field(factory=dict)
    unsaid: Mapping[str, Value] = field(factory=dict)
    renewal: Renewal | None = None


class Recording:
    """The ports of licensing, and the one way in which a fact is recorded."""

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
        self._transactions = transactions
        self._subscriptions = subscriptions
        self._clock = clock
        self._ids = ids
        self._judge = judge

    def _record(self, command: Command, *, by: Actor, tenant_id: TenantId, key: str | None) -> LicenseView:
        """Carry out a command; raises Refused, NotFound for an unknown client, KeyReused, and what its fact raises."""
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id=tenant_id, by=by, action=command.action), at)
            view = once(
                work,
                key=key,
                command=command.name,
                request={**command.details, **command.unsaid},
                result=LicenseView,
                do=lambda: self._carry_out(work, command, by, at),
            )
            work.commit()
            return view

    def _carry_out(self, work: LicensingWork, command: Command, by: Actor, at: datetime) -> LicenseView:
        license_ = live(work)
        fact = command.fact(work, license_, at)
        richer = license_.with_facts((fact,))
        if len(richer.facts) > len(license_.facts):
            work.licenses.append(license_.id, (fact,))
            if command.renewal is not None:
                self._subscriptions.order(work, command.renewal, at)
            self._note(work, license_, by, at, action=command.name, details=command.details)
            work.tasks.want(SWEEP, CLIENT, at)
        return license_view(work, richer, at=at, known_at=at)

    def _note(  # noqa: PLR0913 - the parts of a note
        self,
        work: LicensingWork,
        license_: License,
        by: Actor,
        at: datetime,
        *,
        action: str,
        details: Mapping[str, Value],
    ) -> None:
        work.journal.append(
            JournalEntryDraft(
                id=EntryId(self._ids.new()),
                at=at,
                by=by,
                action=action,
                subject=f"license:{license_.id}",
                details=details,
            )
        )
