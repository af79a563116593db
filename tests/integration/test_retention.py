"""Retention: what is over goes after its time, in batches, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailed import newest_token
from saas_core.access.values import ENTRANCES_KEPT
from saas_core.kernel.ids import PROVIDER, EffectId
from saas_core.kernel.tasks import CLIENT, EVERYBODY, Task
from saas_core.mail.mailings import MAILINGS_KEPT
from saas_core.work import retention
from saas_core.work.retention import RETENTION
from two_clients import World, Worlds


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Yield two clients over each store."""
    with Worlds(request.param, tmp_path, lambda: request.getfixturevalue("postgres_cluster")).fresh() as world:
        yield world


def _signed_in(world: World) -> str:
    """Sign the first client's owner in by a mailed link, and give the session's key."""
    acme, access = world.told.acme, world.application.access
    access.sign_in.ask(client=acme.slug, email=f"ola.canary@{acme.slug}.example")
    world.application.work.worker.drain(tenant_id=acme.tenant_id)
    return access.sign_in.complete(token=newest_token(world.application.settings.mail_folder, "sin")).key


def _kept(world: World) -> tuple[int, int]:
    """Count the first client's sessions and links, whether or not they still let anybody in."""
    with world.application.store.begin(world.told.acme.tenant_id) as work:
        far = world.clock.at + timedelta(days=9999)
        # Nothing is committed: what would go is counted.
        return work.sessions.forget(far, 1000), work.sign_in_links.forget(far, 1000)


def _a_day_passes(world: World) -> None:
    """Have the day's work planned, and each client's done at its turn."""
    world.application.work.worker.drain()
    world.clock.at += retention.EVERY
    world.application.work.worker.drain()


def _mails(world: World) -> set[EffectId]:
    return {each.id for each in world.application.store.mailings.page(None, 1000)}


def test_what_is_over_goes_after_its_time_and_not_before(world: World) -> None:
    """Sessions and links after a month, mails after more than a year; then the day's work comes again tomorrow."""
    application, told = world.application, world.told
    _signed_in(world)
    sessions, links = _kept(world)
    assert min(sessions, links) > 0
    application.work.worker.begin()
    application.work.worker.drain()
    assert _kept(world) == (sessions, links)
    mails = _mails(world)
    assert mails
    world.clock.at += ENTRANCES_KEPT + timedelta(days=1)
    application.work.worker.drain()
    world.clock.at += retention.EVERY
    key = _signed_in(world)
    application.work.worker.drain()
    assert _kept(world) == (1, 1)
    assert application.access.staff.authenticate(key) is not None
    later = _mails(world)
    assert later > mails
    world.clock.at += MAILINGS_KEPT - ENTRANCES_KEPT
    _a_day_passes(world)
    assert _mails(world) >= later - mails
    assert not _mails(world) & mails
    everybody = application.store.tasks.find(Task(RETENTION, PROVIDER, EVERYBODY))
    assert everybody is not None
    assert world.clock.at < everybody.due_at <= world.clock.at + retention.EVERY
    turn = application.store.tasks.find(Task(RETENTION, told.acme.tenant_id, CLIENT))
    assert turn is None or world.clock.at < turn.due_at <= world.clock.at + 2 * retention.EVERY
    assert application.oversight.doctor.examine(by=told.staff).healthy


def test_much_goes_bit_by_bit_and_after_a_break_it_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bit is a transaction of its own; what a worker that died had removed stays removed."""
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    for _ in range(2):
        _signed_in(world)
    sessions, _links = _kept(world)
    world.clock.at += ENTRANCES_KEPT + timedelta(days=1)
    world.application.work.worker.begin()
    kept = world.application.work.worker
    while kept.drain(tenant_id=PROVIDER).done:
        pass
    world.clock.at += retention.EVERY
    before = _kept(world)

    def killed(_done: int) -> None:
        if _kept(world) != before:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.drain(tenant_id=world.told.acme.tenant_id, progress=killed)
    after = _kept(world)
    assert (0, 0) < after < before
    assert before[0] == sessions
    world.clock.at += timedelta(hours=1)
    kept.drain()
    assert _kept(world) == (0, 0)
