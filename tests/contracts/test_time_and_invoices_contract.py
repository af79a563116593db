"""Time, hours, the register, invoices and their numbers, as every store keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.engagements.billing.model.credit import CreditedEntry, CreditNote
from saas_core.engagements.billing.model.invoice import Bill, BillLine, Invoice, InvoicedEntry, InvoicePayment
from saas_core.engagements.billing.model.statement import Line, Tax
from saas_core.engagements.billing.model.transitions import InvoiceCommand
from saas_core.engagements.billing.values import PaidThrough
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.work.errors import TimeOverlaps
from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval
from saas_core.engagements.work.values import Delivered, EntryState, Unbillable
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money

HASH = "sha256:" + "a" * 64
USD = Money(6500, "USD")
WORKER, OTHER, APPROVAL = (UUID(int=number) for number in (11, 12, 13))


@pytest.fixture
def tenant(some: Any) -> TenantId:
    """Give a tenant of its own."""
    return TenantId(some.id())


@pytest.fixture
def engagement(store: Any, some: Any, tenant: TenantId) -> Any:
    """Keep an engagement, and give its id."""
    made = Engagement(
        id=some.id(),
        title="Connect",
        text="",
        department_id=None,
        ticket_id=None,
        terms_version="2026-02",
        requested_by="user:1",
        requested_at=some.at(),
        changed_at=some.at(),
    )
    with store.begin(tenant) as work:
        work.engagements.save(made)
        work.commit()
    return made.id


def _entry(some: Any, engagement: Any, since: float, until: float | None, **given: Any) -> TimeEntry:
    fields: dict[str, Any] = {
        "id": some.id(),
        "engagement_id": engagement,
        "worker_id": WORKER,
        "line": "L1",
        "started_at": some.at(since),
        "ended_at": None if until is None else some.at(until),
        "seconds": 0 if until is None else round((until - since) * 60),
        "note": "Späte Änderung",
        "approval_id": None if until is None else APPROVAL,
        "state": EntryState.RUNNING if until is None else EntryState.RECORDED,
        "recorded_at": some.at(),
        "changed_at": some.at(),
    }
    return TimeEntry(**{**fields, **given})


def _save(store: Any, tenant: TenantId, *entries: TimeEntry) -> None:
    with store.begin(tenant) as work:
        for each in entries:
            work.time_entries.save(each)
        work.commit()


def test_time_is_found_as_it_was_stored(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """By its id, its worker, its engagement and its window; void and unbillable time counts nowhere."""
    first, second = _entry(some, engagement, 0, 60), _entry(some, engagement, 60, 90)
    over = _entry(some, engagement, 90, 120, unbillable=Unbillable.OVER_CAP, split_from=second.id)
    void = _entry(some, engagement, 120, 130, state=EntryState.VOID, reason="no")
    runs = _entry(some, engagement, 200, None)
    _save(store, tenant, second, first, over, void, runs)
    with store.read(tenant) as work:
        rows = work.time_entries
        assert [rows.get(each.id) for each in (first, over, void, runs)] == [first, over, void, runs]
        assert rows.get(some.id()) is None
        assert (rows.running(WORKER), rows.running(OTHER)) == (runs, None)
        assert rows.running_on(engagement) == (runs,)
        window = Interval(some.at(30), some.at(70))
        assert sorted(rows.taken(WORKER, window)) == [
            Interval(some.at(0), some.at(60)),
            Interval(some.at(60), some.at(90)),
        ]
        assert rows.taken(WORKER, Interval(some.at(121), some.at(129))) == ()
        assert [each.since for each in rows.taken(WORKER, Interval(some.at(300), some.at(301)))] == [some.at(200)]
        assert rows.taken(OTHER, window) == ()
        assert rows.used(engagement) == {APPROVAL: 5400}
        assert rows.billable(engagement) == (first, second)
        assert rows.billable(engagement, some.at(60)) == (first,)
        ordered = tuple(sorted((first, second, over, void, runs), key=lambda each: each.id))
        assert rows.page(engagement, None, 10) == rows.page(None, None, 10) == ordered
        assert rows.page(engagement, ordered[0].id, 2) == ordered[1:3]
        assert set(rows.within(engagement, window)) == {first, second}


def test_a_timer_becomes_an_entry_once(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """A store of rows refuses that recorded time changes; only its state does."""
    runs = _entry(some, engagement, 0, None)
    _save(store, tenant, runs)
    recorded = evolve(
        runs, state=EntryState.RECORDED, ended_at=some.at(60), seconds=3600, approval_id=APPROVAL, changed_at=some.at(1)
    )
    _save(store, tenant, recorded)
    _save(store, tenant, evolve(recorded, state=EntryState.INVOICED))
    with store.read(tenant) as work:
        assert work.time_entries.get(runs.id) == evolve(recorded, state=EntryState.INVOICED)
    if hasattr(store, "_engine"):
        for changed in ({"seconds": 7200}, {"ended_at": some.at(61)}, {"approval_id": None}):
            with pytest.raises(StoreFault):
                _save(store, tenant, evolve(recorded, **changed))


def test_one_timer_and_no_overlap_of_a_worker(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """PostgreSQL itself refuses time of one worker that overlaps; meeting, void and another's time are none."""
    if not hasattr(store, "_engine") or store._engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL has exclusion constraints")
    _save(store, tenant, _entry(some, engagement, 0, 60))
    _save(store, tenant, _entry(some, engagement, 60, 120), _entry(some, engagement, 30, 90, worker_id=OTHER))
    _save(store, tenant, _entry(some, engagement, 30, 90, state=EntryState.VOID))
    for overlapping in (_entry(some, engagement, 59, 61), _entry(some, engagement, -30, None)):
        with pytest.raises(TimeOverlaps):
            _save(store, tenant, overlapping)
    _save(store, tenant, _entry(some, engagement, 200, None))
    with pytest.raises((StoreFault, TimeOverlaps)):
        _save(store, tenant, _entry(some, engagement, 300, None))


