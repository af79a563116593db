"""Terms, permissions and staff in every store: the provider's, and who may read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.catalogue import Permission
from saas_core.policy.errors import TermsFrozen
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import StoredTerms

Anything = Any


def test_terms_come_back_whole_in_every_tenant(store: Anything, tenant: Anything) -> None:
    """The shipped version survives with every clause, action, setting and the exact document."""
    terms = shipped_terms()
    with store.begin(PROVIDER) as work:
        work.terms.put(terms)
        assert work.terms.get(terms.version) == terms
        work.commit()
    for scope in (PROVIDER, tenant):
        with store.read(scope) as work:
            assert work.terms.get(terms.version) == terms
            assert work.terms.all() == (terms,)
            assert work.terms.stored() == (StoredTerms(terms.version, terms.digest, terms),)
            assert work.terms.get("none") is None


def test_terms_stand_in_the_order_of_their_offering(store: Anything) -> None:
    """A version offered earlier stands first, whatever it is called and whenever it was put."""
    late = shipped_terms()
    early = evolve(late, version="2030-01", digest="0" * 64, effective_from=late.effective_from - timedelta(days=9))
    with store.begin(PROVIDER) as work:
        work.terms.put(late)
        work.terms.put(early)
        work.commit()
    with store.read(PROVIDER) as work:
        assert [each.version for each in work.terms.all()] == ["2030-01", late.version]


def test_a_version_of_the_terms_never_changes(store: Anything) -> None:
    """The same text again is nothing new; another text under the same version is refused."""
    terms = shipped_terms()
    with store.begin(PROVIDER) as work:
        work.terms.put(terms)
        work.terms.put(terms)
        work.commit()
    with store.begin(PROVIDER) as work:
        work.terms.put(terms)
        with pytest.raises(TermsFrozen):
            work.terms.put(evolve(terms, digest="0" * 64, document="other"))
    with store.read(PROVIDER) as work:
        assert work.terms.all() == (terms,)


def test_permissions_are_read_by_all_by_name(store: Anything, tenant: Anything) -> None:
    """They come sorted by name, and one of a known name gets the new title."""
    with store.begin(PROVIDER) as work:
        work.permissions.put((Permission("b.b", "B"), Permission("a.z", "Z"), Permission("b_a.a", "_")))
        work.commit()
    with store.begin(PROVIDER) as work:
        work.permissions.put((Permission("a.z", "New"), Permission("c.c", "C")))
        work.commit()
    expected = (Permission("a.z", "New"), Permission("b.b", "B"), Permission("b_a.a", "_"), Permission("c.c", "C"))
    for scope in (PROVIDER, tenant):
        with store.read(scope) as work:
            assert work.permissions.all() == expected


def test_permissions_are_read_as_of_an_instant(store: Anything, some: Anything) -> None:
    """One registered later is not there yet; a new title does not make it younger."""
    with store.begin(PROVIDER) as work:
        work.permissions.put((Permission("a.a", "A", some.at()), Permission("b.b", "B", some.at(5))))
        work.commit()
    with store.begin(PROVIDER) as work:
        work.permissions.put((Permission("a.a", "New", some.at(9)),))
        work.commit()
    with store.read(PROVIDER) as work:
        assert work.permissions.all(some.at(-1)) == ()
        assert work.permissions.all(some.at()) == (Permission("a.a", "New", some.at()),)
        assert [each.name for each in work.permissions.all(some.at(5))] == ["a.a", "b.b"]


def test_a_tenant_cannot_change_what_is_the_providers(store: Anything, tenant: Anything) -> None:
    """Terms and permissions are put in the provider's scope alone."""
    with store.begin(tenant) as work:
        with pytest.raises(StoreFault):
            work.terms.put(shipped_terms())
        with pytest.raises(StoreFault):
            work.permissions.put((Permission("a.a", "A"),))
    with store.read(PROVIDER) as work:
        assert work.terms.all() == ()
        assert work.permissions.all() == ()


def test_staff_is_known_to_the_provider_alone(store: Anything, tenant: Anything, some: Anything) -> None:
    """Members come back as saved, changed ones as last saved; a tenant's work finds none."""
    member, leaver = some.member(), some.member(active=False, permissions=frozenset())
    with store.begin(PROVIDER) as work:
        work.staff.save(member, some.at())
        work.staff.save(leaver, some.at())
        work.commit()
    gone = evolve(member, active=False)
    with store.begin(PROVIDER) as work:
        work.staff.save(gone, some.at(1))
        work.commit()
    with store.read(PROVIDER) as work:
        assert work.staff.get(member.id) == gone
        assert work.staff.all() == (gone, leaver)
    with store.read(tenant) as work:
        assert work.staff.get(member.id) is None
        assert work.staff.all() == ()
