"""The term of a license: a trial, a cancellation and its return, an end."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.ids import TenantId
from saas_core.licensing import events
from saas_core.licensing.errors import NotCanceled
from saas_core.licensing.ledger import ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import LicenseView, terms_of
from saas_core.licensing.use_cases.payments import span
from saas_core.licensing.use_cases.recording import LICENSES, Command, Recording
from saas_core.licensing.values import Renewal


class Course(Recording):
    """Grants trials, cancels, resumes and ends (1.3)."""

    def grant_trial(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        since: datetime,
        until: datetime,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Grant a trial over `[since, until)`; raises InvalidValue for one that runs backwards, Refused, NotFound."""
        begin, end = span(since, until)
        command = Command(
            name="licensing.grant_trial",
            action=LICENSES,
            details={"since": begin.isoformat(), "until": end.isoformat()},
            fact=lambda _work, _license, at: events.TrialGranted(
                effective_at=at, recorded_at=at, since=begin, until=end
            ),
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def cancel(
        self, *, by: Actor, tenant_id: TenantId, at_period_end: bool = True, idempotency_key: str | None = None
    ) -> LicenseView:
        """Cancel the license, to its last paid instant or at once; the client may, and so may staff (1.3).

        Raises Refused, NotFound.
        """
        command = Command(
            name="licensing.cancel",
            action=theirs(by),
            details={"at_period_end": at_period_end},
            fact=lambda _work, _license, at: events.CancellationAsked(
                effective_at=at, recorded_at=at, at_period_end=at_period_end
            ),
            renewal=Renewal.ENDS_WITH_PERIOD if at_period_end else Renewal.ENDS_NOW,
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def resume(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LicenseView:
        """Take a cancellation back; what the provider ended is not resumed.

        Raises NotCanceled when no cancellation is in force, Refused, NotFound.
        """
        command = Command(name="licensing.resume", action=theirs(by), fact=self._resumed, renewal=Renewal.GOES_ON)
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def end(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LicenseView:
        """End the license now; a period that begins later, paid or granted, opens it again.

        Raises Refused, NotFound.
        """
        command = Command(
            name="licensing.end",
            action=LICENSES,
            fact=lambda _work, _license, at: events.Ended(effective_at=at, recorded_at=at),
            renewal=Renewal.ENDS_NOW,
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def _resumed(self, work: LicensingWork, license_: License, at: datetime) -> events.Resumed:
        ledger = ledger_of(license_.known(at), at, terms_of(work, license_, at=at, known_at=at).settings)
        if not any(isinstance(each, events.CancellationAsked) for each in (ledger.ending, ledger.stopped)):
            message = "no cancellation is in force."
            raise NotCanceled(
                message, field="license", remedy="Nothing needs taking back; an ended license is renewed by paying."
            )
        if isinstance(ledger.stopped, events.CancellationAsked) and self._subscriptions.known(work):
            message = "what ended at once at the provider of payments does not come back."
            raise NotCanceled(message, field="license", remedy="Subscribe anew.")
        return events.Resumed(effective_at=at, recorded_at=at)


def theirs(by: Actor) -> str:
    """Give the action that somebody who decides about a client's subscription is asked for."""
    return LICENSES if isinstance(by, Staff) else "billing.pay"
