"""Notices by mail: on each occasion, once for each cause, to the owners and the contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from saas_app import initialize, open_application, settings_at
from saas_aws import Notifications, SesFeedback
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.signals import SignalRefused
from saas_core.licensing.values import HoldKind
from saas_core.policy.shipped import shipped_document
from saas_core.work.inbox import EndpointUnknown
from saas_sandbox.ses import Accepted, Fault, SimulatedSes
from simulated import Simulated
from simulated_mail import mailer
from street import Clock, Street

Anything = Any
OLIVIA, OFFICE = "olivia@harbor.example", "office@harbor.example"


@define
class Town:
    """A street whose mail leaves over a simulated SES, and one client in it, activated."""

    street: Street
    ses: SimulatedSes
    fetched: list[str]
    owner: ClientUser

    @property
    def application(self) -> Any:
        return self.street.application

    @property
    def tenant_id(self) -> Any:
        return self.street.clients["harbor"]

    def wait(self, **span: float) -> None:
        """Let time go by, hear what Stripe has to tell, and do what is due."""
        self.street.wait(**span)
        self.street.stripe.billing.now()
        self.street.deliver()

    def letters(self, to: str = OLIVIA) -> list[str]:
        """Take out the subjects of what came to an address, in its order."""
        found = [each.subject for each in self.ses.mailbox if to in each.to]
        self.ses.mailbox[:] = [each for each in self.ses.mailbox if to not in each.to]
        return found

    def taken(self) -> list[Accepted]:
        """Take out all mail."""
        found, self.ses.mailbox[:] = list(self.ses.mailbox), []
        return found

    def post(self, body: bytes) -> bool:
        """Let SNS post."""
        return self.application.work.inbox.receive(endpoint="ses", body=body, headers={})


def _settled(street: Street, ses: SimulatedSes) -> ClientUser:
    """Take the client on, have it pay over Stripe, and activate it."""
    app, sam = street.application, street.staff
    tenant_id = street.add("harbor")
    account = {"legal_name": "Harbor Foods Ltd", "country": "DE", "time_zone": "Europe/Berlin", "language": "en"}
    app.tenancy.configure_account(by=sam, tenant_id=tenant_id, contact_email=OFFICE, **account)
    invited = app.access.people.invite_user(by=sam, tenant_id=tenant_id, name="Olivia Hart", email=OLIVIA, owner=True)
    app.work.worker.drain()
    token = re.search(r"inv_\S+", ses.mailbox[-1].text)
    assert token is not None
    terms = app.policy.offered_terms().digest
    app.access.invitations.accept(token=token[0], accept_terms=terms)
    street.subscribe("harbor")
    street.deliver()
    app.tenancy.activate(by=sam, tenant_id=tenant_id)
    return ClientUser(tenant_id, invited.user_id)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Yield one over SQLite."""
    clock = Clock()
    stripe, ses = Simulated.of(clock), SimulatedSes(clock)
    fetched: list[str] = []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        return ses.topic.certificate(url)

    settings = settings_at(tmp_path / "home")
    initialize(settings)
    feedback = SesFeedback(Notifications((ses.topic.arn,), fetch, clock), fetch)
    with open_application(
        settings, clock=clock, payments=stripe.payments, mailer=mailer(ses), feedback=feedback
    ) as application:
        staff = application.access.staff
        sam = staff.authenticate(str(staff.first(name="Sam", email="sam@provider.example").key))
        street = Street(application, stripe.stripe, clock, sam)
        owner = _settled(street, ses)
        application.work.worker.drain()
        yield Town(street, ses, fetched, owner)


def test_an_activated_client_is_welcomed(town: Town) -> None:
    """Its owner by name, and the contact of its account; by text and HTML, once however often someone looks."""
    welcome = [each for each in town.taken() if "is active" in each.subject]
    assert sorted(each.to for each in welcome) == [(OFFICE,), (OLIVIA,)]
    assert {each.subject for each in welcome} == {"The instance of Harbor Foods Ltd is active"}
    (to_olivia,) = (each for each in welcome if OLIVIA in each.to)
    assert "Olivia Hart" in to_olivia.text
    assert "Olivia Hart" in to_olivia.html
    town.street.reconciled()
    town.wait(hours=1)
    assert town.taken() == []


