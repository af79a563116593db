"""What a provider of payments takes back, from its books through workers to what the client may do and is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from clock import Clock
from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.payments.errors import AccountMissing
from saas_core.policy.decision import LicenseeKind, Question
from saas_sandbox import shapes
from saas_sandbox.billing import Billing
from saas_sandbox.stripe import SimulatedStripe
from simulated import Simulated

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
RENEWS = datetime(2026, 1, 31, tzinfo=UTC)


@define
class House:
    """An application over memory with one client, whose owner accepted the terms, and its simulated Stripe."""

    application: Application
    stripe: SimulatedStripe
    clock: Clock
    folder: Path
    sam: Actor = field(init=False)
    owner: Actor = field(init=False)
    tenant: TenantId = field(init=False)

    def __attrs_post_init__(self) -> None:
        app = self.application
        self.sam = app.sign_in(str(app.access.staff.first(name="Sam", email="sam@provider.example").key))
        self.tenant = app.tenancy.add_tenant(by=self.sam, slug="acme", kind=LicenseeKind.END_USER).tenant_id
        account = {"legal_name": "Acme", "country": "GB", "time_zone": "UTC", "language": "en"}
        app.tenancy.configure_account(
            by=self.sam, tenant_id=self.tenant, contact_email="office@acme.example", **account
        )
        app.access.people.invite_user(
            by=self.sam, tenant_id=self.tenant, name="Olivia", email="olivia@acme.example", owner=True
        )
        app.work.worker.drain()
        token = re.search(r"inv_\S+", _text(self.mails()[0]))
        assert token is not None
        accepted = app.access.invitations.accept(token=token[0], accept_terms=app.policy.offered_terms().digest)
        self.owner = app.sign_in(str(accepted.key))

    @property
    def books(self) -> Billing:
        """The books of the simulated Stripe."""
        return self.stripe.billing

    def mails(self) -> list[EmailMessage]:
        """Return the letters sent so far, the oldest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns)
        read = (message_from_bytes(each.read_bytes(), policy=policy.default) for each in files)
        return [each for each in read if isinstance(each, EmailMessage)]

    def subjects(self, word: str) -> list[str]:
        """Return the subjects of letters that hold a word."""
        return sorted({each["subject"] for each in self.mails() if word in each["subject"]})

    def sync(self) -> None:
        """Deliver all news, and have it looked after."""
        for event in self.stripe.news():
            body, headers = self.stripe.signed(event)
            self.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
        self.application.work.worker.drain()

    def go(self, until: datetime) -> None:
        """Let time go by, with everything that becomes due at Stripe meanwhile."""
        while (due := self.books.next_due()) is not None and due <= until:
            self.clock.at = due
            self.sync()
        self.clock.at = until
        self.sync()

    def lead(self) -> str:
        """Lead the client to the page for subscribing, and return its session."""
        self.application.payments.subscribe(by=self.sam, tenant_id=self.tenant)
        self.application.work.worker.drain()
        url = self.application.payments.checkout(by=self.sam, tenant_id=self.tenant).url
        return url.rsplit("/", 1)[-1]

    def subscribe(self) -> str:
        """Have the client subscribe, and return the subscription."""
        made = self.books.subscribe(self.lead())
        self.sync()
        return str(made["id"])

    def activate(self) -> None:
        """Activate the client, and have workers look hourly."""
        self.application.tenancy.activate(by=self.sam, tenant_id=self.tenant)
        self.application.work.worker.begin()

    def reconcile(self) -> None:
        """Have the account looked at."""
        self.application.payments.reconcile(by=self.sam, tenant_id=self.tenant)
        self.application.work.worker.drain()

    def codes(self) -> list[str]:
        """Return why the owner may not use a feature now."""
        question = Question(tenant_id=self.tenant, by=self.owner, action="topic.feature_usage")
        return sorted(each.code.name for each in self.application.gate.check(question).reasons)

    def last(self, kind: str) -> dict[str, Any]:
        """Return the newest row of a kind in the books."""
        return list(self.books.rows[kind].values())[-1]

    def incidents(self) -> list[tuple[str, str]]:
        """Return what is open for a person to look at."""
        with self.application.store.read(self.tenant) as work:
            return [(each.kind, each.subject) for each in work.incidents.open()]


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Yield a house at the first of January."""
    clock = Clock(BEGINS)
    simulated = Simulated.of(clock)
    settings = settings_at(tmp_path, database_url="memory:")
    initialize(settings)
    with open_application(settings, clock=clock, payments=simulated.payments) as application:
        yield House(application, simulated.stripe, clock, settings.mail_folder)


@pytest.fixture
def running(house: House) -> House:
    """Yield a house whose client pays by the month and is activated."""
    house.subscribe()
    house.activate()
    return house


def test_a_trial_ended_early_ends_here_and_its_zero_invoice_pays_nothing(house: House) -> None:
    """Staff ends it at Stripe on the fifth day, where there is nothing to pay with."""
    house.lead()
    trial = house.books.start(house.last("customers")["id"], house.books.now(), {}, trial_days=30)
    house.sync()
    assert house.codes() == []
    house.clock.at += 5 * DAY
    house.books.end_trial(trial["id"], paid=False)
    house.sync()
    assert house.codes() == ["FIRST_PAYMENT_PENDING", "LICENSE_EXPIRED"]
    facts = house.application.licensing.show(by=house.sam, tenant_id=house.tenant).facts
    assert [each.says for each in facts if each.kind == "PeriodPaid"] == []
    house.clock.at += 20 * DAY
    house.reconcile()
    assert house.codes() == ["FIRST_PAYMENT_PENDING", "LICENSE_EXPIRED"]


@pytest.mark.parametrize("days", [10, 45])
def test_a_trial_moved_ends_when_the_provider_says(house: House, days: int) -> None:
    """Shortened or extended: open to the new end, and from the first payment on after it."""
    house.lead()
    trial = house.books.start(house.last("customers")["id"], house.books.now(), {}, trial_days=30)
    house.sync()
    house.clock.at += 5 * DAY
    end = BEGINS + days * DAY
    house.books.move_trial(trial["id"], int(end.timestamp()))
    house.sync()
    view = house.application.licensing.show(by=house.sam, tenant_id=house.tenant)
    assert (view.term, view.valid_until) == ("trial", end)
    house.go(end + 2 * HOUR)
    assert house.codes() == []
    assert house.application.licensing.show(by=house.sam, tenant_id=house.tenant).term == "running"


def test_a_trial_ended_by_its_first_payment_runs_on_as_paid(house: House) -> None:
    """The client pays before the trial is over."""
    house.lead()
    trial = house.books.start(house.last("customers")["id"], house.books.now(), {}, trial_days=30)
    house.sync()
    house.clock.at += 5 * DAY
    house.books.end_trial(trial["id"], paid=True)
    house.sync()
    view = house.application.licensing.show(by=house.sam, tenant_id=house.tenant)
    assert (view.term, view.valid_until) == ("running", BEGINS + 35 * DAY)


def test_a_cancellation_for_a_far_day_leaves_every_renewal_before_it(running: House) -> None:
    """It ends on that day, to the instant, with or without a message; moved or withdrawn, it follows."""
    running.clock.at += 5 * DAY
    subscription, end = running.last("subscriptions"), running.clock.at + 65 * DAY
    running.books.cancel_on(subscription["id"], int(end.timestamp()))
    running.sync()
    running.go(RENEWS - 6 * DAY)
    running.go(RENEWS + HOUR / 2)
    assert running.codes() == []
    running.go(RENEWS + 2 * HOUR)
    assert running.subjects("license") == []
    running.go(end - DAY)
    view = running.application.licensing.show(by=running.sam, tenant_id=running.tenant)
    assert (view.term, view.valid_until) == ("ending", end)
    later = end + 3 * DAY
    running.books.cancel_on(subscription["id"], int(later.timestamp()))
    running.sync()
    assert running.application.licensing.show(by=running.sam, tenant_id=running.tenant).valid_until == later
    running.clock.at = later
    assert running.codes() == ["LICENSE_CANCELED"]


def test_a_cancellation_for_a_day_is_withdrawn_there_and_here(running: House) -> None:
    """By people at Stripe, and by our own command, which clears the day at Stripe too."""
    subscription = running.last("subscriptions")
    until = int((running.clock.at + 12 * DAY).timestamp())
    for withdrawn in (
        lambda: running.books.resume(subscription["id"]),
        lambda: running.application.licensing.resume(by=running.sam, tenant_id=running.tenant),
    ):
        running.clock.at += HOUR
        running.books.cancel_on(subscription["id"], until)
        running.sync()
        assert running.application.licensing.show(by=running.sam, tenant_id=running.tenant).term == "ending"
        running.clock.at += HOUR
        withdrawn()
        running.sync()
        assert running.application.licensing.show(by=running.sam, tenant_id=running.tenant).term == "running"
        assert subscription["cancel_at"] is None


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_refund_that_fails_later_is_undone(running: House, status: str) -> None:
    """The bank sent the money back to the provider; refunded again, the license is shut again."""
    running.clock.at += 5 * DAY
    charge = running.last("charges")
    refund = running.books.refund(charge["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_REFUNDED"]
    running.clock.at += 2 * DAY
    running.books.fail_refund(refund["id"], status)
    running.sync()
    assert running.codes() == []
    running.reconcile()
    assert running.codes() == []
    running.clock.at += DAY
    running.books.refund(charge["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_REFUNDED"]


def test_one_of_two_refunds_that_fails_leaves_a_partial_one(running: House) -> None:
    """Which of the two it was makes no difference."""
    charge = running.last("charges")
    first = running.books.refund(charge["id"], 4_000)
    running.clock.at += DAY
    running.books.refund(charge["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_REFUNDED"]
    running.clock.at += DAY
    running.books.fail_refund(first["id"])
    running.reconcile()
    assert running.codes() == []


def test_in_full_is_measured_against_what_was_paid(house: House) -> None:
    """A credit of 20.00 leaves 79.00 of 99.00 to pay, and all of it is given back."""
    session = house.lead()
    house.books.credit[house.last("customers")["id"]] = 2_000
    house.books.subscribe(session)
    house.sync()
    assert house.codes() == []
    house.clock.at += DAY
    number = house.last("invoices")["number"]
    house.application.payments.refund(by=house.sam, tenant_id=house.tenant, invoice=number)
    house.application.work.worker.drain()
    house.sync()
    assert house.last("charges")["refunded"]
    assert house.codes() == ["PAYMENT_REFUNDED"]


@pytest.mark.parametrize("returned", [False, True])
def test_a_processing_debit_is_neither_paid_nor_failed(running: House, *, returned: bool) -> None:
    """Open meanwhile, and nobody is told of a failure; then its outcome counts."""
    customer = running.last("customers")["id"]
    running.books.debited[customer] = 5
    running.go(RENEWS + 4 * DAY)
    assert running.last("subscriptions")["status"] == "active"
    assert running.codes() == []
    assert running.subjects("failed") == []
    if returned:
        running.books.returned.add(customer)
    running.go(RENEWS + 6 * DAY)
    assert running.codes() == (["PAYMENT_OVERDUE"] if returned else [])
    assert bool(running.subjects("failed")) is returned


def test_a_debit_that_is_processed_too_long_is_waited_for_no_longer(running: House) -> None:
    """Seven days past the paid period, to the instant."""
    running.books.debited[running.last("customers")["id"]] = 20
    running.go(RENEWS + 7 * DAY - HOUR)
    assert running.codes() == []
    running.go(RENEWS + 7 * DAY)
    assert running.codes() == ["RENEWAL_UNCONFIRMED"]
    running.go(RENEWS + 21 * DAY)
    assert running.codes() == []


def test_a_debt_paid_by_a_debit_still_blocks_until_it_arrives(running: House) -> None:
    """The card failed before, so the provider does not call the subscription active; yet no second failure is told."""
    customer = running.last("customers")["id"]
    running.books.declined.add(customer)
    running.go(RENEWS + 2 * HOUR)
    assert running.codes() == ["PAYMENT_OVERDUE"]
    running.books.declined.clear()
    running.books.debited[customer] = 2
    running.books.pay(running.last("invoices")["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_OVERDUE"]
    running.go(RENEWS + 3 * DAY)
    assert running.codes() == []


def test_a_deleted_customer_is_followed_by_another(running: House) -> None:
    """Paying stays open: the client gets a page again, at a customer of its own."""
    running.clock.at += 5 * DAY
    former = running.last("customers")["id"]
    running.books.delete(former)
    running.sync()
    assert running.codes() == ["LICENSE_CANCELED"]
    with pytest.raises(AccountMissing, match="deleted"):
        running.application.payments.billing_page(by=running.owner, tenant_id=running.tenant)
    for _ in range(3):
        running.clock.at += DAY
        running.lead()
    assert sum(not each.get("deleted") for each in running.books.rows["customers"].values()) == 1
    running.subscribe()
    assert running.codes() == []
    (charge, _new) = running.books.rows["charges"].values()
    running.books.dispute(charge["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_DISPUTED"]


def test_a_customer_deleted_before_it_subscribed_is_replaced_too(house: House) -> None:
    """The page that was open for it leads nowhere any more."""
    session = house.lead()
    house.books.delete(house.last("customers")["id"])
    house.sync()
    house.application.work.worker.drain()
    assert house.lead() not in {"", session}
    house.subscribe()
    assert house.codes() == []


def test_a_refused_order_does_not_shut_the_way_to_pay(house: House) -> None:
    """A refund of an invoice that nobody paid is refused for good; subscribing stays possible."""
    house.lead()
    house.application.payments.refund(by=house.sam, tenant_id=house.tenant, invoice="none")
    house.application.work.worker.drain()
    house.clock.at += 2 * DAY
    assert house.lead()


def test_the_debt_of_an_ended_subscription_blocks_nothing_of_a_new_one(running: House) -> None:
    """After all attempts failed the client subscribes anew; its renewal is waited for like any other."""
    running.books.declined.add(running.last("customers")["id"])
    running.go(datetime(2026, 2, 20, tzinfo=UTC))
    assert running.last("subscriptions")["status"] == "canceled"
    running.books.declined.clear()
    running.subscribe()
    assert running.codes() == []
    renewal = running.application.licensing.show(by=running.sam, tenant_id=running.tenant).valid_until
    assert renewal is not None
    running.go(renewal + HOUR / 2)
    assert running.codes() == []
    running.go(renewal + 2 * HOUR)
    assert running.codes() == []


def test_a_renewal_collected_late_is_waited_for_without_letters(running: House) -> None:
    """Vendors collect an hour or more after the period's end."""
    running.books.late[running.last("customers")["id"]] = 20 * 3_600
    running.go(RENEWS + 20 * HOUR)
    assert running.codes() == []
    running.go(RENEWS + 22 * HOUR)
    assert running.codes() == []
    assert running.subjects("license") == []


