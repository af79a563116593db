"""Invoices at a provider of payments: one intent, one number, one total, whatever happens in between (4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from attrs import define, field, frozen

from documenting import PlainDocuments
from engaging import Bench
from saas_app.simulation import payments_over
from saas_core.engagements.billing.errors import AddressMissing
from saas_core.engagements.part import PART
from saas_core.payments.ports import Recipient
from saas_core.work.breaker import Breaker
from saas_sandbox.stripe import Fault, SimulatedStripe
from saas_stripe.locating import address_of, kind_of_tax_number
from saas_testing.clock import Clock
from saas_testing.kit import open_kit


@frozen(kw_only=True)
class Collecting:
    """A bench whose invoices a simulated Stripe collects."""

    bench: Bench
    stripe: SimulatedStripe

    def ordered(self, hours: float = 2) -> Any:
        """Have hours worked, and order an invoice over them."""
        desk, acting = self.bench.desks.billing, self.bench.acting(self.bench.biller)
        engagement_id = self.bench.engaged()
        self.bench.log(engagement_id, hours)
        draft = desk.draft(**acting, engagement_id=engagement_id)
        return desk.issue(**acting, invoice_id=draft.invoice_id)

    def addressed(self, address: str = "1 Quay Street\nHarbor Town HT1 2AB", number: str = "GB980780684") -> None:
        """Give the client a billing address and a tax number."""
        self.bench.kit.application.tenancy.configure_account(
            **self.bench.owner(),
            legal_name="Harbor Ltd",
            country="GB",
            time_zone="Europe/London",
            language="en",
            contact_email="office@harbor.example",
            billing_address=address,
            tax_number=number,
        )

    def shown(self, invoice: Any) -> Any:
        """Show an invoice."""
        acting = self.bench.acting(self.bench.biller)
        return self.bench.desks.billing.show(**acting, invoice_id=invoice.invoice_id)

    def settle(self) -> None:
        """Let everything calm down: faults end, retries come due, news is told."""
        for _ in range(6):
            self.bench.wait(2)
            self.bench.drain()
        for event in self.stripe.news():
            body, headers = self.stripe.signed(event)
            self.bench.kit.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
        self.bench.kit.application.work.worker.drain()

    @property
    def invoices(self) -> list[Any]:
        """The invoices at Stripe, oldest first."""
        return list(reversed(self.stripe.billing.of("invoices")))


@define
class Following:
    """A clock that shows what another one does."""

    of: Clock = field(factory=Clock)

    def now(self) -> datetime:
        """Return the instant of the other one."""
        return self.of.now()


@pytest.fixture(params=[0, 19])
def percent(request: pytest.FixtureRequest) -> int:
    """Give the tax that Stripe computes."""
    return int(request.param)


@pytest.fixture
def collecting(percent: int) -> Iterator[Collecting]:
    """Give a client whose invoices a simulated Stripe collects."""
    clock = Following()
    stripe = SimulatedStripe(clock)
    stripe.billing.tax_percent = percent
    payments = payments_over(
        stripe.http_client, clock, breaker=Breaker("Stripe", failures=1_000_000), invoices=True, taxed=percent > 0
    )
    with open_kit(documents=PlainDocuments(), payments=payments) as kit:
        clock.of = kit.clock
        made = Collecting(bench=Bench(kit=kit, client=kit.active_client()), stripe=stripe)
        if percent:
            made.addressed()
        yield made


def test_one_number_one_document_one_total(collecting: Collecting, percent: int) -> None:
    """The draft's taxes are read back before our document is issued; Stripe finalizes it under our number."""
    ordered = collecting.ordered()
    assert (ordered.state, ordered.number) == ("ordered", "")
    collecting.settle()
    invoice = collecting.shown(ordered)
    (there,) = collecting.invoices
    assert invoice.state == "issued"
    assert (there["number"], there["status"]) == (invoice.number, "open")
    assert there["total"] == invoice.owed_minor == 13_000 + 130 * percent
    assert [each["amount"] for each in there["lines"]["data"]] == [13_000]
    assert invoice.link == there["hosted_invoice_url"]
    taxes = [(each.label, each.rate, each.amount) for each in invoice.taxes]
    assert taxes == ([("VAT (DE)", f"{percent} %", f"{130 * percent / 100:.2f} USD")] if percent else [])


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_taxes_are_computed_by_the_clients_address_and_tax_number(collecting: Collecting) -> None:
    """As they are when the invoice is ordered; and each keeps its name and its rate, also beside another."""
    collecting.stripe.billing.local_percent = 2
    collecting.ordered()
    collecting.settle()
    (customer,) = collecting.stripe.billing.of("customers")
    assert customer["address"] == {"line1": "1 Quay Street", "line2": "Harbor Town HT1 2AB", "country": "GB"}
    collecting.addressed("2 Quay Street", "GB220430231")
    ordered = collecting.ordered()
    collecting.settle()
    assert customer["address"]["line1"] == "2 Quay Street"
    numbers = collecting.stripe.billing.of("tax_ids")
    assert [(each["type"], each["value"]) for each in numbers if not each.get("deleted")] == [("gb_vat", "GB220430231")]
    taxes = [(each.label, each.rate, each.amount) for each in collecting.shown(ordered).taxes]
    assert taxes == [("VAT (DE)", "19 %", "24.70 USD"), ("VAT (DE)", "2 %", "2.60 USD")]


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_without_an_address_nothing_is_ordered_whose_taxes_are_computed(collecting: Collecting) -> None:
    """It would be left there without tax; where it happens all the same, nothing is issued here."""
    collecting.addressed("", "")
    with pytest.raises(AddressMissing) as caught:
        collecting.ordered()
    assert caught.value.field == "billing_address"
    collecting.addressed()
    books = collecting.stripe.billing
    collecting.stripe.meanwhile = lambda call: (
        books.rows["customers"]["cus_000001"].update(address=None)
        if (call.method, call.path) == ("POST", "/v1/invoices")
        else None
    )
    bench = collecting.bench
    (draft,) = bench.desks.billing.list_invoices(**bench.acting(bench.biller))
    bench.desks.billing.issue(**bench.acting(bench.biller), invoice_id=draft.invoice_id)
    collecting.settle()
    assert collecting.shown(draft).state == "ordered"
    assert [each["automatic_tax"]["status"] for each in collecting.invoices] == ["requires_location_inputs"]