def test_a_license_renewed_by_stripe_is_told_of_when_a_payment_fails(town: Town) -> None:
    """The failed payment with its page, the lapse, and its end; nothing about the months that went well."""
    town.taken()
    for _month in range(2):
        town.wait(days=30)
        town.wait(hours=2)
    assert town.taken() == []
    books = town.street.stripe.billing
    books.declined = {town.street.account("harbor")}
    town.wait(days=30)
    town.wait(hours=2)
    failed, lapsed = [each for each in town.taken() if OLIVIA in each.to]
    (invoice,) = books.of("invoices", status="open")
    assert failed.subject == f"A payment for invoice {invoice['number']} of Harbor Foods Ltd failed"
    assert invoice["hosted_invoice_url"] in failed.text
    assert lapsed.subject == "The license of Harbor Foods Ltd has lapsed"
    town.wait(days=1)
    assert town.letters() == []
    books.declined = set()
    books.pay(invoice["id"])
    town.wait(minutes=1)
    assert town.letters() == ["The license of Harbor Foods Ltd is in good standing again"]


def test_a_license_that_ends_is_told_of_a_week_before(town: Town) -> None:
    """A canceled license is announced a week before its period ends; the lapse follows at that instant."""
    town.taken()
    town.application.licensing.cancel(by=town.owner, tenant_id=town.tenant_id)
    town.wait(days=22)
    assert town.letters() == []
    town.wait(days=2)
    (subject,) = town.letters()
    assert subject.startswith("The license of Harbor Foods Ltd lapses on February 14, 2026")
    town.wait(days=6)
    assert town.letters() == ["The license of Harbor Foods Ltd has lapsed"]