def test_amounts_have_the_decimals_of_their_currency(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """9,900 yen, which Stripe writes as 9900, in the list of invoices and in the letter to the client."""
    monkeypatch.setattr(shapes, "CURRENCY", "jpy")
    house.subscribe()
    house.activate()
    (invoice,) = house.application.payments.list_invoices(by=house.sam, tenant_id=house.tenant)
    assert invoice.total == "9900 JPY"
    house.books.declined.add(house.last("customers")["id"])
    house.go(RENEWS + 3 * HOUR)
    lines = {line for each in house.mails() for line in _text(each).splitlines() if "JPY" in line}
    assert lines == {"Amount: 9900 JPY"}


def test_billing_by_usage_in_arrears_is_refused_by_name(house: House) -> None:
    """What it costs is known only afterwards, so nothing it pays opens the license; a person is told."""
    house.lead()
    made = house.books.start(house.last("customers")["id"], house.books.now(), {}, metered=True)
    house.sync()
    assert house.codes() == ["FIRST_PAYMENT_PENDING"]
    assert house.incidents() == [("usage billing", made["id"])]


def test_a_dispute_reopened_counts_again(running: House) -> None:
    """Won, taken up again, lost."""
    dispute = running.books.dispute(running.last("charges")["id"])
    running.clock.at += DAY
    running.books.close(dispute["id"], won=True)
    running.sync()
    assert running.codes() == []
    running.clock.at += DAY
    running.books.reopen(dispute["id"])
    running.sync()
    assert running.codes() == ["PAYMENT_DISPUTED"]
    running.clock.at += DAY
    running.books.close(dispute["id"], won=False)
    running.sync()
    assert running.codes() == ["PAYMENT_DISPUTED"]
