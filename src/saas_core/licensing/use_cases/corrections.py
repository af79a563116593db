"""Corrections: what was recorded is taken back by a further fact, since none is ever removed."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import instant
from saas_core.licensing import events
from saas_core.licensing.commands import DeferInvoice, MoveTrial, UndoRefund
from saas_core.licensing.model import License
from saas_core.licensing.queries import LicenseView
from saas_core.licensing.use_cases.recording import LICENSES, PAYMENTS, Act, Recording
from saas_core.policy.acting import Caller


class Corrections(Recording):
    """Records that a refund failed, an invoice is due later, or a trial ends elsewhere."""

    def undo_refund(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that a full refund of an invoice failed or was canceled; the period it paid for stands again (0.1).

        Raises InvalidValue, Refused, NotFound.
        """
        command = UndoRefund(invoice)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _undone)

    def defer_invoice(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        until: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice is not overdue after all, or not before an instant (0.1).

        Once it is overdue then, that is recorded anew. Raises InvalidValue, Refused, NotFound.
        """
        command = DeferInvoice(invoice, until)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, PAYMENTS, _deferred)

    def move_trial(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        since: datetime,
        until: datetime,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that the trial that began at `since` ends at `until`: later, earlier, or at once (1.3).

        An end at its beginning takes it back whole. Raises InvalidValue, Refused, NotFound.
        """
        command = MoveTrial(instant(since, "since"), instant(until, "until"))
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _moved)


def _undone(act: Act, _license: License, command: UndoRefund) -> events.RefundUndone:
    return events.RefundUndone(effective_at=act.at, recorded_at=act.at, invoice=command.invoice)


def _deferred(act: Act, _license: License, command: DeferInvoice) -> events.InvoiceDeferred:
    return events.InvoiceDeferred(
        effective_at=act.at, recorded_at=act.at, invoice=command.invoice, processing=False, until=command.until
    )


def _moved(act: Act, _license: License, command: MoveTrial) -> events.TrialMoved:
    return events.TrialMoved(effective_at=act.at, recorded_at=act.at, since=command.since, until=command.until)
