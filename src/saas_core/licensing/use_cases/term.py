"""The term of a license: a trial, a cancellation and its withdrawal, an end."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.ids import TenantId
from saas_core.licensing import events
from saas_core.licensing.commands import Cancel, End, GrantTrial, Resume, span
from saas_core.licensing.errors import NotCanceled
from saas_core.licensing.ledger import ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.queries import LicenseView, terms_of
from saas_core.licensing.use_cases.recording import LICENSES, Act, Recording
from saas_core.licensing.values import Renewal
from saas_core.policy.acting import Caller


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
        command = GrantTrial(*span(since, until))
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _granted)

    def cancel(
        self, *, by: Actor, tenant_id: TenantId, at_period_end: bool = True, idempotency_key: str | None = None
    ) -> LicenseView:
        """Cancel the license, at its last paid instant or at once; both the client and staff may (1.3).

        Raises Refused, NotFound.
        """
        renewal = Renewal.ENDS_WITH_PERIOD if at_period_end else Renewal.ENDS_NOW
        command = Cancel(at_period_end)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, theirs(by), _canceled, renewal)

    def resume(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LicenseView:
        """Withdraw a cancellation; a license that the provider ended is not resumed.

        Raises NotCanceled if no cancellation is in force, Refused, NotFound.
        """
        command = Resume()
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, theirs(by), self._resumed, Renewal.GOES_ON)

    def end(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LicenseView:
        """End the license now; a period that begins later, paid or granted, opens it again.

        Raises Refused, NotFound.
        """
        command = End()
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _ended, Renewal.ENDS_NOW)

    def _resumed(self, act: Act, license_: License, _command: Resume) -> events.Resumed:
        settings = terms_of(act.work, license_, at=act.at, known_at=act.at).settings
        ledger = ledger_of(license_.known(act.at), act.at, settings)
        if not any(isinstance(each, _WITHDRAWN) for each in (ledger.ending, ledger.dated, ledger.stopped)):
            message = "no cancellation is in force."
            raise NotCanceled(
                message, field="license", remedy="There is nothing to withdraw; an ended license is renewed by paying."
            )
        if isinstance(ledger.stopped, _WITHDRAWN) and self._subscriptions.known(act.work):
            message = "a subscription that ended at once at the provider of payments cannot be resumed."
            raise NotCanceled(message, field="license", remedy="Subscribe again.")
        return events.Resumed(effective_at=act.at, recorded_at=act.at)


_WITHDRAWN = (events.CancellationAsked, events.CancellationDated)


def _granted(act: Act, _license: License, command: GrantTrial) -> events.TrialGranted:
    return events.TrialGranted(effective_at=act.at, recorded_at=act.at, since=command.since, until=command.until)


def _canceled(act: Act, _license: License, command: Cancel) -> events.CancellationAsked:
    return events.CancellationAsked(effective_at=act.at, recorded_at=act.at, at_period_end=command.at_period_end)


def _ended(act: Act, _license: License, _command: End) -> events.Ended:
    return events.Ended(effective_at=act.at, recorded_at=act.at)


def theirs(by: Actor) -> str:
    """Return the action required of an actor who decides about a client's subscription."""
    return LICENSES if isinstance(by, Staff) else "billing.pay"
