"""Invitations and keys in every store."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER

Anything = Any


def test_an_invitation_is_found_by_the_hash_of_its_token(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """New, used or revoked, it comes back as last saved; another hash finds nothing."""
    user = some.user()
    invitation = some.invitation(user)

    def invite(work: Anything) -> None:
        work.users.save(user, some.at())
        work.invitations.save(invitation)
        assert work.invitations.by_token_hash(invitation.token_hash) == invitation

    change(invite)
    for course in ({}, {"used_at": some.at(3)}, {"revoked_at": some.at(4)}):
        saved = evolve(invitation, **course)
        change(lambda work, saved=saved: work.invitations.save(saved))
        with store.read(tenant) as work:
            assert work.invitations.by_token_hash(invitation.token_hash) == saved
            assert work.invitations.by_token_hash("0" * 64) is None


def test_invitations_of_a_user_come_oldest_first(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """All of the user's and nobody else's, each as last saved."""
    user, colleague = some.user(), some.user()
    late, early = some.invitation(user, created_at=some.at(5)), some.invitation(user, created_at=some.at(1))
    revoked = evolve(early, revoked_at=some.at(5))

    def invite(work: Anything) -> None:
        for each in (user, colleague):
            work.users.save(each, some.at())
        for each in (late, early, some.invitation(colleague), revoked):
            work.invitations.save(each)

    change(invite)
    with store.read(tenant) as work:
        assert work.invitations.of_user(user.id) == (revoked, late)
        assert work.invitations.invited((user.id, some.user().id)) == {user.id}
        assert work.invitations.invited(()) == frozenset()


def test_an_invitation_needs_its_user(some: Anything, change: Anything) -> None:
    """One of an unknown user is refused."""
    with pytest.raises(StoreFault):
        change(lambda work: work.invitations.save(some.invitation(some.user())))


@pytest.mark.parametrize("scope", ["tenant", "provider"])
def test_keys_come_back_by_id_and_by_holder(store: Anything, tenant: Anything, some: Anything, scope: str) -> None:
    """Oldest first, ended ones too, for users and, in the provider's scope, for staff."""
    place = tenant if scope == "tenant" else PROVIDER
    late, early, foreign = some.key(place, created_at=some.at(5)), some.key(place), some.key(place, holder="user:2")
    ended = evolve(early, ended_at=some.at(9))
    with store.begin(place) as work:
        for each in (late, early, foreign, ended):
            work.keys.save(each)
        work.commit()
    with store.read(place) as work:
        assert work.keys.get(early.id) == ended
        assert work.keys.get(late.id) == late
        assert work.keys.of_holder("user:1") == (ended, late)
        assert work.keys.get(some.key(place).id) is None
        assert work.keys.of_holder("user:9") == ()
