"""Mailings, suppressed addresses, notices and open invoices, in every store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.money import Money
from saas_core.kernel.notices import Notice
from saas_core.mail.mailings import Mailing, MailState, Suppression
from saas_core.payments.model import OpenInvoice

Anything = Any


def test_how_far_a_mail_came_is_kept(store: Anything, some: Anything) -> None:
    """As it was saved last; pages go by id, of one state or of any."""
    ids = sorted(some.id() for _ in range(4))
    for each in ids:
        assert store.mailings.get(each) is None
        store.mailings.save(Mailing(id=each, state=MailState.SENDING, unanswered=1, changed_at=some.at()))
    sent = Mailing(id=ids[1], state=MailState.SENT, unanswered=0, changed_at=some.at(5))
    assert store.mailings.advance(sent)
    assert store.mailings.get(ids[1]) == sent
    assert [each.id for each in store.mailings.page(None, 3)] == ids[:3]
    assert [each.id for each in store.mailings.page(ids[2], 3)] == ids[3:]
    assert store.mailings.page(None, 9, MailState.SENT) == (sent,)


def test_news_of_a_mail_is_never_taken_back(store: Anything, some: Anything) -> None:
    """Neither by news that says less, nor by whoever was handing it over once more meanwhile."""
    mail = some.id()

    def told(state: MailState, unanswered: int = 0) -> Mailing:
        return Mailing(id=mail, state=state, unanswered=unanswered, changed_at=some.at())

    assert not store.mailings.advance(told(MailState.DELIVERED))
    assert store.mailings.get(mail) is None
    store.mailings.save(told(MailState.SENDING, 1))
    assert store.mailings.advance(told(MailState.DELIVERED))
    store.mailings.save(told(MailState.SENDING, 1))
    assert store.mailings.get(mail) == told(MailState.DELIVERED)
    assert store.mailings.advance(told(MailState.COMPLAINED))
    for state in (MailState.SENT, MailState.DELIVERED, MailState.BOUNCED, MailState.COMPLAINED):
        assert not store.mailings.advance(told(state))
    assert store.mailings.get(mail) == told(MailState.COMPLAINED)


def test_an_address_is_suppressed_once_and_lifted_in_a_unit_of_work(store: Anything, some: Anything) -> None:
    """The first reason stays; lifting lasts only if it is committed, and news from before it changes nothing."""
    first = Suppression(address="b" * 64, why="bounce", since=some.at(), mail=some.id())
    assert store.suppressions.get(first.address) is None
    assert store.suppressions.add(first)
    assert not store.suppressions.add(Suppression(address=first.address, why="complaint", since=some.at(1)))
    other = Suppression(address="a" * 64, why="complaint", since=some.at(2))
    store.suppressions.add(other)
    assert store.suppressions.page("", 5) == (other, first)
    assert store.suppressions.page(other.address, 5) == (first,)
    with store.begin(PROVIDER) as work:
        assert work.suppressions.lift(first.address, some.at(5))
    assert store.suppressions.get(first.address) == first
    with store.begin(PROVIDER) as work:
        assert work.suppressions.lift(first.address, some.at(5))
        assert not work.suppressions.lift(first.address, some.at(6))
        assert not work.suppressions.lift("c" * 64, some.at(6))
        work.commit()
    assert store.suppressions.get(first.address) is None
    assert store.suppressions.page("", 5) == (other,)
    for before in (first, evolve(first, since=some.at(5))):
        assert not store.suppressions.add(before)
        assert store.suppressions.get(first.address) is None
    anew = Suppression(address=first.address, why="complaint", since=some.at(6))
    assert store.suppressions.add(anew)
    assert store.suppressions.get(first.address) == anew
    assert not store.suppressions.add(evolve(anew, since=some.at(9)))
    with store.read(PROVIDER) as work, pytest.raises(StoreFault):
        work.suppressions.lift(other.address, some.at(7))


def test_what_a_client_was_told_is_kept_by_its_cause(
    store: Anything, some: Anything, tenant: Anything, other: Anything
) -> None:
    """Other clients know nothing of it."""
    notice = Notice(kind="hold_placed", cause="hold:1", facts={"why": "Grüße \U0001f600", "clause": "1.3"})
    with store.begin(tenant) as work:
        assert work.notices.causes() == frozenset()
        work.notices.add(notice, some.at())
        work.commit()
    with store.read(tenant) as work:
        assert work.notices.causes() == {"hold:1"}
        assert work.notices.get("hold:1") == notice
        assert work.notices.get("hold:2") is None
    with store.read(other) as work:
        assert work.notices.causes() == frozenset()
        assert work.notices.get("hold:1") is None


def test_open_invoices_are_those_kept_last(store: Anything, some: Anything, tenant: Anything, other: Anything) -> None:
    """In the order of their references; of each client its own."""

    def invoice(ref: str, due: datetime | None = None) -> OpenInvoice:
        return OpenInvoice(ref=ref, number=ref.upper(), owed=Money(49000, "USD"), due_at=due, failed=due is None)

    first = (invoice("in_B"), invoice("in_a", some.at(3)))
    with store.begin(tenant) as work:
        work.open_invoices.keep(reversed(first))
        work.commit()
    with store.read(tenant) as work:
        assert work.open_invoices.all() == first
    with store.begin(tenant) as work:
        work.open_invoices.keep((invoice("in_a"), invoice("in_c")))
        assert [each.ref for each in work.open_invoices.all()] == ["in_a", "in_c"]
        work.commit()
    with store.read(tenant) as work:
        assert work.open_invoices.all() == (invoice("in_a"), invoice("in_c"))
    with store.begin(tenant) as work:
        work.open_invoices.keep(())
        work.commit()
    with store.read(tenant) as work, store.read(other) as elsewhere:
        assert work.open_invoices.all() == elsewhere.open_invoices.all() == ()


def test_mailings_and_lifted_addresses_of_long_ago_are_forgotten(store: Anything, some: Anything) -> None:
    """So many at once; what is still to be handed over stays, and an address that gets no mail does."""
    states = (MailState.SENT, MailState.BOUNCED, MailState.SENDING, MailState.REFUSED, MailState.SENT)
    ids = sorted(some.id() for _ in states)
    for number, (mail, state) in enumerate(zip(ids, states, strict=True)):
        store.mailings.save(Mailing(id=mail, state=state, unanswered=0, changed_at=some.at(number)))
    assert store.mailings.forget(some.at(4), 1) == 1
    assert store.mailings.forget(some.at(4), 5) == 1
    assert store.mailings.forget(some.at(4), 5) == 0
    assert [each.id for each in store.mailings.page(None, 9)] == ids[2:]
    held, lifted, late = (Suppression(address=each * 64, why="bounce", since=some.at()) for each in "def")
    for each in (held, lifted, late):
        store.suppressions.add(each)
    with store.begin(PROVIDER) as work:
        work.suppressions.lift(lifted.address, some.at(1))
        work.suppressions.lift(late.address, some.at(2))
        work.commit()
    assert store.suppressions.forget(some.at(2), 5) == 1
    assert store.suppressions.forget(some.at(2), 5) == 0
    assert store.suppressions.get(held.address) == held
    assert store.suppressions.add(lifted)
    assert not store.suppressions.add(evolve(late, since=some.at(2)))
