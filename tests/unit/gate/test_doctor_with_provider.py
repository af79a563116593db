"""The doctor and the provider's books: differences are reported with what to run, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saas_app import initialize, open_application, settings_at
from saas_core.kernel.parts import Finding
from saas_core.payments.errors import PaymentsByHand
from saas_sandbox.stripe import Call, Fault
from street import Street, opened


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Yield a street in memory, with a client that has paid."""
    with opened("memory:", tmp_path) as made:
        made.subscribed("acme")
        yield made


def _findings(street: Street) -> list[Finding]:
    return list(street.application.oversight.doctor.examine(by=street.staff, with_provider=True).findings)


def _refunded_unheard(street: Street) -> None:
    (charge,) = street.stripe.billing.of("charges")
    street.wait(minutes=1)
    street.stripe.billing.refund(charge["id"])
    street.news()


def _journal(street: Street) -> Any:
    with street.application.store.read(street.clients["acme"]) as work:
        return work.journal.head(), work.licenses.get()


def test_licenses_in_step_with_the_books_are_in_order(street: Street) -> None:
    """One check more of each client, and one of the provider's books; clients without an account there are fine."""
    street.taken_on("bolt")
    without = street.application.oversight.doctor.examine(by=street.staff)
    examination = street.application.oversight.doctor.examine(by=street.staff, with_provider=True)
    assert examination.findings == ()
    assert examination.checks == without.checks + 3


def test_a_license_that_differs_is_told_with_both_sides(street: Street) -> None:
    """Until it is reconciled; unless it is asked for, the provider is not."""
    _refunded_unheard(street)
    asked = len(street.stripe.calls)
    assert street.application.oversight.doctor.examine(by=street.staff).healthy
    assert len(street.stripe.calls) == asked
    found = _findings(street)
    assert [(each.check, each.tenant) for each in found] == [("payments", "acme")]
    assert "says running, good" in found[0].sentence
    assert "the provider running, refunded" in found[0].sentence
    assert "saas license reconcile acme" in found[0].remedy
    street.application.payments.reconcile(by=street.staff, tenant_id=street.clients["acme"])
    street.application.work.worker.drain()
    assert _findings(street) == []


def test_looking_changes_nothing_on_either_side(street: Street) -> None:
    """It only reads there, and writes nothing here."""
    _refunded_unheard(street)
    before, asked = _journal(street), len(street.stripe.calls)
    assert _findings(street)
    assert _journal(street) == before
    assert {each.method for each in street.stripe.calls[asked:]} == {"GET"}


def test_news_that_waits_for_its_look_is_no_difference(street: Street) -> None:
    """It was heard, and a worker comes to it."""
    (charge,) = street.stripe.billing.of("charges")
    street.stripe.billing.refund(charge["id"])
    street.send(street.news())
    assert _findings(street) == []


@pytest.mark.parametrize(
    ("method", "path", "given", "tenant"),
    [
        ("POST", "/v1/customers", {"name": "Acme"}, "acme"),
        ("POST", "/v1/refunds", {}, "provider"),
    ],
)
def test_an_intent_of_which_two_objects_came_is_told(
    street: Street, method: str, path: str, given: dict[str, Any], tenant: str
) -> None:
    """With both of them; whose it is, is told where that stands on them."""
    tenant_id = street.clients["acme"]
    if path.endswith("refunds"):
        (invoice,) = street.stripe.billing.of("invoices")
        street.application.payments.refund(by=street.staff, tenant_id=tenant_id, invoice=invoice["number"])
        street.deliver()
        (refund,) = street.stripe.billing.of("refunds")
        street.stripe.billing.add("refunds", {**refund, "id": "re_again"})
    else:
        call = Call(method, path, None, {**given, "metadata": {"saas_tenant": str(tenant_id)}})
        street.stripe._routed(call, street.stripe.billing.now())
    found = [each for each in _findings(street) if each.check == "intent"]
    assert [each.tenant for each in found] == [tenant]
    assert "2 objects came of one intent" in found[0].sentence
    assert "saas license reconcile" in found[0].remedy


def test_a_provider_that_does_not_answer_is_told_and_the_rest_looked_at(street: Street) -> None:
    """Each client that could not be compared, and every other check."""
    street.stripe.fail(Fault.HUNG, times=1000)
    found = _findings(street)
    assert [(each.check, each.tenant) for each in found] == [("payments", "provider"), ("payments", "acme")]
    assert "did not answer" in found[0].sentence


def test_without_a_provider_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    """The problem is reported at once."""
    settings = settings_at(tmp_path, database_url="memory:")
    initialize(settings)
    with open_application(settings) as application:
        staff = application.access.staff.first(name="Sam", email="sam@provider.example")
        by = application.access.staff.authenticate(str(staff.key))
        with pytest.raises(PaymentsByHand):
            application.oversight.doctor.examine(by=by, with_provider=True)
