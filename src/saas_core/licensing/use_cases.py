"""The life of a license, recorded fact by fact: payments by hand, holds, cancellation and its return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.commands import once
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import (
    EntryId,
    HoldId,
    Ids,
    InstanceId,
    LicenseId,
    StaffId,
    TenantId,
    UserId,
)
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Note, Value
from saas_core.kernel.period import Period
from saas_core.kernel.work import Transactions
from saas_core.licensing import events
from saas_core.licensing.errors import HoldUnknown, TermsMismatch
from saas_core.licensing.model import License
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import LicenseView, license_view, live, terms_of
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge

Fact = Callable[[LicensingWork, License, datetime], events.LicenseFact]

_PAYMENTS = "provider.payments"
_LICENSES = "provider.licenses"


class Licensing:
    """Records what becomes true of a license; every command answers with the license as it then stands."""

    def __init__(
        self,
        *,
        transactions: Transactions[LicensingWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._ids = ids
        self._judge = judge

    def record_payment(
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

        Raises InvalidValue for a period that runs backwards and for a payment in the future, Refused, NotFound.
        """
        period = Period(since, until)
        number = _invoice(invoice)
        end = period.until or until
        request: dict[str, Value] = {
            "invoice": number,
            "since": period.since.isoformat(),
            "until": end.isoformat(),
        }

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            when = _not_later(paid_at, at, "paid_at")
            return events.PeriodPaid(
                effective_at=when,
                recorded_at=at,
                invoice=number,
                since=period.since,
                until=end,
            )

        return self._record(
            by,
            tenant_id,
            _PAYMENTS,
            "licensing.record_payment",
            request,
            fact,
            idempotency_key,
        )

    def record_overdue(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        since: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice is overdue, since an instant or from now on (0.1)."""
        number = _invoice(invoice)
        request: dict[str, Value] = {
            "invoice": number,
            "since": None if since is None else instant(since, "since").isoformat(),
        }

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            when = at if since is None else instant(since, "since")
            return events.InvoiceOverdue(
                effective_at=when, recorded_at=at, invoice=number
            )

        return self._record(
            by,
            tenant_id,
            _PAYMENTS,
            "licensing.record_overdue",
            request,
            fact,
            idempotency_key,
        )

    def settle_invoice(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that an invoice was settled."""
        return self._about_invoice(
            by,
            tenant_id,
            invoice,
            "licensing.settle_invoice",
            events.InvoiceSettled,
            idempotency_key,
        )

    def void_invoice(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that nothing is owed on an invoice."""
        return self._about_invoice(
            by,
            tenant_id,
            invoice,
            "licensing.void_invoice",
            events.InvoiceVoided,
            idempotency_key,
        )

    def refund_invoice(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        full: bool,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that a paid invoice was refunded, in full or in part; a full refund ends what it paid for."""
        number = _invoice(invoice)

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.InvoiceRefunded(
                effective_at=at, recorded_at=at, invoice=number, full=full
            )

        request: dict[str, Value] = {"invoice": number, "full": full}
        return self._record(
            by,
            tenant_id,
            _PAYMENTS,
            "licensing.refund_invoice",
            request,
            fact,
            idempotency_key,
        )

    def open_dispute(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        dispute: str,
        invoice: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record that the payment of an invoice is disputed at the bank."""
        number, case = _invoice(invoice), _invoice(dispute, "dispute")

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.DisputeOpened(
                effective_at=at, recorded_at=at, dispute=case, invoice=number
            )

        request: dict[str, Value] = {"dispute": case, "invoice": number}
        return self._record(
            by,
            tenant_id,
            _PAYMENTS,
            "licensing.open_dispute",
            request,
            fact,
            idempotency_key,
        )

    def close_dispute(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        dispute: str,
        won: bool,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Record how a dispute ended; a won one restores the license."""
        case = _invoice(dispute, "dispute")

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            kind = events.DisputeWon if won else events.DisputeLost
            return kind(effective_at=at, recorded_at=at, dispute=case)

        request: dict[str, Value] = {"dispute": case, "won": won}
        return self._record(
            by,
            tenant_id,
            _PAYMENTS,
            "licensing.close_dispute",
            request,
            fact,
            idempotency_key,
        )

    def grant_trial(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        since: datetime,
        until: datetime,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Grant a trial over `[since, until)`; raises InvalidValue for a period that runs backwards."""
        period = Period(since, until)
        end = period.until or until

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.TrialGranted(
                effective_at=at, recorded_at=at, since=period.since, until=end
            )

        request: dict[str, Value] = {
            "since": period.since.isoformat(),
            "until": end.isoformat(),
        }
        return self._record(
            by,
            tenant_id,
            _LICENSES,
            "licensing.grant_trial",
            request,
            fact,
            idempotency_key,
        )

    def place_hold(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        kind: HoldKind,
        why: str,
        clause: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Hold a license, for a reason and on a clause; independent of payment (0.1).

        Raises InvalidValue for a clause that the license's terms do not have.
        """
        reason = text.name(why, "why")

        def fact(
            work: LicensingWork, license_: License, at: datetime
        ) -> events.LicenseFact:
            if terms_of(work, license_, at=at, known_at=at).clause(clause) is None:
                message = f"{clause[:20]!r} is no clause of the license's terms."
                raise InvalidValue(
                    message,
                    field="clause",
                    remedy="Name the clause that was broken, such as 0.2.",
                )
            hold = HoldId(self._ids.new())
            return events.HoldPlaced(
                effective_at=at,
                recorded_at=at,
                hold=hold,
                kind=kind,
                by=_staff(by),
                why=reason,
                clause=clause,
            )

        request: dict[str, Value] = {"kind": kind.value, "clause": clause}
        return self._record(
            by,
            tenant_id,
            _LICENSES,
            "licensing.place_hold",
            request,
            fact,
            idempotency_key,
        )

    def lift_hold(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        hold: HoldId,
        why: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Lift a hold; raises HoldUnknown when none of that id is in force."""
        reason = text.name(why, "why")

        def fact(
            work: LicensingWork, license_: License, at: datetime
        ) -> events.LicenseFact:
            if all(
                each.id != hold
                for each in license_view(work, license_, at=at, known_at=at).holds
            ):
                message = "no hold of that id is in force."
                raise HoldUnknown(
                    message, field="hold", remedy="`saas license show` lists the holds."
                )
            return events.HoldLifted(
                effective_at=at, recorded_at=at, hold=hold, by=_staff(by), why=reason
            )

        request: dict[str, Value] = {"hold": str(hold)}
        return self._record(
            by,
            tenant_id,
            _LICENSES,
            "licensing.lift_hold",
            request,
            fact,
            idempotency_key,
        )

    def cancel(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        at_period_end: bool = True,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Cancel the license, to its last paid instant or at once; the client may, and so may staff (1.3)."""

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.CancellationAsked(
                effective_at=at, recorded_at=at, at_period_end=at_period_end
            )

        request: dict[str, Value] = {"at_period_end": at_period_end}
        return self._record(
            by,
            tenant_id,
            _theirs(by),
            "licensing.cancel",
            request,
            fact,
            idempotency_key,
        )

    def resume(
        self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None
    ) -> LicenseView:
        """Take a cancellation back."""

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.Resumed(effective_at=at, recorded_at=at)

        return self._record(
            by, tenant_id, _theirs(by), "licensing.resume", {}, fact, idempotency_key
        )

    def end(
        self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None
    ) -> LicenseView:
        """End the license now; a new paid period begins it again."""

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return events.Ended(effective_at=at, recorded_at=at)

        return self._record(
            by, tenant_id, _LICENSES, "licensing.end", {}, fact, idempotency_key
        )

    def open_license(
        self,
        work: LicensingWork,
        *,
        tenant_id: TenantId,
        instance_id: InstanceId,
        terms_version: str,
        at: datetime,
    ) -> License:
        """Open the license of a new tenant inside its unit of work; raises LicenseExists."""
        license_ = License(
            id=LicenseId(self._ids.new()),
            tenant_id=tenant_id,
            instance_id=instance_id,
            terms_version=terms_version,
            opened_at=at,
        )
        work.licenses.open(license_)
        return license_

    def accept_terms(
        self, work: LicensingWork, *, user_id: UserId, digest: str, at: datetime
    ) -> None:
        """Record inside a unit of work that an owner accepted the exact document of the version offered.

        Raises TermsMismatch when the digest is that of another document.
        """
        license_ = live(work)
        offered = terms_of(work, license_, at=at, known_at=at)
        if digest != offered.digest:
            message = f"the document accepted is not that of version {offered.version}."
            raise TermsMismatch(
                message,
                field="accept_terms",
                remedy="Read the document offered, and accept its SHA-256.",
            )
        accepted = events.TermsAccepted(
            effective_at=at,
            recorded_at=at,
            version=offered.version,
            digest=digest,
            by=user_id,
        )
        work.licenses.append(license_.id, (accepted,))

    def awaited(self, work: LicensingWork, at: datetime) -> str | None:
        """Give the SHA-256 of the document still to be accepted, None when terms were accepted."""
        license_ = live(work)
        if any(isinstance(each, events.TermsAccepted) for each in license_.facts):
            return None
        return terms_of(work, license_, at=at, known_at=at).digest

    def _about_invoice(
        self,
        by: Actor,
        tenant_id: TenantId,
        invoice: str,
        command: str,
        kind: type[events.InvoiceSettled | events.InvoiceVoided],
        key: str | None,
    ) -> LicenseView:
        number = _invoice(invoice)

        def fact(
            _work: LicensingWork, _license: License, at: datetime
        ) -> events.LicenseFact:
            return kind(effective_at=at, recorded_at=at, invoice=number)

        return self._record(
            by, tenant_id, _PAYMENTS, command, {"invoice": number}, fact, key
        )

    def _record(
        self,
        by: Actor,
        tenant_id: TenantId,
        action: str,
        command: str,
        request: dict[str, Value],
        fact: Fact,
        key: str | None,
    ) -> LicenseView:
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(
                work, Question(tenant_id=tenant_id, by=by, action=action), at
            )

            def do() -> LicenseView:
                license_ = live(work)
                learned = fact(work, license_, at)
                work.licenses.append(license_.id, (learned,))
                details: dict[str, Value] = {**request, "fact": type(learned).__name__}
                note = Note(
                    id=EntryId(self._ids.new()),
                    at=at,
                    by=by,
                    action=command,
                    subject=f"license:{license_.id}",
                    details=details,
                )
                work.journal.append(note)
                return license_view(
                    work, license_.with_facts((learned,)), at=at, known_at=at
                )

            answer = once(
                work,
                key=key,
                command=command,
                request=request,
                result=LicenseView,
                do=do,
            )
            work.commit()
            return answer


def _invoice(value: str, field: str = "invoice") -> str:
    number = text.name(value, field)
    if len(number) > 100:
        message = f"has {len(number)} characters; 100 are allowed."
        raise InvalidValue(message, field=field, remedy="Give the number alone.")
    return number


def _not_later(value: datetime | None, at: datetime, field: str) -> datetime:
    if value is None:
        return at
    moment = instant(value, field)
    if moment > at:
        message = f"{moment.isoformat()} lies in the future."
        raise InvalidValue(
            message, field=field, remedy="Record a payment once it has arrived."
        )
    return moment


def _staff(by: Actor) -> StaffId:
    if isinstance(by, Staff):
        return by.staff_id
    message = "only a member of staff holds and lifts."
    raise InvalidValue(message, field="by", remedy="Act as a member of staff.")


def _theirs(by: Actor) -> str:
    return _LICENSES if isinstance(by, Staff) else "billing.pay"