def test_no_more_hours_are_used_than_are_approved(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """The account itself refuses it, whoever asks; and it knows when it changed."""
    with store.begin(tenant) as work:
        work.engagement_hours.change(engagement, 3000, 3600, some.at(1))
        work.commit()
    for seconds, approved in ((601, 3600), (-3001, 3600), (0, 2999)):
        with pytest.raises(StoreFault), store.begin(tenant) as work:
            work.engagement_hours.change(engagement, seconds, approved, some.at(2))
            work.commit()
    with store.begin(tenant) as work:
        work.engagement_hours.change(engagement, 600, 7200, some.at(3))
        work.commit()
    with store.read(tenant) as work:
        hours = work.engagement_hours.get(engagement)
        assert (hours.used, hours.approved, hours.changed_at) == (3600, 7200, some.at(3))
        assert work.engagement_hours.all() == ((engagement, hours),)
        assert work.engagement_hours.get(some.id()).used == 0


def test_periods_stay_closed(store: Any, some: Any, tenant: TenantId) -> None:
    """Until the latest instant; closing the same again changes nothing."""
    for minutes in (10, 30, 30):
        with store.begin(tenant) as work:
            work.closed_periods.close(some.at(minutes), some.at(minutes))
            work.commit()
    with store.read(tenant) as work:
        assert work.closed_periods.until() == some.at(30)
    with store.read(TenantId(some.id())) as work:
        assert work.closed_periods.until() is None


def test_the_register_is_only_added_to(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """And what it holds is the provider's."""
    row = Enhancement(
        id=some.id(),
        engagement_id=engagement,
        line="L1",
        kind=Delivered.DELIVERED,
        description="Two steps",
        release="2026.3",
        delivered_at=some.at(),
        registered_at=some.at(1),
        clause_hash=HASH,
    )
    with store.begin(tenant) as work:
        work.enhancements.add(row)
        work.commit()
    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.enhancements.add(row)
        work.commit()
    with store.read(tenant) as work:
        assert work.enhancements.of_engagement(engagement) == (row,)
        assert work.enhancements.of_engagement(some.id()) == ()


def test_a_code_in_numbers_is_one_tenants_for_good(store: Any, some: Any, tenant: TenantId) -> None:
    """Of whoever took it first; another one is told nothing but that it is taken."""
    code, other = f"C{some.id().hex[-7:]}", TenantId(some.id())
    found = []
    for each in (tenant, tenant, other, tenant):
        with store.begin(each) as work:
            found.append(work.document_numbers.claim(code))
            work.commit()
    assert found == [True, True, False, True]


def _invoice(some: Any, engagement: Any) -> Invoice:
    return Invoice(id=some.id(), engagement_id=engagement, made_at=some.at(), changed_at=some.at())


def test_time_stands_live_on_one_invoice(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """Until it is taken off; and an engagement has one invoice that was not issued."""
    entry, invoice = _entry(some, engagement, 0, 60), _invoice(some, engagement)
    on = InvoicedEntry(invoice_id=invoice.id, entry_id=entry.id, line="L1", seconds=3600)
    with store.begin(tenant) as work:
        work.time_entries.save(entry)
        work.invoices.save(invoice)
        work.invoices.put_time((on,))
        work.commit()
    second = evolve(invoice.takes(InvoiceCommand.ISSUE, some.at()), id=some.id())
    with store.begin(tenant) as work:
        work.invoices.save(second)
        work.commit()
    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.invoices.put_time((evolve(on, invoice_id=second.id),))
        work.commit()
    with store.begin(tenant) as work:
        assert work.invoices.unissued(engagement) == invoice
        work.invoices.take_off(invoice.id, (entry.id,))
        work.invoices.put_time((evolve(on, invoice_id=second.id),))
        work.commit()
    with store.read(tenant) as work:
        assert work.invoices.time_on(invoice.id) == (evolve(on, live=False),)
        assert work.invoices.time_on(second.id) == (evolve(on, invoice_id=second.id),)
        assert work.invoices.page(None, 10) == (invoice, second) == work.invoices.page(None, 10, engagement)
        assert work.invoices.page(invoice.id, 10) == (second,)
        assert work.invoices.page(None, 10, some.id()) == ()
    if hasattr(store, "_engine"):
        with pytest.raises(StoreFault), store.begin(tenant) as work:
            work.invoices.save(_invoice(some, engagement))
            work.commit()
        with pytest.raises(StoreFault), store.begin(tenant) as work:
            work.invoices.save(evolve(second, carried_in=1))
            work.commit()


def _bill(some: Any, invoice: Invoice, ordinal: int) -> Bill:
    return Bill(
        invoice_id=invoice.id,
        engagement_id=invoice.engagement_id,
        series="INV",
        ordinal=ordinal,
        number=f"INV-{ordinal}",
        issued_at=some.at(ordinal),
        due_at=some.at(100),
        zone="Europe/Berlin",
        approval_id=APPROVAL,
        rate=USD,
        unit_seconds=180,
        carried_in=20,
        carried_out=80,
        lines=(BillLine(key="L1", text="Ünïcode", seconds=3660, units=20, minor=6500),),
        taxes=(Tax(label="VAT", rate="19 %", minor=1235),),
        seconds=3660,
        units=20,
        total_minor=7735,
        content='{"a":1}',
        content_hash=HASH,
        paper_id=some.id(),
        document_hash=HASH,
    )


def test_bills_and_credit_notes_have_numbers_without_a_gap(
    store: Any, some: Any, tenant: TenantId, engagement: Any
) -> None:
    """Taken in the unit of work that issues them: what is undone takes none; and they are only added."""
    invoice = _invoice(some, engagement).takes(InvoiceCommand.ISSUE, some.at())
    with store.begin(tenant) as work:
        assert work.document_numbers.take("INV") == 1
    with store.begin(tenant) as work:
        ordinal = work.document_numbers.take("INV")
        bill = _bill(some, invoice, ordinal)
        work.invoices.save(invoice)
        work.bills.add(bill)
        work.commit()
    entry = CreditedEntry(entry_id=some.id(), line="L1", seconds=3660, rebill=True)
    with store.begin(tenant) as work:
        assert (work.document_numbers.take("INV"), work.document_numbers.take("CN")) == (2, 1)
        note = CreditNote(
            id=some.id(),
            invoice_id=invoice.id,
            engagement_id=engagement,
            series="CN",
            ordinal=1,
            number="CN-1",
            issued_at=some.at(),
            reason="Späte Änderung",
            currency="USD",
            entries=(entry,),
            lines=(Line(key="L1", seconds=3660, units=20, minor=6500),),
            taxes=(Tax(label="VAT", rate="19 %", minor=1235),),
            units=20,
            carried=-60,
            total_minor=7735,
            content='{"b":2}',
            content_hash=HASH,
            paper_id=some.id(),
            document_hash=HASH,
        )
        work.credit_notes.add(note)
        work.commit()
    with store.read(tenant) as work:
        assert work.bills.get(invoice.id) == bill
        assert work.bills.of_engagement(engagement) == (bill,)
        assert work.bills.get(some.id()) is None
        assert work.credit_notes.get(note.id) == note
        assert work.credit_notes.of_invoice(invoice.id) == (note,) == work.credit_notes.of_engagement(engagement)
    for again in (lambda work: work.bills.add(bill), lambda work: work.credit_notes.add(note)):
        with pytest.raises(StoreFault), store.begin(tenant) as work:
            again(work)
            work.commit()


def test_a_payment_is_stored_once(store: Any, some: Any, tenant: TenantId, engagement: Any) -> None:
    """By its reference on the invoice."""
    invoice = _invoice(some, engagement)
    payments = [
        InvoicePayment(
            invoice_id=invoice.id,
            reference=reference,
            amount=Money(100, "USD"),
            paid_at=some.at(),
            through=PaidThrough.HAND,
            recorded_at=some.at() + timedelta(seconds=1),
        )
        for reference in ("T-2", "T-1")
    ]
    with store.begin(tenant) as work:
        work.invoices.save(invoice)
        for each in payments:
            work.invoice_payments.add(each)
        work.commit()
    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.invoice_payments.add(payments[0])
        work.commit()
    with store.read(tenant) as work:
        assert work.invoice_payments.of_invoice(invoice.id) == (payments[1], payments[0])
        assert work.invoice_payments.of_invoice(some.id()) == ()
