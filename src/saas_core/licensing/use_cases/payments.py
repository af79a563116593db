"""Money: payments, debts, refunds and disputes, recorded by hand or as a payment provider tells them."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel import text
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import instant
from saas_core.kernel.period import Period
from saas_core.licensing import events
from saas_core.licensing.queries import LicenseView
from saas_core.licensing.use_cases.recording import PAYMENTS, Command, Recording


class Payments(Recording):
    """Records what happens to invoices; only who records payments may (1.1)."""

    def record_payment(  # noqa: PLR0913 - who, whose, what was paid for, when, and the key
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        since: datetime,
        until: datetime,
        paid_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice for `[since, until)` was paid, at `paid_at` or now (0.1).

        Raises InvalidValue for a period that runs backwards, a naive or absurd instant and a payment in the future,
        Refused, NotFound.
        """
        number, (begin, end) = text.reference(invoice, "invoice"), span(since, until)
        paid = None if paid_at is None else instant(paid_at, "paid_at")
        command = Command(
            name="licensing.record_payment",
            action=PAYMENTS,
            details={
                "invoice": number,
                "since": begin.isoformat(),
                "until": end.isoformat(),
                "paid_at": None if paid is None else paid.isoformat(),
            },
            fact=lambda _work, _license, at: events.PeriodPaid(
                effective_at=_past(paid, at), recorded_at=at, invoice=number, since=begin, until=end
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def record_overdue(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        since: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice is overdue since an instant, which may be still to come, or from now on (0.1).

        Raises InvalidValue, Refused, NotFound.
        """
        number = text.reference(invoice, "invoice")
        begin = None if since is None else instant(since, "since")
        command = Command(
            name="licensing.record_overdue",
            action=PAYMENTS,
            details={"invoice": number, "since": None if begin is None else begin.isoformat()},
            fact=lambda _work, _license, at: events.InvoiceOverdue(
                effective_at=begin or at, recorded_at=at, invoice=number
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def settle_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that an invoice was settled, whatever it was for; raises InvalidValue, Refused, NotFound."""
        number = text.reference(invoice, "invoice")
        command = Command(
            name="licensing.settle_invoice",
            action=PAYMENTS,
            details={"invoice": number},
            fact=lambda _work, _license, at: events.InvoiceSettled(effective_at=at, recorded_at=at, invoice=number),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def void_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that nothing is owed on an invoice; raises InvalidValue, Refused, NotFound."""
        number = text.reference(invoice, "invoice")
        command = Command(
            name="licensing.void_invoice",
            action=PAYMENTS,
            details={"invoice": number},
            fact=lambda _work, _license, at: events.InvoiceVoided(effective_at=at, recorded_at=at, invoice=number),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def refund_invoice(
        self, *, by: Actor, tenant_id: TenantId, invoice: str, full: bool, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that a paid invoice was refunded, in full or in part; a full refund ends what it paid for.

        Raises InvalidValue, Refused, NotFound.
        """
        number = text.reference(invoice, "invoice")
        command = Command(
            name="licensing.refund_invoice",
            action=PAYMENTS,
            details={"invoice": number, "full": full},
            fact=lambda _work, _license, at: events.InvoiceRefunded(
                effective_at=at, recorded_at=at, invoice=number, full=full
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def open_dispute(
        self, *, by: Actor, tenant_id: TenantId, dispute: str, invoice: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record that the payment of an invoice is disputed at the bank; raises InvalidValue, Refused, NotFound."""
        number, case = text.reference(invoice, "invoice"), text.reference(dispute, "dispute")
        command = Command(
            name="licensing.open_dispute",
            action=PAYMENTS,
            details={"dispute": case, "invoice": number},
            fact=lambda _work, _license, at: events.DisputeOpened(
                effective_at=at, recorded_at=at, dispute=case, invoice=number
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def close_dispute(
        self, *, by: Actor, tenant_id: TenantId, dispute: str, won: bool, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record how a dispute ended; a won one restores the license. Raises InvalidValue, Refused, NotFound."""
        case = text.reference(dispute, "dispute")
        kind = events.DisputeWon if won else events.DisputeLost
        command = Command(
            name="licensing.close_dispute",
            action=PAYMENTS,
            details={"dispute": case, "won": won},
            fact=lambda _work, _license, at: kind(effective_at=at, recorded_at=at, dispute=case),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def hear_provider(
        self, *, by: Actor, tenant_id: TenantId, renews: bool, said: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Record the payment provider's word on whether the license renews by itself (1.3).

        From then on the license is one mirrored from a provider. Raises InvalidValue, Refused, NotFound.
        """
        words = text.name(said, "said")
        command = Command(
            name="licensing.hear_provider",
            action=PAYMENTS,
            details={"renews": renews},
            unsaid={"said": words},
            fact=lambda _work, _license, at: events.ProviderHeard(
                effective_at=at, recorded_at=at, renews=renews, said=words
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)


def span(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Give both ends of a period in UTC; raises InvalidValue when it is empty, runs backwards or is absurd."""
    period = Period(since, until)
    return period.since, instant(until, "until")


def _past(paid: datetime | None, at: datetime) -> datetime:
    if paid is None:
        return at
    if paid > at:
        message = f"{paid.isoformat()} lies in the future."
        raise InvalidValue(message, field="paid_at", remedy="Record a payment once it has arrived.")
    return paid
