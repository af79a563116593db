"""Looks: when an account is read, and what is open meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import TenantId
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import Task
from saas_core.licensing.policies.vouching import vouched_by
from saas_core.payments.errors import IncidentGoesOn, IncidentUnknown
from saas_core.payments.model import Incident
from saas_core.payments.values import DRIFT, LOOK, TWO_ACCOUNTS
from saas_core.policy.decision import Refused
from saas_sandbox.stripe import Call
from street import Street, opened

Anything = Any


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Yield an empty street in memory."""
    with opened("memory:", tmp_path) as made:
        yield made


def test_the_end_of_a_period_is_looked_at_when_it_comes(street: Street) -> None:
    """The task waits for that very instant."""
    tenant_id = street.subscribed("acme")
    state = street.application.store.tasks.find(Task(LOOK, tenant_id, street.account("acme")))
    assert state is not None
    assert state.due_at == street.clock.at + timedelta(days=30)


def test_a_fact_from_the_provider_is_vouched_for(street: Street) -> None:
    """By the entry of the look that learned it, whatever its kind."""
    tenant_id = street.subscribed("acme")
    with street.application.store.read(tenant_id) as work:
        looks = [vouched_by(each) for each in work.journal.entries() if each.action == "licensing.mirror"]
        stored = work.licenses.digests()
    assert looks
    assert all(looks)
    vouched = {place: digest for each in looks for place, digest in each.items()}
    assert vouched.items() < stored.items()
    assert street.application.oversight.audit.verify(by=street.staff, tenant_id=tenant_id).whole


def test_a_look_that_finds_nothing_new_leaves_no_entry_and_tells_nobody(street: Street) -> None:
    """However often an account is looked at, the journal has what was learned and nothing else."""
    tenant_id = street.subscribed("acme")
    with street.application.store.read(tenant_id) as work:
        before, epoch = work.journal.head(), work.licenses.digests()
    for _ in range(3):
        street.wait(minutes=10)
        street.reconciled()
    sweeps = [each for each in street.application.store.tasks.page(None, 100) if each.task.kind == SWEEP]
    with street.application.store.read(tenant_id) as work:
        assert (work.journal.head(), work.licenses.digests()) == (before, epoch)
    assert [each.due_at for each in sweeps if each.task.tenant_id == tenant_id and each.due_at <= street.clock.at] == []


def test_nothing_is_locked_while_the_provider_is_asked(street: Street) -> None:
    """Others change the client meanwhile, and wait for nobody."""
    tenant_id = street.add("acme")
    street.subscribe("acme")
    street.send(street.news())
    seen: list[int] = []

    def meanwhile(_call: Call) -> None:
        street.application.store._patience = 0.01
        with street.application.store.begin(tenant_id) as work:
            seen.append(work.epoch)

    street.stripe.meanwhile = meanwhile
    street.application.work.worker.drain()
    assert seen
    assert street.reasons("acme") == []


def test_lost_news_that_made_the_license_wrong_is_kept_with_both_sides(street: Street) -> None:
    """Open until a person has seen it, however often the account is looked at again; nobody else ends it."""
    tenant_id = street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.wait(days=1)
    street.stripe.billing.refund(charge["id"])
    street.news()
    street.wait(minutes=30)
    street.reconciled()
    with street.application.store.read(tenant_id) as work:
        found = [each for _key, each in work.incidents._rows.items()]
    assert len(found) == 1
    kept = found[0]
    assert (kept.kind, kept.subject, kept.ended_at) == ("drift", street.account("acme"), None)
    assert kept.says == (
        "The license said running, good (TERMS_NOT_ACCEPTED), "
        "the provider running, refunded (TERMS_NOT_ACCEPTED, PAYMENT_REFUNDED); 1 fact was missing."
    )
    street.wait(hours=2)
    street.reconciled()
    (view,) = street.application.payments.list_incidents(by=street.staff, tenant_id=tenant_id)
    assert (view.ref, view.stays, view.ended_at) == (kept.ref, True, None)


