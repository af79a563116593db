"""Incidents over HTTP: listed for staff, of one client and of all, and acknowledged once."""

from __future__ import annotations

from api import Api, key_of
from calls import CALLS
from saas_core.payments.model import Incident, PaymentAccount


def test_drift_is_listed_and_acknowledged(api: Api) -> None:
    """A repeat under the same key is answered as the first time; without it there is nothing to see any more."""
    world, acme = api.world, api.world.told.acme
    ref = CALLS["payments.acknowledge_incident"].ready(world, acme)["incident"]
    with world.application.store.begin(acme.tenant_id) as work:
        work.payments.save(PaymentAccount(account="cus_0", opened_at=world.clock.now()))
        work.commit()
    key, path = key_of(world, world.told.staff), f"/v1/staff/tenants/{acme.tenant_id}/incidents"
    (account,) = api("GET", "/v1/staff/incidents", key).json["items"]
    assert (account["tenant_id"], account["incidents"][0]["ref"]) == (str(acme.tenant_id), ref)
    assert [each["stays"] for each in api("GET", path, key).json] == [True]
    once = {"idempotency-key": "one"}
    seen = api("POST", f"{path}/{ref}/acknowledge", key, headers=once)
    assert (seen.status, seen.json["ended_at"] is None) == (200, False)
    assert api("POST", f"{path}/{ref}/acknowledge", key, headers=once).json == seen.json
    assert api("POST", f"{path}/{ref}/acknowledge", key).code == "INCIDENT_UNKNOWN"
    assert (api("GET", path, key).json, api("GET", f"{path}?ended=true", key).json) == ([], [seen.json])


def test_an_incident_that_ends_by_itself_is_not_acknowledged(api: Api) -> None:
    """It would only be raised again."""
    world, acme = api.world, api.world.told.acme
    odd = Incident(kind="invoice", subject="in_1", says="Its state is 'framed'.", raised_at=world.clock.now())
    with world.application.store.begin(acme.tenant_id) as work:
        work.incidents.add(odd)
        work.commit()
    path = f"/v1/staff/tenants/{acme.tenant_id}/incidents/{odd.ref}/acknowledge"
    assert api("POST", path, key_of(world, world.told.staff)).code == "INCIDENT_GOES_ON"