@pytest.mark.parametrize(
    ("country", "address", "number", "postal", "kind"),
    [
        ("US", "350 Fifth Avenue\nNew York, NY 10118", "12-3456789", "10118", "us_ein"),
        ("CA", "1 Rideau St\nOttawa ON K1N 8S7", "123456789", "K1N 8S7", "ca_bn"),
        ("DE", "Hauptstr. 12345\n10115 Berlin", "DE136695976", None, "eu_vat"),
        ("BR", "Rua 1", "", None, None),
        ("BR", "Rua 1", "00.000.000/0001-91", None, None),
    ],
)
def test_an_address_and_a_tax_number_in_stripes_terms(
    country: str, address: str, number: str, postal: str | None, kind: str | None
) -> None:
    """The postal code where the tax depends on it, and the kind of number of each country."""
    recipient = Recipient(name="Harbor", address=address, country=country, tax_number=number)
    assert address_of(recipient).get("postal_code") == postal
    assert kind_of_tax_number(recipient) == kind


@pytest.mark.parametrize("percent", [0], indirect=True)
def test_the_client_is_told_of_an_invoice_once_it_can_be_paid(collecting: Collecting) -> None:
    """Not between its issue here and its page for paying there."""
    collecting.stripe.fail(Fault.FAILED, on="POST /v1/invoices/in_000001/finalize", times=1)
    ordered = collecting.ordered()
    collecting.bench.drain()
    number = collecting.shown(ordered).number
    assert (bool(number), collecting.shown(ordered).link) == (True, "")

    def told() -> list[str]:
        return [each.text for each in collecting.bench.kit.mailbox.mails if number in each.subject]

    assert told() == []
    collecting.settle()
    assert collecting.shown(ordered).link in told()[0]