def test_drift_is_over_when_a_person_has_seen_it(street: Street) -> None:
    """Staff alone, once, and the client's journal has who it was."""
    tenant_id, seen = street.subscribed("acme"), street.clock.at
    drift = Incident(kind=DRIFT, subject="cus_1", says="Both sides.", raised_at=seen)
    odd = Incident(kind="invoice", subject="in_1", says="Its state is 'framed'.", raised_at=seen)
    _raise(street, tenant_id, drift, odd)
    payments, acting = street.application.payments, {"by": street.staff, "tenant_id": tenant_id}
    support = Staff(street.staff.staff_id, frozenset({"staff.support"}))
    (account,) = payments.list_all_incidents(by=street.staff)
    assert (account.tenant_id, [each.ref for each in account.incidents]) == (tenant_id, [drift.ref, odd.ref])
    with pytest.raises(Refused):
        payments.acknowledge_incident(by=support, tenant_id=tenant_id, incident=drift.ref)
    view = payments.acknowledge_incident(**acting, incident=drift.ref)
    with pytest.raises(IncidentUnknown):
        payments.acknowledge_incident(**acting, incident=drift.ref)
    with pytest.raises(IncidentGoesOn):
        payments.acknowledge_incident(**acting, incident=odd.ref)
    assert [each.ref for each in payments.list_incidents(**acting)] == [odd.ref]
    assert payments.list_incidents(**acting, ended=True)[0] == view
    with street.application.store.read(tenant_id) as work:
        entry = work.journal.entries()[-1]
    assert (entry.action, entry.subject) == ("billing.acknowledge", f"incident:{drift.ref}")
    assert (entry.by, dict(entry.details)) == (f"staff:{street.staff.staff_id}", {"kind": "drift", "of": "cus_1"})


def test_incidents_of_a_client_with_a_former_account_are_listed_once(street: Street) -> None:
    """A former account stays linked, before or after the present one in order; the incidents are the client's."""
    tenant_id = street.subscribed("acme")
    present = street.account("acme")
    with street.application.store.begin(tenant_id) as work:
        kept = work.payments.get()
        for former in (f"{present}0", "a"):
            work.payments.save(evolve(kept, account=former))
        work.payments.save(kept)
        work.commit()
    drift = Incident(kind=DRIFT, subject=present, says="Both sides.", raised_at=street.clock.at)
    _raise(street, tenant_id, drift)
    listed = street.application.payments.list_all_incidents(by=street.staff)
    assert [each.account for each in listed] == ["a", present, f"{present}0"]
    assert [(each.client, view.ref) for each in listed for view in each.incidents] == [("acme", drift.ref)]


def test_another_account_of_the_client_stays_until_a_person_has_seen_it(street: Street) -> None:
    """The look at the linked account does not see it, and therefore cannot say that it is gone."""
    tenant_id = street.subscribed("acme")
    _raise(street, tenant_id, Incident(kind=TWO_ACCOUNTS, subject="cus_2", says="Two.", raised_at=street.clock.at))
    street.wait(hours=2)
    street.reconciled()
    views = street.application.payments.list_incidents(by=street.staff, tenant_id=tenant_id)
    assert [(each.subject, each.stays) for each in views] == [("cus_2", True)]


def _raise(street: Street, tenant_id: TenantId, *incidents: Incident) -> None:
    with street.application.store.begin(tenant_id) as work:
        for each in incidents:
            work.incidents.add(each)
        work.commit()


def test_while_stripe_is_down_the_rest_goes_on(street: Street) -> None:
    """Licenses are read and changed; what concerns Stripe waits and is done once it is back."""
    tenant_id = street.subscribed("acme")

    def away(_call: Call) -> None:
        raise _lost()

    street.stripe.meanwhile = away
    street.wait(days=1)
    street.application.licensing.cancel(by=street.staff, tenant_id=tenant_id)
    assert street.application.work.worker.drain().failed
    assert street.show("acme").term == "ending"
    street.stripe.meanwhile = lambda _call: None
    street.wait(minutes=1)
    street.application.work.worker.drain()
    (row,) = street.stripe.billing.of("subscriptions")
    assert row["cancel_at_period_end"]
    street.wait(minutes=1)
    street.deliver()
    street.sweep()


def _lost() -> Exception:
    import stripe

    return stripe.APIConnectionError("Simulated: away.")
