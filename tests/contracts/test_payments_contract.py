"""Accounts at the provider of payments, and incidents, in every store."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.payments.errors import AccountTaken
from saas_core.payments.model import Checkout, Incident, PaymentAccount

Anything = Any


def _account(some: Any, account: str = "cus_1", **given: Any) -> PaymentAccount:
    return PaymentAccount(account=account, opened_at=some.at(), **given)


def test_an_account_is_kept_and_leads_to_its_tenant(
    store: Anything, some: Anything, tenant: Anything, other: Anything
) -> None:
    """Changed, it is still the same one; what was not committed leads nowhere."""
    with store.begin(tenant) as work:
        assert work.payments.get() is None
        work.payments.save(_account(some))
    assert store.linked_accounts.find("cus_1") is None
    for subscription in ("", "sub_1"):
        with store.begin(tenant) as work:
            work.payments.save(_account(some, subscription=subscription))
            work.commit()
    with store.read(tenant) as work:
        assert work.payments.get() == _account(some, subscription="sub_1")
    with store.read(other) as work:
        assert work.payments.get() is None
    assert store.linked_accounts.find("cus_1") == tenant


def test_an_account_of_another_client_is_refused(
    store: Anything, some: Anything, tenant: Anything, other: Anything
) -> None:
    """Two clients must never be paid for by one."""
    with store.begin(tenant) as work:
        work.payments.save(_account(some))
        work.commit()
    with store.begin(other) as work, pytest.raises(AccountTaken):
        work.payments.save(_account(some))
    assert store.linked_accounts.find("cus_1") == tenant


def test_accounts_are_paged_in_order(store: Anything, some: Anything) -> None:
    """By their bytes, whatever the language of the database."""
    names = ["cus_B", "cus_a", "cus_b", "cus_10", "cus_9"]
    for name in names:
        with store.begin(some.id()) as work:
            work.payments.save(_account(some, name))
            work.commit()
    first = store.linked_accounts.page("", 3)
    rest = store.linked_accounts.page(first[-1][0], 3)
    assert [name for name, _tenant in (*first, *rest)] == sorted(names)


def test_the_page_opened_last_is_kept_until_it_is_forgotten(store: Anything, some: Anything, tenant: Anything) -> None:
    """Beside the account, which stays."""
    pages = [
        Checkout(ref=f"cs_{number}", url=f"https://x/{number}", opened_at=some.at(), expires_at=some.at(number))
        for number in (1, 2)
    ]
    with store.begin(tenant) as work:
        work.payments.save(_account(some))
        assert work.payments.checkout() is None
        work.commit()
    for page in pages:
        with store.begin(tenant) as work:
            work.payments.save_checkout(page)
            work.commit()
        with store.read(tenant) as work:
            assert work.payments.checkout() == page
    with store.begin(tenant) as work:
        work.payments.save_checkout(None)
        work.commit()
    with store.read(tenant) as work:
        assert work.payments.checkout() is None
        assert work.payments.get() == _account(some)
        with pytest.raises(StoreFault):
            work.payments.save_checkout(None)


def test_incidents_are_open_until_they_end(store: Anything, some: Anything, tenant: Anything, other: Anything) -> None:
    """In the order of kind and subject; the same thing may happen again later."""
    first = Incident(kind="invoice", subject="in_2", says="A", raised_at=some.at())
    second = Incident(kind="invoice", subject="in_1", says="B ü", raised_at=some.at())
    over = Incident(kind="drift", subject="cus_1", says="C", raised_at=some.at(), ended_at=some.at())
    with store.begin(tenant) as work:
        for each in (first, second, over):
            work.incidents.add(each)
        work.commit()
    with store.begin(tenant) as work:
        assert work.incidents.open() == (second, first)
        work.incidents.end(second, some.at(1))
        work.commit()
    again = Incident(kind="invoice", subject="in_1", says="B", raised_at=some.at(2))
    with store.begin(tenant) as work:
        work.incidents.add(again)
        work.commit()
    with store.read(tenant) as work:
        assert work.incidents.open() == (again, first)
        ended = (over, evolve(second, ended_at=some.at(1)))
        assert work.incidents.all() == (*ended, again, first)
    with store.read(other) as work:
        assert work.incidents.open() == ()