@pytest.mark.parametrize("fault", [Fault.FAILED_AFTER, Fault.DROPPED, Fault.HUNG, Fault.FAILED])
@pytest.mark.parametrize(
    "on", ["POST /v1/invoices", "POST /v1/invoiceitems", "POST /v1/invoices/in_000001/finalize", "POST /v1/customers"]
)
@pytest.mark.parametrize("percent", [19], indirect=True)
def test_a_lost_answer_never_makes_two(collecting: Collecting, fault: Fault, on: str) -> None:
    """Whichever call fails, after its work or before: one invoice with one item, finalized once."""
    collecting.stripe.fail(fault, on=on, times=2)
    ordered = collecting.ordered()
    collecting.bench.drain()
    collecting.stripe.forget_keys()
    collecting.settle()
    invoice = collecting.shown(ordered)
    assert invoice.state == "issued"
    assert [(each["status"], each["total"]) for each in collecting.invoices] == [("open", invoice.owed_minor)]
    assert [len(each["lines"]["data"]) for each in collecting.invoices] == [1]
    assert len(collecting.stripe.billing.of("customers")) == 1


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_a_payment_is_learned_through_the_inbox(collecting: Collecting) -> None:
    """In parts and once each; the license takes no notice, and nobody is told that it is unpaid."""
    ordered = collecting.ordered()
    collecting.settle()
    (there,) = collecting.invoices
    collecting.stripe.billing.pay_one(there["id"], 5000)
    collecting.settle()
    part = collecting.shown(ordered)
    assert (part.state, part.paid) == ("partially_paid", "50.00 USD")
    collecting.stripe.billing.pay_one(there["id"])
    collecting.settle()
    collecting.settle()
    paid = collecting.shown(ordered)
    assert (paid.state, paid.owed, paid.paid) == ("paid", "0.00 USD", "154.70 USD")
    subjects = [each.subject for each in collecting.bench.kit.mailbox.mails]
    assert not any("is due on" in each for each in subjects)
    assert any(paid.number in each for each in subjects)


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_the_doctor_compares_both_books(collecting: Collecting) -> None:
    """And names an invoice whose total or payments differ."""
    collecting.ordered()
    collecting.settle()
    (there,) = collecting.invoices
    house = collecting.bench.kit.application
    (check,) = house.gathered.provider_checks

    def found() -> list[str]:
        told = check.client(collecting.bench.client.tenant_id, "harbor")
        return [each.sentence for each in told if "INV-" in each.sentence]

    assert found() == []
    collecting.stripe.billing.pay_one(there["id"], 5000)
    assert "was paid with 0.00 USD here and 50.00 USD there" in found()[0]
    collecting.settle()
    assert found() == []
    there["total"] += 1
    assert "is over 154.70 USD here and 154.71 USD there" in found()[0]


@pytest.mark.parametrize("percent", [0], indirect=True)
def test_a_discarded_order_is_issued_nowhere(collecting: Collecting) -> None:
    """Its time is free again; what was drafted there is removed."""
    collecting.stripe.fail(Fault.FAILED_AFTER, on="POST /v1/invoiceitems", times=1)
    ordered = collecting.ordered()
    collecting.bench.drain()
    acting = collecting.bench.acting(collecting.bench.biller)
    collecting.bench.desks.billing.discard(**acting, invoice_id=ordered.invoice_id)
    collecting.settle()
    assert [each.get("deleted") for each in collecting.invoices] == [True]
    items = collecting.stripe.billing.of("invoiceitems")
    assert [(each.get("deleted"), each["invoice"]) for each in items] == [(True, "")]
    again = collecting.bench.desks.billing.draft(**acting, engagement_id=ordered.engagement_id)
    assert again.total == ordered.total


@pytest.mark.parametrize("percent", [0], indirect=True)
def test_a_total_that_differs_there_is_not_issued(collecting: Collecting) -> None:
    """Such as an item that somebody added to the draft by hand: a person looks into it, and no number is taken."""
    books = collecting.stripe.billing
    collecting.stripe.meanwhile = lambda call: (
        books.rows["invoices"]["in_000001"].update(total=1)
        if (call.method, call.path) == ("POST", "/v1/invoiceitems")
        else None
    )
    ordered = collecting.ordered()
    collecting.settle()
    assert collecting.shown(ordered).state == "ordered"
    assert [each["status"] for each in collecting.invoices] == ["draft"]
    parked = collecting.bench.kit.application.store.tasks.page(None, 10, parked=True)
    assert [each.task.subject for each in parked] == [f"invoice:{ordered.invoice_id}"]


