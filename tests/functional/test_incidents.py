"""`saas incidents`: what a person should look at is listed until somebody has seen it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from saas_app import open_application, read_settings
from saas_core.payments.model import Incident, PaymentAccount
from saas_core.payments.values import DRIFT
from saas_local import SystemClock

if TYPE_CHECKING:
    from tests.functional.conftest import Saas


def _drifted(harbor: Saas) -> Incident:
    """Store drift of the client, as a look does."""
    at = SystemClock().now()
    drift = Incident(kind=DRIFT, subject="cus_1", says="The license said running.", raised_at=at)
    with open_application(read_settings(harbor.home, os.environ)) as application:
        tenant_id = application.tenancy.tenant_of(slug="harbor")
        with application.store.begin(tenant_id) as work:
            work.payments.save(PaymentAccount(account="cus_1", opened_at=at))
            work.incidents.add(drift)
            work.commit()
    return drift


def test_drift_is_shown_until_a_person_has_seen_it(harbor: Saas) -> None:
    """By the doctor, with the command that says so, and by the list, of one client or of all."""
    assert "Nothing needs a person." in harbor.done("incidents", "list").out
    drift = _drifted(harbor)
    doctor = harbor("doctor")
    assert (doctor.code, f"saas incidents acknowledge harbor {drift.ref}" in doctor.out) == (1, True)
    for words in ((), ("harbor",)):
        listed = harbor.done("incidents", "list", *words).out
        assert drift.ref in listed
        assert "when a person has seen it" in listed
    assert "harbor" in harbor.done("incidents", "list").out
    assert harbor.done("incidents", "list", "--json").json[0]["client"] == "harbor"
    assert harbor.wrong("incidents", "list", "--ended", "--json").problem["field"] == "ended"
    assert "cus_1" in harbor.done("incidents", "acknowledge", "harbor", drift.ref).out
    assert "Nothing needs a person." in harbor.done("incidents", "list", "harbor").out
    assert harbor.done("incidents", "list", "harbor", "--ended", "--json").json[0]["ref"] == drift.ref
    assert harbor.wrong("incidents", "acknowledge", "harbor", drift.ref, "--json").problem["type"] == "INCIDENT_UNKNOWN"
    assert harbor.done("doctor").code == 0
