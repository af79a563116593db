"""Incidents: listed for staff, and seen by a person where they do not end by themselves (9.3)."""

from __future__ import annotations

from saas_core.kernel import text
from saas_core.kernel.actors import Actor
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.naming import Naming
from saas_core.kernel.pages import page_size
from saas_core.payments.errors import IncidentGoesOn, IncidentUnknown
from saas_core.payments.model import Incident
from saas_core.payments.ports import LinkedAccounts, PaymentsWork
from saas_core.payments.queries import AccountIncidents, IncidentView, incident_view
from saas_core.policy.acting import Act, Acts

PAYMENTS = "provider.payments"
LARGEST = 501


class Incidents:
    """Lists incidents, and records that a person has seen one; for staff that records payments."""

    def __init__(self, *, acts: Acts[PaymentsWork], accounts: LinkedAccounts, naming: Naming) -> None:
        """Take what opens acts, the owners of accounts, and what names clients."""
        self._acts = acts
        self._accounts = accounts
        self._naming = naming

    def list_incidents(self, *, by: Actor, tenant_id: TenantId, ended: bool = False) -> tuple[IncidentView, ...]:
        """Return a client's incidents, oldest first; those that ended only on request. Raises Refused."""
        with self._acts.read(tenant_id, by) as act:
            act.require(PAYMENTS)
            return _views(act.work, ended=ended)

    def list_all_incidents(self, *, by: Actor, after: str = "", limit: int = 100) -> tuple[AccountIncidents, ...]:
        """Return accounts at the provider of payments in order, after the given one, each with its open incidents.

        Incidents belong to the client, which may have had other accounts; they are listed at the one it has now. At
        most 501 accounts are looked at. Raises Refused.
        """
        self._acts.require(PROVIDER, by, PAYMENTS)
        found = self._accounts.page(after, page_size(limit, LARGEST))
        return tuple(self._of_account(account, tenant_id, by) for account, tenant_id in found)

    def acknowledge_incident(
        self, *, by: Actor, tenant_id: TenantId, incident: str, idempotency_key: str | None = None
    ) -> IncidentView:
        """Record that a person has seen an incident of something that happened, such as drift; it ends with that.

        Raises Refused, IncidentUnknown for one that is not open, IncidentGoesOn for one that ends by itself, KeyReused.
        """
        request = Request("billing.acknowledge", {"incident": text.reference(incident, "incident")}, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            act.require(PAYMENTS)
            return act.once(request, IncidentView, lambda: _acknowledged(act, incident))

    def _of_account(self, account: str, tenant_id: TenantId, by: Actor) -> AccountIncidents:
        with self._acts.read(tenant_id, by) as act:
            present = act.work.payments.get()
            here = present is not None and present.account == account
            incidents = _views(act.work, ended=False) if here else ()
        reference = f"tenant:{tenant_id}"
        names = self._naming.names(by=by, tenant_id=tenant_id, references=(reference,)) if incidents else {}
        return AccountIncidents(account, tenant_id, names.get(reference), incidents)


def _acknowledged(act: Act[PaymentsWork], ref: str) -> IncidentView:
    found = next((each for each in act.work.incidents.open() if each.ref == ref), None)
    if found is None:
        message = "no open incident of the client has this reference."
        raise IncidentUnknown(message, field="incident", remedy="Copy it from `saas incidents list`.")
    if not found.stays:
        message = "the incident is still so at the provider of payments, and ends by itself."
        raise IncidentGoesOn(message, field="incident", remedy="Mend its cause there, then have the account looked at.")
    act.work.incidents.end(found, act.at)
    act.note("billing.acknowledge", f"incident:{ref}", {"kind": found.kind, "of": found.subject})
    return incident_view(found, ended_at=act.at)


def _views(work: PaymentsWork, *, ended: bool) -> tuple[IncidentView, ...]:
    found: tuple[Incident, ...] = work.incidents.all() if ended else work.incidents.open()
    return tuple(
        incident_view(each) for each in sorted(found, key=lambda each: (each.raised_at, each.kind, each.subject))
    )
