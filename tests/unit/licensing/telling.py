"""Telling the life of a license in tests: short names for its facts, and what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import HoldId, InstanceId, LicenseId, StaffId, TenantId, UserId
from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies import Change, SettingsOf, Standing, forecast, standing
from saas_core.licensing.values import HoldKind
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import Settings

OWNER = UserId(UUID(int=2))
CLERK = StaffId(UUID(int=3))
MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
FAR = datetime(2190, 1, 1, tzinfo=UTC)
USUAL = Settings()


def day(number: float) -> datetime:
    """Return an instant, in days after midnight of the 1st of January 2026, UTC."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


@frozen
class Life:
    """A license and the settings of its terms, to be looked at."""

    license: License
    settings: SettingsOf = USUAL

    def at(self, moment: datetime, *, known_at: datetime = FAR) -> Standing:
        """Return the standing at an instant."""
        return standing(self.license, self.settings, at=moment, known_at=known_at)

    def axes(self, moment: datetime) -> tuple[str, str]:
        """Return term and payment at an instant."""
        seen = self.at(moment)
        return seen.term.value, seen.payment.value

    def codes(self, moment: datetime) -> list[ReasonCode]:
        """Return why the license is shut at an instant; empty when it is open."""
        return [each.code for each in self.at(moment).reasons]

    def good(self, moment: datetime) -> bool:
        """Return whether the license is in good standing at an instant."""
        return self.at(moment).good

    def coming(self, moment: datetime) -> tuple[Change, ...]:
        """Return the changes still to come."""
        return forecast(self.license, self.settings, at=moment, known_at=FAR)


def life(*facts: LicenseFact, settings: SettingsOf = USUAL, accept: bool = True) -> Life:
    """Tell a license by its facts; the terms were accepted a year before unless said otherwise."""
    before = (accepted(-365),) if accept else ()
    return Life(license_of(*before, *facts), settings)


def license_of(*facts: LicenseFact) -> License:
    """Return a license with exactly these facts."""
    return License(
        id=LicenseId(UUID(int=10)),
        tenant_id=TenantId(UUID(int=1)),
        instance_id=InstanceId(UUID(int=11)),
        terms_version="2026-01",
        opened_at=day(-365),
        facts=facts,
    )


def accepted(at: float, version: str = "2026-01") -> events.TermsAccepted:
    """Terms accepted."""
    return events.TermsAccepted(effective_at=day(at), recorded_at=day(at), version=version, digest="d", by=OWNER)


def paid(invoice: str, since: float, until: float, at: float | None = None) -> events.PeriodPaid:
    """Tell of a period paid, at its start unless said otherwise."""
    when = day(since if at is None else at)
    return events.PeriodPaid(effective_at=when, recorded_at=when, invoice=invoice, since=day(since), until=day(until))


def overdue(invoice: str, at: float) -> events.InvoiceOverdue:
    """Tell of an invoice overdue."""
    return events.InvoiceOverdue(effective_at=day(at), recorded_at=day(at), invoice=invoice)


def deferred(invoice: str, at: float, *, processing: bool = False, until: float | None = None) -> LicenseFact:
    """Tell of an invoice that is not overdue after all."""
    return events.InvoiceDeferred(
        effective_at=day(at),
        recorded_at=day(at),
        invoice=invoice,
        processing=processing,
        until=None if until is None else day(until),
    )


def undone(invoice: str, at: float) -> events.RefundUndone:
    """Tell of a refund that failed."""
    return events.RefundUndone(effective_at=day(at), recorded_at=day(at), invoice=invoice)


def moved(since: float, until: float, at: float) -> events.TrialMoved:
    """Tell of a trial that was moved."""
    return events.TrialMoved(effective_at=day(at), recorded_at=day(at), since=day(since), until=day(until))


def dated(at: float, until: float) -> events.CancellationDated:
    """Tell of a cancellation for a day."""
    return events.CancellationDated(effective_at=day(at), recorded_at=day(at), until=day(until))


def settled(invoice: str, at: float) -> events.InvoiceSettled:
    """Tell of an invoice settled."""
    return events.InvoiceSettled(effective_at=day(at), recorded_at=day(at), invoice=invoice)


def voided(invoice: str, at: float) -> events.InvoiceVoided:
    """Tell of an invoice voided."""
    return events.InvoiceVoided(effective_at=day(at), recorded_at=day(at), invoice=invoice)


def refunded(invoice: str, at: float, *, full: bool = True) -> events.InvoiceRefunded:
    """Tell of a refund."""
    return events.InvoiceRefunded(effective_at=day(at), recorded_at=day(at), invoice=invoice, full=full)


def disputed(dispute: str, invoice: str, at: float) -> events.DisputeOpened:
    """Tell of a dispute."""
    return events.DisputeOpened(effective_at=day(at), recorded_at=day(at), dispute=dispute, invoice=invoice)


def won(dispute: str, at: float) -> events.DisputeWon:
    """Tell of a dispute won."""
    return events.DisputeWon(effective_at=day(at), recorded_at=day(at), dispute=dispute)


def lost(dispute: str, at: float) -> events.DisputeLost:
    """Tell of a dispute lost."""
    return events.DisputeLost(effective_at=day(at), recorded_at=day(at), dispute=dispute)


def trial(since: float, until: float, at: float | None = None) -> events.TrialGranted:
    """Tell of a trial, granted at its start unless said otherwise."""
    when = day(since if at is None else at)
    return events.TrialGranted(effective_at=when, recorded_at=when, since=day(since), until=day(until))


def canceled(at: float, *, at_period_end: bool = True) -> events.CancellationAsked:
    """Tell of a cancellation."""
    return events.CancellationAsked(effective_at=day(at), recorded_at=day(at), at_period_end=at_period_end)


def resumed(at: float) -> events.Resumed:
    """Tell of a cancellation taken back."""
    return events.Resumed(effective_at=day(at), recorded_at=day(at))


def ended(at: float) -> events.Ended:
    """Tell of an ending by the provider."""
    return events.Ended(effective_at=day(at), recorded_at=day(at))


def held(
    number: int, at: float, *, clause: str = "0.2", why: str = "resale", kind: HoldKind = HoldKind.BREACH
) -> events.HoldPlaced:
    """Tell of a hold."""
    hold = HoldId(UUID(int=number))
    return events.HoldPlaced(
        effective_at=day(at), recorded_at=day(at), hold=hold, kind=kind, by=CLERK, why=why, clause=clause
    )


def lifted(number: int, at: float) -> events.HoldLifted:
    """Tell of a hold lifted."""
    hold = HoldId(UUID(int=number))
    return events.HoldLifted(effective_at=day(at), recorded_at=day(at), hold=hold, by=CLERK, why="made good")


def heard(at: float, *, renews: bool = True) -> events.ProviderHeard:
    """Tell what the payment provider said."""
    said = "active" if renews else "canceled"
    return events.ProviderHeard(effective_at=day(at), recorded_at=day(at), renews=renews, said=said)
