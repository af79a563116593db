"""API keys, sign-in links, sessions, their last uses, and break-glass grants in every store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.model.keys_and_sessions import ApiKey, KeyedLink, Secret, Session, SignInLink
from saas_core.access.values import GrantReason, GrantScope
from saas_core.kernel.errors import StoreFault
from saas_core.policy.circumstances import OpenGrant

Anything = Any


def _api_key(some: Anything, user: Anything, **given: Anything) -> ApiKey:
    fields = {
        "id": some.id(),
        "user_id": user.id,
        "name": "Till 3",
        "scopes": frozenset({"invoices.view", "stock.*"}),
        "secret": Secret("ab" * 32, "abcd"),
        "created_at": some.at(),
        "expires_at": some.at(60),
    }
    return ApiKey(**{**fields, **given})


def _session(some: Anything, user: Anything, **given: Anything) -> Session:
    fields = {"id": some.id(), "user_id": user.id, "secret_hash": "cd" * 32, "created_at": some.at()}
    return Session(**{**fields, "expires_at": some.at(60), **given})


def _link(some: Anything, user: Anything, **given: Anything) -> SignInLink:
    number = some.id()
    fields = {"id": number, "user_id": user.id, "token_hash": f"{number.int:064x}", "created_at": some.at()}
    return SignInLink(**{**fields, "expires_at": some.at(15), **given})


def _grant(some: Anything, **given: Anything) -> BreakGlassGrant:
    fields = {
        "id": some.id(),
        "staff_id": some.id(),
        "reason": GrantReason.LAST_ADMINISTRATOR,
        "why": "Ünal's last owner left",
        "scope": GrantScope.READ,
        "asked_at": some.at(),
        "until": some.at(60),
    }
    return BreakGlassGrant(**{**fields, **given})


def test_api_keys_come_back_as_last_saved_by_id_and_by_user(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Rotated and revoked ones too, in pages by id; their use is kept apart, and a later one is not overwritten."""
    user, colleague = some.user(), some.user()
    first = _api_key(some, user)
    second, foreign = _api_key(some, user, made_with=first.id), _api_key(some, colleague)
    rotated = first.rotated(
        Secret("ef" * 32, "efgh"), at=some.at(1), overlap=timedelta(minutes=5), expires_at=some.at(90)
    )

    def make(work: Anything) -> None:
        for each in (user, colleague):
            work.users.save(each, some.at())
        for each in (first, second, foreign, rotated):
            work.api_keys.save(each)

    change(make)
    epoch = store.epoch(tenant)
    for at in (some.at(3), some.at(2)):
        store.uses.keep(tenant, first.id, at)
    assert store.epoch(tenant) == epoch
    used = evolve(rotated, used_at=some.at(3))
    with store.read(tenant) as work:
        assert work.api_keys.get(first.id) == used
        assert work.api_keys.get(some.id()) is None
        assert work.api_keys.page(user.id, None, 9) == (used, second)
        assert work.api_keys.page(None, first.id, 1) == (second,)
        assert work.api_keys.page(None, second.id, 9) == (foreign,)
    change(lambda work: work.api_keys.save(evolve(used, revoked_at=some.at(7), used_at=None)))
    with store.read(tenant) as work:
        assert work.api_keys.get(first.id) == evolve(used, revoked_at=some.at(7))


