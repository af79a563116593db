"""Invoices for paid work: hours from entries alone, gapless numbers, credits that conserve them (4.1)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from saas_core.engagements.billing.errors import (
    DraftOpen,
    InvoiceNotNow,
    InvoiceUnknown,
    NothingToBill,
    NotOnInvoice,
    PaidTooMuch,
    PaymentKnown,
    Unbilled,
    Unshowable,
)
from saas_core.engagements.billing.model.numbers import codes_for
from saas_core.engagements.errors import EngagementNotNow
from saas_core.engagements.estimates.content import sha256_of
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Refused

HOUR = timedelta(hours=1)


def billed(bench: Any, engagement_id: Any) -> Any:
    """Draft an invoice and issue it."""
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    draft = desk.draft(**acting, engagement_id=engagement_id)
    return desk.issue(**acting, invoice_id=draft.invoice_id)


def content_of(bench: Any, invoice: Any) -> dict[str, Any]:
    """Return the content of an issued invoice from its stored document."""
    document = bench.desks.billing.document(**bench.owner(), invoice_id=invoice.invoice_id)
    assert document.sha256 == sha256_of(document.content) == invoice.document_hash
    return json.loads(document.content.split(b"\n", 2)[2])


def entries_on(bench: Any, engagement_id: Any, state: str) -> list[Any]:
    """Return the ids of the entries of an engagement in a state."""
    entries = bench.desks.work.list_time(**bench.acting(), engagement_id=engagement_id, limit=1000)
    return [each.entry_id for each in entries if each.state == state]


def test_an_invoice_states_everything_that_it_rests_on(bench: Any) -> None:
    """Estimate, approval, hours, rate and ownership; its lines and carried time add up to its total."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 1.51)
    bench.log(engagement_id, 0.26, line="L2")
    draft = bench.desks.billing.draft(**bench.acting(bench.biller), engagement_id=engagement_id)
    assert (draft.state, draft.number, draft.total) == ("draft", "", "113.75 USD")
    with pytest.raises(InvoiceUnknown):
        bench.desks.billing.show(**bench.owner(), invoice_id=draft.invoice_id)
    invoice = bench.desks.billing.issue(**bench.acting(bench.biller), invoice_id=draft.invoice_id)
    assert invoice.number.startswith("INV-")
    assert invoice.number.endswith("-0001")
    content = content_of(bench, invoice)
    assert content["format"] == "saas-invoice/1"
    assert content["estimate"] == {"number": "E-1", "revision": 1}
    assert content["approval"]["hash"].startswith("sha256:")
    assert content["provider"]["name"] == "Lantern Software Ltd"
    assert content["hours"] == {
        "approved": 108_000,
        "billed_before": 0,
        "billed_now": 6300,
        "left": 101_700,
    }
    assert "5.2" in content["ownership"]
    assert "5.3" in content["ownership"]
    seconds = sum(each["seconds"] for each in content["lines"])
    units = sum(each["units"] for each in content["lines"])
    assert seconds + content["carried_in_seconds"] - content["carried_out_seconds"] == units * 180
    assert sum(each["amount_minor"] for each in content["lines"]) == content["net_minor"] == 11_375
    assert (content["tax"], content["total_minor"]) == ([], 11_375)
    assert bench.desks.billing.show(**bench.owner(), invoice_id=invoice.invoice_id) == invoice


def test_what_is_carried_goes_onto_the_next_invoice(bench: Any) -> None:
    """Two invoices of 100 minutes and 20 seconds bill what one would."""
    engagement_id = bench.engaged()
    totals, carried = [], []
    for _ in range(3):
        bench.log(engagement_id, 6020 / 3600)
        invoice = billed(bench, engagement_id)
        totals.append(invoice.owed_minor)
        carried.append((invoice.carried_in_seconds, invoice.carried_out_seconds))
    assert sum(totals) == 3 * 6020 // 180 * 325
    assert carried == [(0, 80), (80, 160), (160, 60)]


