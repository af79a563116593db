"""Corrections: what was recorded is taken back by a further fact, since none is ever removed.

A person corrects what is known. Only the mirror writes ahead of it, since news from a provider may arrive in any order.
"""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import instant
from saas_core.licensing import events
from saas_core.licensing.commands import DeferInvoice, MoveTrial, UndoRefund
from saas_core.licensing.model import License
from saas_core.licensing.queries import LicenseView
from saas_core.licensing.revisions import is_owed, refunded_in_full, trial_ends
from saas_core.licensing.use_cases.recording import LICENSES, PAYMENTS, Act, Recording
from saas_core.policy.acting import Caller


class Corrections(Recording):
    """Records that a refund failed, an invoice is due later, or a trial ends elsewhere."""

    def undo_refund(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that a full refund of an invoice failed or was canceled; the period it paid for stands again (0.1).

        Raises InvalidValue, also for an invoice that is not refunded in full, Refused, NotFound.
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

        Once it is overdue then, that is recorded anew. Raises InvalidValue, also for an invoice that nothing is owed on
        and for an instant that has passed, Refused, NotFound.
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

        An end at its beginning takes it back whole. Raises InvalidValue, also for an end before the beginning and for a
        trial that was never granted, Refused, NotFound.
        """
        command = MoveTrial(instant(since, "since"), instant(until, "until"))
        if command.until < command.since:
            message = "is before the trial begins."
            raise InvalidValue(message, field="until", remedy="Give its beginning to take the trial back whole.")
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _moved)


def _undone(act: Act, license_: License, command: UndoRefund) -> events.RefundUndone:
    if command.invoice not in refunded_in_full(license_.known(act.at)):
        message = "is not refunded in full."
        raise InvalidValue(message, field="invoice", remedy="Give the number of an invoice that was refunded in full.")
    return events.RefundUndone(effective_at=act.at, recorded_at=act.at, invoice=command.invoice)


def _deferred(act: Act, license_: License, command: DeferInvoice) -> events.InvoiceDeferred:
    if command.until is not None and command.until <= act.at:
        message = "has passed."
        remedy = "Give an instant still to come, or none if nothing is overdue."
        raise InvalidValue(message, field="until", remedy=remedy)
    if not is_owed(license_.known(act.at), command.invoice):
        message = "is not open."
        raise InvalidValue(
            message, field="invoice", remedy="Give the number of an invoice that was recorded as overdue."
        )
    return events.InvoiceDeferred(
        effective_at=act.at, recorded_at=act.at, invoice=command.invoice, processing=False, until=command.until
    )


def _moved(act: Act, license_: License, command: MoveTrial) -> events.TrialMoved:
    if command.since not in trial_ends(license_.known(act.at)):
        message = "is not when a trial began."
        raise InvalidValue(message, field="since", remedy="Give the very instant at which a granted trial began.")
    return events.TrialMoved(effective_at=act.at, recorded_at=act.at, since=command.since, until=command.until)
