"""News of changed editions: every store tells of each exactly once, whoever made it and however long that took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.policy.catalogue import Permission

Anything = Any
MANY = 1_000


def _changed(store: Anything, tenant_id: TenantId, some: Anything) -> int:
    with store.begin(tenant_id) as work:
        work.users.save(some.user(), some.at())
        work.commit()
        return int(work.edition) + 1


@pytest.fixture
def look(store: Anything) -> Callable[..., Any]:
    """Give a way to look as one process does, again and again."""
    last: list[str | None] = [None]

    def find(most: int = MANY) -> Any:
        news = store.news(last[0], most)
        last[0] = news.mark
        return news

    return find


def test_the_first_look_gives_a_mark_alone(store: Anything, look: Anything, tenant: Anything, some: Anything) -> None:
    """What was changed before is read from the tenants themselves."""
    _changed(store, tenant, some)
    first, second = look(), look()
    assert (first.editions, first.everything) == ({}, False)
    assert (second.editions, second.everything) == ({}, False)


def test_each_change_is_told_once_with_the_edition_that_it_made(
    store: Anything, look: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """Of all tenants at once, of the provider's scope too; the last edition alone of several changes."""
    look()
    _changed(store, tenant, some)
    edition = _changed(store, tenant, some)
    theirs = _changed(store, other, some)
    with store.begin(PROVIDER) as work:
        work.permissions.put((Permission("parcels.send", "sending parcels"),))
        work.commit()
    assert look().editions == {tenant: edition, other: theirs, PROVIDER: 1}
    assert edition == 2
    assert look().editions == {}
    assert look().editions == {}
    again = _changed(store, tenant, some)
    assert look().editions == {tenant: again}
    with store.read(tenant) as work:
        assert work.edition == again


def test_what_changes_no_answer_and_what_is_rolled_back_is_no_news(
    store: Anything, look: Anything, tenant: Anything, some: Anything
) -> None:
    """Neither a note in the journal nor a change that was never committed."""
    look()
    with store.begin(tenant) as work:
        work.journal.append(some.note())
        work.commit()
    with store.begin(tenant) as work:
        work.users.save(some.user(), some.at())
    assert look().editions == {}


def test_two_that_look_are_each_told(store: Anything, look: Anything, tenant: Anything, some: Anything) -> None:
    """A mark belongs to whoever got it; an older one is told more."""
    first = look().mark
    edition = _changed(store, tenant, some)
    assert look().editions == {tenant: edition}
    assert store.news(first, MANY).editions == {tenant: edition}


def test_more_than_was_asked_for_is_everything(store: Anything, look: Anything, some: Anything) -> None:
    """And the next look begins from there."""
    tenants = [TenantId(UUID(int=(number << 64) + 99)) for number in range(1, 5)]
    look()
    for each in tenants[:3]:
        _changed(store, each, some)
    assert sorted(look(3).editions) == tenants[:3]
    for each in tenants:
        _changed(store, each, some)
    told = look(3)
    assert (told.editions, told.everything) == ({}, True)
    assert (look(3).editions, look(3).everything) == ({}, False)


def test_a_commit_tells_its_own_process_the_edition(store: Anything, tenant: Anything, some: Anything) -> None:
    """Before whoever made it goes on."""
    told: list[Any] = []
    store.watch(lambda *news: told.append(news))
    edition = _changed(store, tenant, some)
    assert told == [(tenant, edition)]