def test_numbers_are_gapless_and_given_at_issue(bench: Any) -> None:
    """A discarded draft takes none, and frees its time; a refused issue takes none either."""
    engagement_id = bench.engaged()
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    bench.log(engagement_id, 1)
    draft = desk.draft(**acting, engagement_id=engagement_id)
    with pytest.raises(DraftOpen):
        desk.draft(**acting, engagement_id=engagement_id)
    outcomes = bench.desks.work.void(
        **bench.acting(), entry_ids=entries_on(bench, engagement_id, "invoiced"), reason="no"
    )
    assert [each.refused for each in outcomes] == ["ENTRY_FROZEN"]
    assert desk.discard(**acting, invoice_id=draft.invoice_id).state == "discarded"
    with pytest.raises(InvoiceNotNow):
        desk.issue(**acting, invoice_id=draft.invoice_id)
    assert entries_on(bench, engagement_id, "recorded") != []
    numbers = []
    for _ in range(3):
        numbers.append(billed(bench, engagement_id).number[-4:])
        bench.log(engagement_id, 1)
    assert numbers == ["0001", "0002", "0003"]


def test_time_less_than_a_unit_is_not_billed(bench: Any) -> None:
    """Nor is nothing; the draft keeps its state."""
    engagement_id = bench.engaged()
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    with pytest.raises(NothingToBill):
        desk.draft(**acting, engagement_id=engagement_id)
    bench.log(engagement_id, 170 / 3600)
    draft = desk.draft(**acting, engagement_id=engagement_id)
    with pytest.raises(NothingToBill):
        desk.issue(**acting, invoice_id=draft.invoice_id)
    assert desk.show(**acting, invoice_id=draft.invoice_id).state == "draft"


def test_only_billable_time_is_billed_and_never_beyond_the_cap(bench: Any) -> None:
    """What lies before the approval and beyond the cap stays out."""
    engagement_id, begins = bench.requested(), bench.now
    bench.wait(1)
    bench.approve(engagement_id, 2)
    bench.log(engagement_id, 3, started_at=begins)
    invoice = billed(bench, engagement_id)
    assert invoice.total == "130.00 USD"
    assert content_of(bench, invoice)["hours"]["left"] == 0


def test_a_payment_settles_an_invoice_once(bench: Any) -> None:
    """In parts, never to more than is owed, each reference once; an invoice not paid in time is overdue."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 2)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    invoice = billed(bench, engagement_id)
    bench.wait(24 * 14)
    assert not desk.show(**acting, invoice_id=invoice.invoice_id).overdue
    bench.wait(24)
    assert desk.show(**acting, invoice_id=invoice.invoice_id).overdue
    about = {**acting, "invoice_id": invoice.invoice_id}
    part = desk.record_payment(**about, reference="T-1", amount_minor=5000)
    assert (part.state, part.owed) == ("partially_paid", "80.00 USD")
    with pytest.raises(PaymentKnown):
        desk.record_payment(**about, reference="T-1", amount_minor=5000)
    with pytest.raises(PaidTooMuch):
        desk.record_payment(**about, reference="T-2", amount_minor=8001)
    paid = desk.record_payment(**about, reference="T-2", amount_minor=8000)
    assert (paid.state, paid.owed, paid.overdue) == ("paid", "0.00 USD", False)
    with pytest.raises(InvoiceNotNow):
        desk.record_payment(**about, reference="T-3", amount_minor=1)


def test_a_credit_frees_only_what_is_marked_and_conserves_hours(bench: Any) -> None:
    """20 hours billed, 8 credited for good, 10 new: the next invoice bills 10, where odoo#280536 billed others."""
    engagement_id = bench.engaged(hours=40)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    bench.log(engagement_id, 12)
    bench.log(engagement_id, 8)
    first = billed(bench, engagement_id)
    credited = entries_on(bench, engagement_id, "invoiced")[1]
    note = desk.credit(**acting, invoice_id=first.invoice_id, entry_ids=[credited], reason="Not as agreed.")
    assert (note.total, note.entries, note.rebilled, note.number[:3]) == ("520.00 USD", 1, 0, "CN-")
    assert desk.show(**acting, invoice_id=first.invoice_id).owed == "780.00 USD"
    bench.log(engagement_id, 10)
    second = billed(bench, engagement_id)
    assert second.total == "650.00 USD"
    assert content_of(bench, second)["hours"] == {
        "approved": 144_000,
        "billed_before": 12 * 3600,
        "billed_now": 10 * 3600,
        "left": 18 * 3600,
    }
    assert entries_on(bench, engagement_id, "written_off") == [credited]
    with pytest.raises(NotOnInvoice):
        desk.credit(**acting, invoice_id=first.invoice_id, entry_ids=[credited], reason="again")