def test_holds_and_new_terms_are_told(town: Town) -> None:
    """Each when it happens, by the same commands that staff types."""
    town.taken()
    app, sam = town.application, town.street.staff
    why = "Keys used from two continents."
    held = app.licensing.place_hold(by=sam, tenant_id=town.tenant_id, kind=HoldKind.ABUSE, why=why, clause="1.3")
    app.work.worker.drain()
    (placed,) = (each for each in town.taken() if OLIVIA in each.to)
    assert why in placed.text
    app.licensing.lift_hold(by=sam, tenant_id=town.tenant_id, hold=held.holds[0].id, why="The keys were replaced.")
    later = (town.street.clock.at + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    document = re.sub(rb'version = "[^"]+"', b'version = "next"', shipped_document(), count=1)
    document = re.sub(rb"effective_from = \S+", b"effective_from = " + later, document)
    version = app.policy.publish_terms(by=sam, document=document).version
    app.work.worker.drain()
    lifted, terms = town.letters()
    assert lifted == "The provider lifted a hold on the license of Harbor Foods Ltd"
    assert version in terms


def test_who_is_no_owner_any_more_gets_nothing(town: Town) -> None:
    """The recipients are decided with the cause; whether they may still read it, when it is mailed."""
    app = town.application
    invited = app.access.people.invite_user(
        by=town.owner, tenant_id=town.tenant_id, name="Mia", email="mia@harbor.example", owner=True
    )
    app.work.worker.drain()
    token = re.search(r"inv_\S+", town.taken()[-1].text)
    assert token is not None
    app.access.invitations.accept(token=token[0])
    app.licensing.cancel(by=town.owner, tenant_id=town.tenant_id)
    town.ses.fail(Fault.AWAY, Fault.AWAY, Fault.AWAY)
    town.wait(days=25)
    app.access.people.deactivate(by=town.owner, tenant_id=town.tenant_id, user_id=invited.user_id)
    town.wait(hours=1)
    assert sorted(each.to[0] for each in town.taken()) == [OFFICE, OLIVIA]


def test_a_lapse_that_is_over_is_not_told_late(town: Town) -> None:
    """While SES was away the client paid: nobody reads of the failed payment or the lapse any more."""
    town.taken()
    books = town.street.stripe.billing
    books.declined = {town.street.account("harbor")}
    town.ses.fail(*[Fault.AWAY] * 40)
    town.wait(days=30)
    town.wait(hours=2)
    (invoice,) = books.of("invoices", status="open")
    books.declined = set()
    books.pay(invoice["id"])
    town.street.deliver()
    town.ses._faults.clear()
    town.wait(hours=2)
    assert town.letters() == ["The license of Harbor Foods Ltd is in good standing again"]


def test_a_lost_answer_sends_a_mail_twice_at_most(town: Town) -> None:
    """The third time it is given up and shown as unknown; the letters of others leave meanwhile."""
    town.taken()
    app, sam = town.application, town.street.staff
    app.licensing.place_hold(by=sam, tenant_id=town.tenant_id, kind=HoldKind.ABUSE, why="x", clause="1.3")
    town.ses.fail(Fault.LOST, Fault.LOST, Fault.LOST, Fault.LOST)
    for _ in range(5):
        app.work.worker.drain()
        town.wait(hours=2)
    assert sorted(each.to[0] for each in town.taken()) == [OFFICE, OFFICE, OLIVIA, OLIVIA]
    shown = [each.state for each in app.mail.list_mailings(by=sam)]
    assert shown.count("unknown") == 2
    assert not app.work.outbox.list_tasks(by=sam, parked=True)


def test_where_mail_is_unwanted_none_is_sent(town: Town) -> None:
    """A complaint, signed by SNS, suppresses the address for every letter; staff may lift that."""
    app, sam = town.application, town.street.staff
    (first, *_) = (each for each in town.taken() if OLIVIA in each.to)
    assert town.post(town.ses.complain(first))
    assert not town.post(town.ses.topic.notification("{}"))
    assert app.mail.look_up(by=sam, address="Olivia@Harbor.example").why == "complaint"
    assert OLIVIA not in str(app.mail.list_suppressed(by=sam))
    # What SES itself would hold back does not count here.
    town.ses.suppressed.clear()
    place = {"by": sam, "tenant_id": town.tenant_id, "kind": HoldKind.ABUSE, "why": "x", "clause": "1.3"}
    app.licensing.place_hold(**place)
    app.work.worker.drain()
    assert [each.to for each in town.taken()] == [(OFFICE,)]
    app.mail.lift(by=sam, address=OLIVIA)
    app.licensing.place_hold(**place)
    app.work.worker.drain()
    assert sorted(each.to[0] for each in town.taken()) == [OFFICE, OLIVIA]


def test_what_sns_did_not_sign_suppresses_nobody(town: Town) -> None:
    """Altered, of another topic, or no JSON at all: refused, and nothing of it is kept."""
    (first, *_) = (each for each in town.taken() if OLIVIA in each.to)
    body = town.ses.complain(first)
    for wrong in (body.replace(b"olivia", b"oliver"), body.replace(b"mail-feedback", b"other-topic"), b"", b"{}"):
        with pytest.raises(SignalRefused):
            town.post(wrong)
    assert town.application.mail.list_suppressed(by=town.street.staff) == ()


def test_the_subscription_of_the_topic_is_confirmed(town: Town) -> None:
    """By opening the address that SNS signed; one that ended is left so."""
    before = len(town.fetched)
    assert not town.post(town.ses.topic.confirmation())
    assert any("Action=ConfirmSubscription" in each for each in town.fetched[before:])
    before = len(town.fetched)
    assert not town.post(town.ses.topic.confirmation(ended=True))
    assert not any("Action=ConfirmSubscription" in each for each in town.fetched[before:])


def test_without_a_topic_the_endpoint_is_off(tmp_path: Path) -> None:
    """Nothing could be verified there."""
    settings = settings_at(tmp_path / "home")
    initialize(settings)
    with open_application(settings) as application, pytest.raises(EndpointUnknown):
        application.work.inbox.receive(endpoint="ses", body=b"{}", headers={})


def test_what_is_no_address_cannot_be_looked_up(town: Town) -> None:
    """The field is named."""
    for call in (town.application.mail.look_up, town.application.mail.lift):
        with pytest.raises(InvalidValue) as caught:
            call(by=town.street.staff, address="olivia")
        assert caught.value.field == "address"
