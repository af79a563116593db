"""Tenants and the directory of short names in every store."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy.errors import SlugTaken

Anything = Any


@pytest.mark.parametrize("kind", LicenseeKind)
def test_a_tenant_comes_back_as_it_was_saved(
    store: Anything, tenant: Anything, some: Anything, change: Anything, kind: LicenseeKind
) -> None:
    """Before and after account configuration and activation, for every kind of licensee."""
    saved = some.tenant(tenant, kind=kind)
    for stage in (saved, saved.configured(some.account()), saved.configured(some.account()).activated(some.at(5))):
        change(lambda work, stage=stage: work.tenants.save(stage))
        with store.read(tenant) as work:
            assert work.tenants.get() == stage


def test_a_tenant_not_added_is_none(store: Anything, tenant: Anything) -> None:
    """Nothing stands where nothing was added."""
    with store.read(tenant) as work:
        assert work.tenants.get() is None


def test_a_short_name_leads_to_its_tenant(store: Anything, tenant: Anything, other: Anything) -> None:
    """Claimed inside a unit of work or outside, it is found both ways; an unknown one is None."""
    with store.begin(tenant) as work:
        work.directory.claim("acme", tenant)
        assert work.directory.find("acme") == tenant
        work.commit()
    store.directory.claim("beta", other)
    assert (store.directory.find("acme"), store.directory.find("beta")) == (tenant, other)
    assert store.directory.find("gamma") is None
    assert store.directory.count() == 2
    with store.read(other) as work:
        assert work.directory.find("acme") == tenant


def test_a_short_name_is_claimed_once(store: Anything, tenant: Anything, other: Anything) -> None:
    """Its holder may claim it again; anybody else is refused and may go on with another name."""
    store.directory.claim("acme", tenant)
    store.directory.claim("acme", tenant)
    with pytest.raises(SlugTaken):
        store.directory.claim("acme", other)
    with store.begin(other) as work:
        with pytest.raises(SlugTaken):
            work.directory.claim("acme", other)
        work.directory.claim("acme-2", other)
        work.commit()
    assert store.directory.page("", 10) == (("acme", tenant), ("acme-2", other))


def test_of_two_that_claim_a_name_at_once_one_gets_it(store: Anything, tenant: Anything, other: Anything) -> None:
    """The second waits for the first to end, then is refused."""
    first_claimed, answers = threading.Event(), []

    def second() -> None:
        first_claimed.wait()
        try:
            store.directory.claim("acme", other)
        except SlugTaken as refused:
            answers.append(refused)

    racing = threading.Thread(target=second)
    racing.start()
    with store.begin(tenant) as work:
        work.directory.claim("acme", tenant)
        first_claimed.set()
        racing.join(timeout=0.1)
        work.commit()
    racing.join()
    assert len(answers) == 1
    assert store.directory.find("acme") == tenant


def test_short_names_are_read_in_pages(store: Anything, some: Anything) -> None:
    """In the order of their bytes, hyphens and digits included, without repeating or passing over one."""
    names = ["a", "a-b", "a1", "aa", "b", "z-9"]
    holders = {name: TenantId(some.id()) for name in reversed(names)}
    for name, holder in holders.items():
        store.directory.claim(name, holder)
    assert store.directory.page("", 4) == tuple((name, holders[name]) for name in names[:4])
    assert store.directory.page("aa", 4) == tuple((name, holders[name]) for name in names[4:])
    assert store.directory.page("z-9", 4) == ()