@pytest.mark.parametrize("percent", [19], indirect=True)
@pytest.mark.parametrize("fault", [None, Fault.DROPPED])
def test_a_credit_is_made_there_too(collecting: Collecting, fault: Fault | None) -> None:
    """Once, whatever is lost: no more is asked of the client than is owed here, and what was paid is given back."""
    ordered = collecting.ordered()
    collecting.settle()
    (there,) = collecting.invoices
    collecting.stripe.billing.pay_one(there["id"], 5000)
    collecting.settle()
    bench = collecting.bench
    entries = bench.desks.work.list_time(**bench.acting(), engagement_id=ordered.engagement_id)
    if fault is not None:
        collecting.stripe.fail(fault, on="POST /v1/credit_notes", times=1)
    bench.desks.billing.credit(
        **bench.acting(bench.biller),
        invoice_id=ordered.invoice_id,
        entry_ids=[each.entry_id for each in entries],
        reason="Not as agreed.",
    )
    bench.drain()
    collecting.stripe.forget_keys()
    collecting.settle()
    (note,) = collecting.stripe.billing.of("credit_notes")
    assert (note["amount"], note["out_of_band_amount"]) == (15_470, 5_000)
    assert (there["amount_remaining"], collecting.shown(ordered).owed) == (0, "-50.00 USD")


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_a_refund_stands_in_the_record_until_a_credit_note_settles_it(collecting: Collecting) -> None:
    """The invoice stays paid and nobody is reminded; the doctor names it, and a credit in full closes it."""
    ordered, bench = collecting.ordered(), collecting.bench
    collecting.settle()
    (there,) = collecting.invoices
    collecting.stripe.billing.pay_one(there["id"])
    collecting.settle()
    (charge,) = collecting.stripe.billing.of("charges")
    collecting.stripe.billing.refund(charge["id"], 5000)
    collecting.settle()
    collecting.settle()
    part = collecting.shown(ordered)
    assert (part.state, part.paid, part.refunded, part.owed) == ("paid", "154.70 USD", "50.00 USD", "50.00 USD")
    assert not part.overdue
    refund = collecting.stripe.billing.refund(charge["id"])
    collecting.settle()
    assert (collecting.shown(ordered).refunded, collecting.shown(ordered).owed) == ("154.70 USD", "154.70 USD")
    assert _told(collecting) == [f"Invoice {part.number}: 154.70 USD was refunded, and no credit note settles it."]

    collecting.stripe.billing.fail_refund(refund["id"])
    collecting.settle()
    assert collecting.shown(ordered).refunded == "50.00 USD"
    collecting.stripe.billing.refund(charge["id"])
    collecting.settle()
    entries = bench.desks.work.list_time(**bench.acting(), engagement_id=ordered.engagement_id)
    bench.desks.billing.credit(
        **bench.acting(bench.biller),
        invoice_id=ordered.invoice_id,
        entry_ids=[each.entry_id for each in entries],
        reason="Refunded.",
    )
    settled = collecting.shown(ordered)
    assert (settled.state, settled.credited, settled.owed) == ("credited", "154.70 USD", "0.00 USD")
    assert _told(collecting) == []


@pytest.mark.parametrize("percent", [19], indirect=True)
def test_a_dispute_is_followed_until_it_is_decided(collecting: Collecting) -> None:
    """The bank holds the money back while it is open and once it is lost, and gives it back once it is won."""
    ordered, books = collecting.ordered(), collecting.stripe.billing
    collecting.settle()
    (there,) = collecting.invoices
    books.pay_one(there["id"])
    (charge,) = books.of("charges")
    dispute = books.dispute(charge["id"])
    collecting.settle()
    held = collecting.shown(ordered)
    assert (held.state, held.paid, held.disputed, held.owed) == ("paid", "154.70 USD", "154.70 USD", "154.70 USD")
    books.close(dispute["id"], won=True)
    collecting.settle()
    assert (collecting.shown(ordered).disputed, collecting.shown(ordered).owed) == ("0.00 USD", "0.00 USD")
    books.reopen(dispute["id"])
    books.close(dispute["id"], won=False)
    collecting.settle()
    lost = collecting.shown(ordered)
    assert (lost.state, lost.disputed, lost.owed) == ("paid", "154.70 USD", "154.70 USD")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=str)
@pytest.mark.parametrize("percent", [0], indirect=True)
def test_news_in_any_order_and_twice_come_to_the_same(collecting: Collecting, order: tuple[int, ...]) -> None:
    """Two payments, a refund and a dispute, each learned from the books as they are when its event comes."""
    ordered, books = collecting.ordered(), collecting.stripe.billing
    collecting.settle()
    (there,) = collecting.invoices
    list(collecting.stripe.news())
    books.pay_one(there["id"], 5000)
    books.pay_one(there["id"])
    first, second = books.of("charges")
    books.refund(first["id"], 1000)
    books.dispute(second["id"])
    news = list(collecting.stripe.news())
    inbox, worker = collecting.bench.kit.application.work.inbox, collecting.bench.kit.application.work.worker
    for place in (*order, *order):
        body, headers = collecting.stripe.signed(news[place])
        inbox.receive(endpoint="stripe", body=body, headers=headers)
        worker.drain()
    found = collecting.shown(ordered)
    amount = Decimal(int(second["amount"])) / 100
    assert (found.state, found.paid, found.refunded) == ("paid", "130.00 USD", "10.00 USD")
    assert (found.disputed, found.owed) == (f"{amount:.2f} USD", f"{amount + 10:.2f} USD")


def _told(collecting: Collecting) -> list[str]:
    """Return what the doctor finds of refunds."""
    checks = [each for each in PART.checks if each.name == "refunds"]
    tenant_id = collecting.bench.client.tenant_id
    with collecting.bench.kit.application.store.read(tenant_id) as work:
        return [found.sentence for each in checks for found in each.look(work, "harbor")]
