"""The license in every store: one for each tenant, with facts that are only added."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from attrs import evolve, fields

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import HoldId, LicenseId, StaffId, UserId
from saas_core.licensing import events
from saas_core.licensing.errors import LicenseExists
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.values import HoldKind

Anything = Any
KINDS = get_args(LicenseFact)


def fact(kind: type[LicenseFact], some: Anything) -> LicenseFact:
    """Make a fact of a kind with every field filled."""
    values = {
        "effective_at": some.at(),
        "recorded_at": some.at(1),
        "since": some.at(2),
        "until": some.at(3),
        "invoice": "in-7 ü",
        "processing": True,
        "dispute": "d-1",
        "version": "2026-01",
        "digest": "ab" * 32,
        "full": True,
        "renews": False,
        "said": "it renews",
        "at_period_end": True,
        "hold": HoldId(some.id()),
        "kind": HoldKind.ABUSE,
        "why": "because | of it",
        "clause": "0.2",
        "by": StaffId(some.id()) if kind is not events.TermsAccepted else UserId(some.id()),
    }
    return kind(**{each.name: values[each.name] for each in fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_fact_comes_back_as_it_was(
    store: Anything, tenant: Anything, some: Anything, change: Anything, kind: type[LicenseFact]
) -> None:
    """Each field of each kind survives, and so does the fact's key."""
    license_, learned = some.license(tenant), fact(kind, some)
    change(lambda work: work.licenses.open(license_))
    change(lambda work: work.licenses.append(license_.id, (learned,)))
    with store.read(tenant) as work:
        assert work.licenses.get() == evolve(license_, facts=(learned,))
        assert work.licenses.get().facts[0].key == learned.key


def test_facts_stand_in_the_order_in_which_they_were_learned(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Those of the opening first, then each batch; what they say and when it is true does not matter."""
    facts = tuple(fact(kind, some) for kind in reversed(KINDS))
    license_ = some.license(tenant, facts=facts[:2])
    change(lambda work: work.licenses.open(license_))
    change(lambda work: work.licenses.append(license_.id, facts[2:5]))
    change(lambda work: work.licenses.append(license_.id, facts[5:]))
    with store.read(tenant) as work:
        assert work.licenses.get().facts == facts


def test_a_fact_learned_twice_is_one_fact(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """A repetition, in the same batch or a later one, is passed over; the first learning stays."""
    license_ = some.license(tenant)
    first = events.InvoiceOverdue(effective_at=some.at(), recorded_at=some.at(5), invoice="1")
    again = evolve(first, recorded_at=some.at(9))
    news = evolve(first, invoice="2")
    change(lambda work: work.licenses.open(license_))
    change(lambda work: work.licenses.append(license_.id, (first, again)))
    change(lambda work: work.licenses.append(license_.id, (again, news, again)))
    with store.read(tenant) as work:
        assert work.licenses.get().facts == (first, news)


def test_a_tenant_has_one_license(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """Opening a second one is refused, in the same unit of work and later; the first stays."""
    license_ = some.license(tenant)

    def open_twice(work: Anything) -> None:
        work.licenses.open(license_)
        with pytest.raises(LicenseExists):
            work.licenses.open(some.license(tenant))

    change(open_twice)
    with store.begin(tenant) as work, pytest.raises(LicenseExists):
        work.licenses.open(some.license(tenant))
    with store.read(tenant) as work:
        assert work.licenses.get() == license_


def test_facts_need_their_license(some: Anything, change: Anything) -> None:
    """Facts of an unknown license are refused, not kept for nobody."""
    with pytest.raises(StoreFault):
        change(lambda work: work.licenses.append(LicenseId(some.id()), (fact(events.Resumed, some),)))


def test_a_tenant_without_license_has_none(store: Anything, tenant: Anything) -> None:
    """Nothing stands where nothing was opened."""
    with store.read(tenant) as work:
        assert work.licenses.get() is None