def test_sign_in_links_are_found_by_hash_and_by_user_since_an_instant(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Oldest first, used and revoked ones too."""
    user, colleague = some.user(), some.user()
    old, late, early = (_link(some, user, created_at=some.at(minute)) for minute in (0, 9, 5))
    early = evolve(early, device_hash="d" * 64, code_hash="c" * 64)
    tried = early.tried().tried().used(some.at(6))
    revoked = late.revoked(some.at(9))

    def make(work: Anything) -> None:
        for each in (user, colleague):
            work.users.save(each, some.at())
        for each in (old, late, early, _link(some, colleague, created_at=some.at(6)), revoked):
            work.sign_in_links.save(each)

    change(make)
    change(lambda work: work.sign_in_links.save(early.tried()))
    change(lambda work: work.sign_in_links.save(tried))
    with store.read(tenant) as work:
        assert work.sign_in_links.of_user(user.id, some.at(5)) == (tried, revoked)
        assert work.sign_in_links.by_token_hash(late.token_hash) == revoked
        assert work.sign_in_links.by_token_hash("0" * 64) is None


def test_sessions_come_back_and_those_that_may_live_in_pages(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Of one user or of all, without those ended or past their end; with their last use."""
    user, colleague = some.user(), some.user()
    one, over, two, foreign = (
        _session(some, user),
        _session(some, user, expires_at=some.at(30)),
        _session(some, user),
        _session(some, colleague),
    )

    def make(work: Anything) -> None:
        for each in (user, colleague):
            work.users.save(each, some.at())
        for each in (one, over, two, foreign):
            work.sessions.save(each)

    change(make)
    store.uses.keep(tenant, two.id, some.at(20))
    used = evolve(two, used_at=some.at(20))
    with store.read(tenant) as work:
        assert work.sessions.page(user.id, some.at(30), None, 9) == (one, used)
        assert work.sessions.page(None, some.at(30), one.id, 9) == (used, foreign)
    change(lambda work: work.sessions.save(one.ended(some.at(31))))
    with store.read(tenant) as work:
        assert work.sessions.page(user.id, some.at(30), None, 1) == (used,)
        assert work.sessions.get(one.id) == one.ended(some.at(31))
        assert work.sessions.get(some.id()) is None


@pytest.mark.parametrize("kept", ["api_keys", "sign_in_links", "sessions"])
def test_what_lets_somebody_in_needs_its_user(kept: str, some: Anything, change: Anything) -> None:
    """One of an unknown user is refused."""
    make = {"api_keys": _api_key, "sign_in_links": _link, "sessions": _session}[kept]
    with pytest.raises(StoreFault):
        change(lambda work: getattr(work, kept).save(make(some, some.user())))


def test_grants_come_back_newest_first_and_in_force_as_of_an_instant(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Those approved and not ended as they are, or as of an instant; and none at its end."""
    asked, opened, ended = _grant(some), _grant(some, scope=GrantScope.CHANGE), _grant(some, until=some.at(50))
    second = some.id()
    opened, ended = opened.approved(second, some.at(5)), ended.approved(second, some.at(5)).ended("user:1", some.at(9))

    def make(work: Anything) -> None:
        for each in (asked, opened, ended):
            work.break_glass.save(each)

    edition = store.edition(tenant)
    change(make)
    assert store.edition(tenant) > edition
    told = OpenGrant(opened.id, opened.staff_id, changes=True, until=opened.until)
    former = OpenGrant(ended.id, ended.staff_id, changes=False, until=ended.until)
    with store.read(tenant) as work:
        grants = work.break_glass
        assert grants.page(None, 9) == (ended, opened, asked)
        assert grants.page(ended.id, 1) == (opened,)
        assert (grants.get(opened.id), grants.get(second)) == (opened, None)
        assert grants.in_force(some.at(20)) == (told,)
        assert grants.in_force(some.at(60)) == ()
        assert grants.in_force(some.at(20), some.at(4)) == ()
        assert grants.in_force(some.at(20), some.at(8)) == (told, former)
        assert grants.in_force(some.at(20), some.at(9)) == (told,)


def test_no_store_keeps_a_grant_that_its_asker_approved(some: Anything, change: Anything) -> None:
    """Whoever writes it past the rules."""
    alone = _grant(some)
    with pytest.raises(StoreFault):
        change(lambda work: work.break_glass.save(evolve(alone, approved_by=alone.staff_id, approved_at=some.at(1))))


def test_nothing_of_another_tenant_is_seen(
    store: Anything, tenant: Anything, other: Anything, some: Anything, change: Anything
) -> None:
    """Neither a credential nor its use, nor a grant, also under the same id."""
    user = some.user()
    key, grant = _api_key(some, user), _grant(some).approved(some.id(), some.at(1))

    def make(work: Anything) -> None:
        work.users.save(user, some.at())
        work.api_keys.save(key)
        work.break_glass.save(grant)

    change(make)
    store.uses.keep(other, key.id, some.at(2))
    with store.read(other) as work:
        assert (work.api_keys.get(key.id), work.break_glass.in_force(some.at(2))) == (None, ())
    with store.read(tenant) as work:
        assert work.api_keys.get(key.id) == key


def test_what_let_somebody_in_long_ago_is_forgotten(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """So many at once, those of other clients not, and what comes after the instant neither; a last use goes along."""
    user = some.user()
    old, older, young = (_session(some, user, expires_at=some.at(minutes)) for minutes in (10, 5, 20))
    spent, fresh = _link(some, user, created_at=some.at(5)), _link(some, user, created_at=some.at(10))

    def make(work: Anything) -> None:
        work.users.save(user, some.at())
        for each in (old, older, young):
            work.sessions.save(each)
        for each in (spent, fresh):
            work.sign_in_links.save(each)

    change(make)
    for each in (old, young):
        store.uses.keep(tenant, each.id, some.at(1))
    with store.begin(tenant) as work:
        assert work.sessions.forget(some.at(11), 1) == 1
        assert work.sessions.forget(some.at(11), 5) == 1
        assert work.sessions.forget(some.at(11), 5) == 0
        assert work.sign_in_links.forget(some.at(10), 5) == 1
        work.commit()
    with store.read(tenant) as work:
        assert [work.sessions.get(each.id) for each in (old, older)] == [None, None]
        assert work.sessions.get(young.id) == evolve(young, used_at=some.at(1))
        assert work.sign_in_links.by_token_hash(spent.token_hash) is None
        assert work.sign_in_links.of_user(user.id, some.at()) == (fresh,)
    change(lambda work: work.sessions.save(old))
    with store.read(tenant) as work:
        assert work.sessions.get(old.id) == old


def test_uses_of_grants_and_keyed_links_come_back_as_last_saved(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Uses by grant and oldest first; links by their token, by their holder, and no more once they are forgotten."""
    grant, other = _grant(some), _grant(some, by_client=True)
    uses = [
        GrantUse(id=some.id(), grant_id=each.id, at=some.at(place), action="people.read", subject="grant:1")
        for place, each in enumerate((grant, other, grant))
    ]
    about = {"id": some.id(), "holder": "user:1", "token_hash": "1" * 64, "expires_at": some.at(9)}
    link = KeyedLink(**about, created_at=some.at(), grant_id=grant.id)
    own = KeyedLink(**{**about, "id": some.id(), "holder": "staff:1", "token_hash": "2" * 64}, created_at=some.at(1))

    def make(work: Anything) -> None:
        for each in (grant, other.confirmed(some.id(), some.at(1))):
            work.break_glass.save(each)
        for use in uses:
            work.grant_uses.save(use)
        for one in (own, link):
            work.keyed_links.save(one)

    change(make)
    back = uses[2].revoked(some.at(5))
    change(lambda work: (work.grant_uses.save(back), work.keyed_links.save(link.used(some.at(2)))))
    with store.read(tenant) as work:
        assert work.break_glass.get(other.id).confirmed_by is not None
        assert work.grant_uses.of_grant(grant.id, None, 9) == (uses[0], back)
        assert work.grant_uses.of_grant(grant.id, uses[0].id, 9) == (back,)
        assert work.keyed_links.by_token_hash("1" * 64) == link.used(some.at(2))
        assert work.keyed_links.of_holder("staff:1") == (own,)
        assert work.keyed_links.by_token_hash("3" * 64) is None
    change(lambda work: work.keyed_links.forget(some.at(1), 9))
    with store.read(tenant) as work:
        assert work.keyed_links.by_token_hash("1" * 64) is None
        assert work.keyed_links.of_holder("staff:1") == (own,)


@pytest.mark.parametrize("kept", ["grant_uses", "keyed_links"])
def test_what_is_about_a_grant_needs_it(kept: str, some: Anything, change: Anything) -> None:
    """One of an unknown grant is refused."""
    about = {"id": some.id(), "grant_id": some.id()}
    made = {
        "grant_uses": lambda: GrantUse(**about, at=some.at(), action="people.read", subject="x"),
        "keyed_links": lambda: KeyedLink(
            **about, holder="user:1", token_hash="1" * 64, created_at=some.at(), expires_at=some.at(9)
        ),
    }[kept]()
    with pytest.raises(StoreFault):
        change(lambda work: getattr(work, kept).save(made))