def test_a_credit_to_bill_again_bills_exactly_what_was_worked(bench: Any) -> None:
    """The same hours come onto the next invoice, once, and only those marked so."""
    engagement_id = bench.engaged(hours=40)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    bench.log(engagement_id, 12)
    bench.log(engagement_id, 8)
    first = billed(bench, engagement_id)
    ids = entries_on(bench, engagement_id, "invoiced")
    desk.credit(**acting, invoice_id=first.invoice_id, entry_ids=ids, rebill=ids[1:], reason="Wrong address.")
    settled = desk.show(**acting, invoice_id=first.invoice_id)
    assert (settled.state, settled.owed, settled.credited) == ("credited", "0.00 USD", "1300.00 USD")
    second = billed(bench, engagement_id)
    assert second.total == "520.00 USD"
    assert entries_on(bench, engagement_id, "written_off") == ids[:1]
    with pytest.raises(NothingToBill):
        desk.draft(**acting, engagement_id=engagement_id)


def test_an_issued_invoice_never_changes(bench: Any) -> None:
    """Not by a credit, not by a payment, not by a new name of the client; its document least of all."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 2)
    invoice = billed(bench, engagement_id)
    before = content_of(bench, invoice)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    desk.record_payment(**acting, invoice_id=invoice.invoice_id, reference="T-1", amount_minor=100)
    ids = entries_on(bench, engagement_id, "invoiced")
    desk.credit(**acting, invoice_id=invoice.invoice_id, entry_ids=ids, reason="All of it.")
    assert content_of(bench, invoice) == before
    after = desk.show(**acting, invoice_id=invoice.invoice_id)
    assert (after.content_hash, after.total) == (invoice.content_hash, invoice.total)


def test_what_cannot_be_shown_is_not_issued(bench: Any) -> None:
    """The fonts of a document are asked before."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 1)
    invoice = billed(bench, engagement_id)
    ids = entries_on(bench, engagement_id, "invoiced")
    with pytest.raises(Unshowable):
        bench.desks.billing.credit(
            **bench.acting(bench.biller), invoice_id=invoice.invoice_id, entry_ids=ids, reason="\u2603"
        )
    assert entries_on(bench, engagement_id, "invoiced") == ids


def test_an_engagement_closes_once_its_time_is_billed(bench: Any) -> None:
    """Or written off; what was carried is dropped."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 2)
    about = {"engagement_id": engagement_id}
    for line in ("L1", "L2"):
        bench.desks.enhancements.leave_out(**bench.acting(), **about, line=line, reason="Not needed.")
    bench.desks.enhancements.deliver(**bench.acting(), **about)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    with pytest.raises(Unbilled):
        desk.close(**acting, **about)
    ids = entries_on(bench, engagement_id, "recorded")
    (outcome,) = desk.write_off(**acting, entry_ids=ids, reason="A gift.")
    assert outcome.state == "written_off"
    assert desk.close(**acting, **about).state == "closed"
    (again,) = desk.write_off(**acting, entry_ids=ids, reason="A gift.")
    assert again.refused == "ENTRY_FROZEN"


def test_nothing_becomes_billable_again_on_a_closed_engagement(bench: Any) -> None:
    """What was carried was dropped with its close; a credit for good is still made."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 1)
    invoice = billed(bench, engagement_id)
    about = {**bench.acting(), "engagement_id": engagement_id}
    for line in ("L1", "L2"):
        bench.desks.enhancements.leave_out(**about, line=line, reason="Not wanted any more.")
    bench.desks.enhancements.deliver(**about)
    desk, acting = bench.desks.billing, bench.acting(bench.biller)
    desk.close(**acting, engagement_id=engagement_id)
    on_it = entries_on(bench, engagement_id, "invoiced")
    given = {**acting, "invoice_id": invoice.invoice_id, "entry_ids": on_it, "reason": "Not as agreed."}
    with pytest.raises(EngagementNotNow):
        desk.credit(**given, rebill=on_it)
    desk.credit(**given)
    with pytest.raises(EngagementNotNow):
        desk.draft(**acting, engagement_id=engagement_id)
    assert desk.show(**acting, invoice_id=invoice.invoice_id).state == "credited"


def test_no_two_clients_have_one_number(bench: Any) -> None:
    """Even where the end of both ids is the same: the second one gets another code, and keeps it."""
    first, second = (TenantId(UUID(int=(number << 64) + 0x5A6B7C8D)) for number in (1, 2))
    assert next(codes_for(first)) == next(codes_for(second)) == "5A6B7C8D"
    store = bench.kit.application.store

    def code(tenant_id: TenantId) -> str:
        with store.begin(tenant_id) as work:
            found = next(each for each in codes_for(tenant_id) if work.document_numbers.claim(each))
            work.commit()
        return found

    assert [code(first), code(first)] == ["5A6B7C8D"] * 2
    assert code(second) == code(second) != "5A6B7C8D"


def test_the_same_key_gives_the_same_invoice(bench: Any) -> None:
    """All or nothing, and once."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 2)
    desk, acting = bench.desks.billing, {**bench.acting(bench.biller), "idempotency_key": "one"}
    draft = desk.draft(**acting, engagement_id=engagement_id)
    assert desk.draft(**acting, engagement_id=engagement_id) == draft
    issuing = {**acting, "idempotency_key": "two", "invoice_id": draft.invoice_id}
    assert desk.issue(**issuing) == desk.issue(**issuing)
    assert len(desk.list_invoices(**acting_of(acting), engagement_id=engagement_id)) == 1


def acting_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return who acts, without the key."""
    return {key: value for key, value in given.items() if key != "idempotency_key"}


def test_251_entries_stand_on_one_invoice(bench: Any) -> None:
    """More than a page of lines at a provider of payments holds."""
    engagement_id, begins = bench.engaged(), bench.now
    bench.wait(30)
    rows = [
        (
            number,
            {
                "line": "L1" if number % 2 else "L2",
                "started_at": str(begins + number * timedelta(minutes=7)),
                "ended_at": str(begins + number * timedelta(minutes=7) + timedelta(seconds=61)),
            },
        )
        for number in range(251)
    ]
    found = bench.desks.work.import_time(**bench.acting(), engagement_id=engagement_id, rows=rows)
    assert (found.recorded, found.refused) == (251, ())
    invoice = billed(bench, engagement_id)
    assert invoice.owed_minor == 251 * 61 // 180 * 325


@pytest.mark.parametrize("name", ["draft", "issue", "discard", "record_payment", "credit", "write_off", "close"])
def test_only_billing_staff_bills(bench: Any, name: str) -> None:
    """Neither support nor the client; and the client's clerk sees no invoice."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 2)
    invoice = billed(bench, engagement_id)
    ids = entries_on(bench, engagement_id, "invoiced")
    given: dict[str, Any] = {
        "draft": {"engagement_id": engagement_id},
        "issue": {"invoice_id": invoice.invoice_id},
        "discard": {"invoice_id": invoice.invoice_id},
        "record_payment": {"invoice_id": invoice.invoice_id, "reference": "T", "amount_minor": 1},
        "credit": {"invoice_id": invoice.invoice_id, "entry_ids": ids, "reason": "r"},
        "write_off": {"entry_ids": ids, "reason": "r"},
        "close": {"engagement_id": engagement_id},
    }[name]
    for by in (bench.agent, bench.client.owner.by):
        with pytest.raises(Refused):
            getattr(bench.desks.billing, name)(**bench.acting(by), **given)
    clerk = bench.kit.joined(bench.client)
    with pytest.raises(Refused):
        bench.desks.billing.list_invoices(**bench.acting(clerk.by))
